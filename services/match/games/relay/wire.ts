/**
 * What players and watchers see, field for field the messages of `playmesh/match/v1/relay.proto`, where each field is
 * explained; `wire.test.ts` fails to compile when the two drift.
 */

export interface RelayConfig {
  passes: number;
  passMs: number;
}

export type RelayCommand = { $case: 'pass'; value: RelayPass };

export interface RelayPass {
  baton: string;
}

export type RelayPublicEvent = { $case: 'turn'; value: RelayTurn };

export interface RelayTurn {
  number: number;
  baton?: string | undefined;
  nextSeat?: number | undefined;
  untilTimeMs: number;
}

export interface RelayView {
  passes: number;
  passesMade: number;
  baton: string;
  nextSeat?: number | undefined;
  untilTimeMs: number;
}

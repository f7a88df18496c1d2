/**
 * What players and watchers see, field for field the messages of `playmesh/match/v1/tictactoe.proto`, where each field
 * is explained; `wire.test.ts` fails to compile when the two drift.
 */

export interface TicTacToeConfig {
  moveMs: number;
}

export type TicTacToeCommand = { $case: 'mark'; value: TicTacToeMark };

export interface TicTacToeMark {
  cell: number;
}

export type TicTacToePublicEvent = { $case: 'turn'; value: TicTacToeTurn };

export interface TicTacToeTurn {
  number: number;
  cell?: number | undefined;
  nextSeat?: number | undefined;
  untilTimeMs: number;
}

export interface TicTacToeView {
  cells: number[];
  moves: number;
  nextSeat?: number | undefined;
  untilTimeMs: number;
}

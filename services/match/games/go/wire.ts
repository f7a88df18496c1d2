/**
 * What players and watchers see, field for field the messages of `playmesh/match/v1/go.proto`, where each field is
 * explained; `wire.test.ts` fails to compile when the two drift.
 */

/** The numbers of an enum of the protos: those ever sent, unspecified, and what a newer client knows. */
type Enum<Numbers> = Numbers[keyof Numbers] | 0 | -1;

export const GoRuleset = { JAPANESE: 1, CHINESE: 2, AGA: 3, KOREAN: 4, NEW_ZEALAND: 5 } as const;
export type GoRuleset = Enum<typeof GoRuleset>;

export const GoScoring = { TERRITORY: 1, AREA: 2 } as const;
export type GoScoring = Enum<typeof GoScoring>;

export const GoSuicide = { FORBIDDEN: 1, ALLOWED: 2 } as const;
export type GoSuicide = Enum<typeof GoSuicide>;

export const GoKoRule = { SIMPLE: 1, POSITIONAL_SUPERKO: 2, SITUATIONAL_SUPERKO: 3 } as const;
export type GoKoRule = Enum<typeof GoKoRule>;

export const GoColours = { NIGIRI: 1, CREATOR_BLACK: 2, CREATOR_WHITE: 3 } as const;
export type GoColours = Enum<typeof GoColours>;

export const GoColour = { BLACK: 1, WHITE: 2 } as const;
export type GoColour = Enum<typeof GoColour>;

export const GoRequest = { UNDO: 1, DRAW: 2, ANNUL: 3 } as const;
export type GoRequest = Enum<typeof GoRequest>;

export const GoDecision = { SCORE: 1, RESIGNATION: 2, TIME: 3, AGREEMENT: 4, ANNULMENT: 5 } as const;
export type GoDecision = Enum<typeof GoDecision>;

export const GoPhase = { WAITING: 1, PLAY: 2, SCORING: 3, FINISHED: 4 } as const;
export type GoPhase = Enum<typeof GoPhase>;

export interface GoConfig {
  size: number;
  ruleset: GoRuleset;
  komi: GoKomi | undefined;
  handicap: number;
  freeHandicap: boolean;
  scoring: GoScoring;
  suicide: GoSuicide;
  ko: GoKoRule;
  passes: number;
  time: GoTime | undefined;
  colours: GoColours;
  scoringMs: number;
}

export interface GoKomi {
  halfPoints: number;
}

export interface GoTime {
  control: GoTimeControl | undefined;
}

export type GoTimeControl =
  | { $case: 'absolute'; value: { mainMs: number } }
  | { $case: 'fischer'; value: { mainMs: number; incrementMs: number; maxMs: number } }
  | { $case: 'byoYomi'; value: { mainMs: number; periods: number; periodMs: number } }
  | { $case: 'canadian'; value: { mainMs: number; periodMs: number; stones: number } }
  | { $case: 'simple'; value: { moveMs: number } }
  | { $case: 'correspondence'; value: { days: number } };

// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- as generated: that it happened is all there is to say
export interface GoNothing {}

export type GoCommand =
  | { $case: 'place'; value: { point: number } }
  | { $case: 'pass'; value: GoNothing }
  | { $case: 'ask'; value: { request: GoRequest } }
  | { $case: 'withdraw'; value: GoNothing }
  | { $case: 'answer'; value: { request: GoRequest; isGranted: boolean } }
  | { $case: 'mark'; value: { point: number; isDead: boolean } }
  | { $case: 'accept'; value: GoNothing }
  | { $case: 'resume'; value: GoNothing };

export type GoPublicEvent =
  | { $case: 'started'; value: GoStarted }
  | { $case: 'moved'; value: GoMoved }
  | { $case: 'asked'; value: GoAsked }
  | { $case: 'askEnded'; value: { seat: number } }
  | { $case: 'undone'; value: GoUndone }
  | { $case: 'scored'; value: GoScored }
  | { $case: 'accepted'; value: { seat: number } }
  | { $case: 'resumed'; value: GoResumed }
  | { $case: 'timeShifted'; value: { untilTimeMs: number } }
  | { $case: 'finished'; value: GoFinished };

export interface GoClock {
  mainMs: number;
  periods: number;
  periodMs: number;
  stones: number;
}

export interface GoStarted {
  blackSeat: number;
  toMove: GoColour;
  untilTimeMs: number;
}

export interface GoMoved {
  point?: number | undefined;
  captured: number[];
  koPoint?: number | undefined;
  clock: GoClock | undefined;
  toMove: GoColour;
  untilTimeMs: number;
  step: number;
}

export interface GoAsked {
  seat: number;
  request: GoRequest;
}

export interface GoUndone {
  moves: number;
  board: string;
  prisoners: GoPrisoners | undefined;
  lastPoint?: number | undefined;
  koPoint?: number | undefined;
  passes: number;
  toMove: GoColour;
  clocks: GoClock[];
  untilTimeMs: number;
  step: number;
}

export interface GoPrisoners {
  black: number;
  white: number;
}

export interface GoCount {
  board: string;
  black: GoTally | undefined;
  white: GoTally | undefined;
}

export interface GoTally {
  stones: number;
  territory: number;
  prisoners: number;
  komiHalfPoints: number;
  handicap: number;
  totalHalfPoints: number;
}

export interface GoScored {
  seat?: number | undefined;
  count: GoCount | undefined;
  untilTimeMs: number;
  step: number;
}

export interface GoResumed {
  seat: number;
  toMove: GoColour;
  untilTimeMs: number;
  step: number;
}

export interface GoResult {
  winner: GoColour;
  decision: GoDecision;
  marginHalfPoints: number;
}

export interface GoFinished {
  result: GoResult | undefined;
  clocks: GoClock[];
}

export interface GoView {
  phase: GoPhase;
  board: string;
  blackSeat?: number | undefined;
  toMove: GoColour;
  step: number;
  moves: number;
  lastPoint?: number | undefined;
  koPoint?: number | undefined;
  passes: number;
  prisoners: GoPrisoners | undefined;
  clocks: GoClock[];
  untilTimeMs: number;
  handicapLeft: number;
  asked: GoAsked | undefined;
  black: GoTally | undefined;
  white: GoTally | undefined;
  acceptedSeats: number[];
  result: GoResult | undefined;
}

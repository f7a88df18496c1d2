/**
 * What players and watchers see, field for field the messages of `playmesh/match/v1/trivia.proto`, where each field is
 * explained; `wire.test.ts` fails to compile when the two drift.
 */

export interface TriviaConfig {
  questions: number;
  answerMs: number;
  pauseMs: number;
  locale: string;
}

export type TriviaCommand = { $case: 'answer'; value: TriviaAnswer };

export interface TriviaAnswer {
  choice: number;
}

export type TriviaPublicEvent =
  | { $case: 'started'; value: TriviaStarted }
  | { $case: 'questionOpened'; value: TriviaQuestionOpened }
  | { $case: 'answered'; value: TriviaAnswered }
  | { $case: 'revealed'; value: TriviaRevealed }
  | { $case: 'timeShifted'; value: TriviaTimeShifted }
  | { $case: 'finished'; value: TriviaFinished };

export interface TriviaStarted {
  firstTimeMs: number;
}

export interface TriviaQuestionOpened {
  question: TriviaQuestion | undefined;
  closeTimeMs: number;
}

export interface TriviaQuestion {
  number: number;
  text: string;
  options: string[];
}

export interface TriviaAnswered {
  seat: number;
  choice?: number | undefined;
}

export interface TriviaRevealed {
  number: number;
  rightChoice: number;
  results: TriviaResult[];
  nextTimeMs: number;
}

export interface TriviaResult {
  choice?: number | undefined;
  answerMs: number;
  points: number;
  total: number;
}

export interface TriviaTimeShifted {
  byMs: number;
  untilTimeMs: number;
}

// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- as generated: that it happened is all there is to say
export interface TriviaFinished {}

/** The numbers of `TriviaPhase` that are ever sent. */
export const TriviaPhase = { WAITING: 1, QUESTION: 2, REVEAL: 3, FINISHED: 4 } as const;
export type TriviaPhase = (typeof TriviaPhase)[keyof typeof TriviaPhase];

export interface TriviaView {
  phase: TriviaPhase;
  questions: number;
  question: TriviaQuestion | undefined;
  untilTimeMs: number;
  answeredSeats: number[];
  ownChoice?: number | undefined;
  totals: number[];
  revealed: TriviaRevealed[];
}

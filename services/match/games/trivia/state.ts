import type { GameOutcome } from '../game.ts';
import type { TriviaConfig, TriviaRevealed } from './wire.ts';

/** A question as the duel asks it: options in the order shown, the index of the right one. */
export interface Question {
  /** The bank's name for it; kept for whoever counts how questions fare. Never shown: it hints at the question. */
  readonly id: string;
  readonly text: string;
  readonly options: readonly string[];
  readonly rightChoice: number;
}

/** What one seat chose, and how long it took from the opening, outages not counted. */
export interface GivenAnswer {
  readonly choice: number;
  readonly answerMs: number;
}

/** What is stored. Every event carries what was decided, so that folding it again needs no rule and no clock. */
export type TriviaLogEvent =
  | {
      readonly kind: 'prepared';
      readonly config: TriviaConfig;
      /** Made the order of the options; kept so that anyone can check that later. */
      readonly seed: string;
      readonly questions: readonly Question[];
    }
  | { readonly kind: 'started'; readonly firstTimeMs: number }
  | {
      readonly kind: 'questionOpened';
      readonly number: number;
      readonly openTimeMs: number;
      readonly closeTimeMs: number;
    }
  | { readonly kind: 'answered'; readonly number: number; readonly seat: number; readonly answer: GivenAnswer }
  | { readonly kind: 'revealed'; readonly revealed: TriviaRevealed }
  | {
      readonly kind: 'timeShifted';
      readonly byMs: number;
      /** From where answering time counts now, while a question is open; 0 otherwise. */
      readonly openTimeMs: number;
      readonly untilTimeMs: number;
    }
  | { readonly kind: 'settled'; readonly outcome: GameOutcome };

export interface TriviaState {
  readonly config: TriviaConfig;
  readonly questions: readonly Question[];
  readonly phase: 'waiting' | 'countdown' | 'question' | 'reveal' | 'finished';
  /** The open or last revealed question; 0 before the first. */
  readonly number: number;
  /** From where answering time counts while a question is open; 0 otherwise. */
  readonly openTimeMs: number;
  /** When the phase ends by itself; 0 where it does not. */
  readonly untilTimeMs: number;
  /** Answers to the open question, by seat; all null while none is open. */
  readonly answers: readonly (GivenAnswer | null)[];
  readonly revealed: readonly TriviaRevealed[];
  readonly outcome: GameOutcome | null;
}

const NO_ANSWERS: readonly null[] = [null, null];

export function evolve(state: TriviaState | undefined, event: TriviaLogEvent): TriviaState {
  if (event.kind === 'prepared') {
    return {
      config: event.config,
      questions: event.questions,
      phase: 'waiting',
      number: 0,
      openTimeMs: 0,
      untilTimeMs: 0,
      answers: NO_ANSWERS,
      revealed: [],
      outcome: null,
    };
  }
  if (state === undefined) throw new Error(`a trivia duel cannot begin with the event ${event.kind}`);
  switch (event.kind) {
    case 'started':
      return { ...state, phase: 'countdown', untilTimeMs: event.firstTimeMs };
    case 'questionOpened':
      return {
        ...state,
        phase: 'question',
        number: event.number,
        openTimeMs: event.openTimeMs,
        untilTimeMs: event.closeTimeMs,
        answers: NO_ANSWERS,
      };
    case 'answered':
      return {
        ...state,
        answers: state.answers.map((answer, seat) => (seat === event.seat ? event.answer : answer)),
      };
    case 'revealed':
      return {
        ...state,
        phase: 'reveal',
        openTimeMs: 0,
        untilTimeMs: event.revealed.nextTimeMs,
        answers: NO_ANSWERS,
        revealed: [...state.revealed, event.revealed],
      };
    case 'timeShifted':
      return { ...state, openTimeMs: event.openTimeMs, untilTimeMs: event.untilTimeMs };
    case 'settled':
      return {
        ...state,
        phase: 'finished',
        openTimeMs: 0,
        untilTimeMs: 0,
        answers: NO_ANSWERS,
        outcome: event.outcome,
      };
  }
}

/** Points by seat over the revealed questions. */
export function totals(state: TriviaState): number[] {
  const last = state.revealed.at(-1);
  return NO_ANSWERS.map((_, seat) => last?.results[seat]?.total ?? 0);
}

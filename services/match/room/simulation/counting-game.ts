import type { Game } from '../../games/game.ts';

/** Count up to here and the game is over. */
interface Config {
  readonly upTo: number;
  readonly paceMs: number;
}

type Event =
  | { readonly kind: 'prepared'; readonly config: Config; readonly secret: string }
  | { readonly kind: 'began'; readonly until: number }
  | { readonly kind: 'counted'; readonly seat: number; readonly to: number; readonly until: number }
  /** Nobody but the seat sees it. */
  | { readonly kind: 'whispered'; readonly seat: number; readonly word: string }
  | { readonly kind: 'reminded'; readonly due: number; readonly until: number }
  | { readonly kind: 'shifted'; readonly byMs: number }
  | {
      readonly kind: 'over';
      readonly winnerSeats: readonly number[];
      readonly reason: 'completed' | 'forfeited' | 'resigned';
    };

export interface CountingState {
  readonly config: Config;
  /** Shown to nobody. */
  readonly secret: string;
  readonly count: number;
  /** 0 before the start and after the end. */
  readonly until: number;
  readonly whispers: readonly string[];
  readonly over: (Event & { kind: 'over' }) | null;
}

/** `count` names the next number as its position; `whisper` is always taken and shown to its seat alone. */
export type CountingCommand = { readonly kind: 'count' } | { readonly kind: 'whisper'; readonly word: string };

type PublicEvent = Exclude<Event, { kind: 'prepared' }>;

/** The smallest game with everything a room deals with: moves that refuse, hidden events, deadlines, a forfeit, an end. */
export const countingGame: Game<Config, undefined, CountingState, CountingCommand, Event, PublicEvent, object> = {
  name: 'counting',
  version: 1,
  seats: 2,
  forfeitAfterMs: 30_000,
  configure: ({ upTo, paceMs }) => ({ upTo: upTo ?? 1_000_000, paceMs: paceMs ?? 2_000 }),
  init: (config, seed) => [{ kind: 'prepared', config, secret: seed }],
  decide(state, input, now) {
    const until = now + state.config.paceMs;
    switch (input.kind) {
      case 'start':
        return { events: [{ kind: 'began', until }] };
      case 'command': {
        const { seat, position, command } = input;
        if (command.kind === 'whisper') return { events: [{ kind: 'whispered', seat, word: command.word }] };
        const to = state.count + 1;
        if (position !== to) return { refusal: 'WRONG_NUMBER' };
        const counted = { kind: 'counted', seat, to, until } as const;
        if (to < state.config.upTo) return { events: [counted] };
        return { events: [counted, { kind: 'over', winnerSeats: [seat], reason: 'completed' }] };
      }
      case 'tick':
        if (now < state.until) return { refusal: 'NOT_DUE' };
        return { events: [{ kind: 'reminded', due: state.until, until }] };
      case 'gone':
        return { events: [{ kind: 'over', winnerSeats: [1 - input.seat], reason: input.reason }] };
      case 'timeGivenBack':
        return { events: [{ kind: 'shifted', byMs: input.byMs }] };
    }
  },
  evolve(state, event) {
    if (event.kind === 'prepared')
      return { config: event.config, secret: event.secret, count: 0, until: 0, whispers: [], over: null };
    const before = state!;
    switch (event.kind) {
      case 'began':
      case 'reminded':
        return { ...before, until: event.until };
      case 'counted':
        return { ...before, count: event.to, until: event.until };
      case 'whispered':
        return { ...before, whispers: [...before.whispers, event.word] };
      case 'shifted':
        return { ...before, until: before.until + event.byMs };
      case 'over':
        return { ...before, until: 0, over: event };
    }
  },
  deadline: ({ until }) => until || undefined,
  outcome: ({ over, count }) =>
    over ? { reason: over.reason, winnerSeats: over.winnerSeats, scores: [count, count] } : undefined,
  scores: ({ count }) => [count, count],
  project(event, _state, viewer) {
    switch (event.kind) {
      case 'began':
      case 'counted':
      case 'reminded':
      case 'shifted':
      case 'over':
        return event;
      case 'whispered':
        return event.seat === viewer ? event : undefined;
      default:
        return undefined;
    }
  },
  view: ({ count, until }) => ({ count, until }),
};

import fc from 'fast-check';
import type { Decision, Game, GameInput, GameOutcome, Viewer } from '../game.ts';
import type { GameProof } from './proof.ts';

/**
 * A game for the kit's own test to break: both players show up to five fingers in secret, an even sum wins for seat 0,
 * an odd one for seat 1; who shows nothing in time loses.
 */
export interface Config {
  readonly showMs: number;
}

export interface Command {
  readonly fingers: number;
}

export type Event =
  | { readonly kind: 'prepared'; readonly config: Config; readonly seed: string }
  | { readonly kind: 'started'; readonly untilMs: number }
  | { readonly kind: 'shown'; readonly seat: number; readonly fingers: number }
  | { readonly kind: 'timeShifted'; readonly untilMs: number }
  | { readonly kind: 'ended'; readonly outcome: GameOutcome };

export interface State {
  readonly config: Config;
  readonly running: boolean;
  readonly untilMs: number;
  readonly fingers: readonly (number | null)[];
  readonly outcome: GameOutcome | null;
}

export type PublicEvent =
  | { readonly kind: 'until'; readonly untilMs: number }
  | { readonly kind: 'shown'; readonly seat: number; readonly fingers?: number }
  | { readonly kind: 'ended'; readonly winnerSeats: readonly number[] };

export interface View {
  readonly untilMs: number;
  readonly shown: readonly number[];
  readonly ownFingers?: number;
  readonly winnerSeats?: readonly number[];
}

type Fingers = Game<Config, undefined, State, Command, Event, PublicEvent, View>;

export const oddsAndEvens: Fingers = {
  name: 'odds and evens',
  version: 1,
  seats: 2,
  forfeitAfterMs: undefined,
  configure: ({ showMs }) => ({ showMs: showMs || 5_000 }),
  init: (config, seed) => [{ kind: 'prepared', config, seed }],
  decide,
  evolve,
  deadline: (state) => (state.running ? state.untilMs : undefined),
  outcome: (state) => state.outcome ?? undefined,
  scores: (state) => state.outcome?.scores ?? [0, 0],
  project,
  view: (state, viewer) => {
    const own = viewer === undefined ? null : state.fingers[viewer];
    return {
      untilMs: state.untilMs,
      shown: state.fingers.flatMap((fingers, seat) => (fingers === null ? [] : [seat])),
      ...(typeof own === 'number' ? { ownFingers: own } : {}),
      ...(state.outcome ? { winnerSeats: state.outcome.winnerSeats } : {}),
    };
  },
};

function decide(state: State, input: GameInput<Command>, now: number): Decision<Event> {
  if (input.kind === 'start') {
    if (state.running || state.outcome) return { refusal: 'ALREADY_STARTED' };
    return { events: [{ kind: 'started', untilMs: now + state.config.showMs }] };
  }
  if (!state.running) return { refusal: 'NOT_RUNNING' };
  switch (input.kind) {
    case 'command': {
      if (input.position !== 1) return { refusal: 'WRONG_ROUND' };
      if (state.fingers[input.seat] !== null) return { refusal: 'ALREADY_SHOWN' };
      if (now > state.untilMs) return { refusal: 'TOO_LATE' };
      const { fingers } = input.command;
      if (![0, 1, 2, 3, 4, 5].includes(fingers)) return { refusal: 'INVALID_FINGERS' };
      const shown: Event = { kind: 'shown', seat: input.seat, fingers };
      const after = evolve(state, shown);
      return { events: after.fingers.includes(null) ? [shown] : [shown, end(after)] };
    }
    case 'tick':
      return now < state.untilMs ? { refusal: 'NOT_DUE' } : { events: [end(state)] };
    case 'gone':
      return { events: [ended(input.reason, [1 - input.seat])] };
    case 'timeGivenBack':
      return { events: [{ kind: 'timeShifted', untilMs: Math.max(state.untilMs + input.byMs, now) }] };
  }
}

function end({ fingers: [even, odd] }: State): Event {
  if (typeof even === 'number' && typeof odd === 'number') return ended('completed', [(even + odd) % 2]);
  return ended('completed', typeof even === 'number' ? [0] : typeof odd === 'number' ? [1] : []);
}

function ended(reason: GameOutcome['reason'], winnerSeats: readonly number[]): Event {
  const scores = [0, 1].map((seat) => Number(winnerSeats.includes(seat)));
  return { kind: 'ended', outcome: { reason, winnerSeats, scores } };
}

function evolve(state: State | undefined, event: Event): State {
  if (event.kind === 'prepared') {
    return { config: event.config, running: false, untilMs: 0, fingers: [null, null], outcome: null };
  }
  if (state === undefined) throw new Error('not the first event of a match');
  switch (event.kind) {
    case 'started':
      return { ...state, running: true, untilMs: event.untilMs };
    case 'shown':
      return { ...state, fingers: state.fingers.map((old, seat) => (seat === event.seat ? event.fingers : old)) };
    case 'timeShifted':
      return { ...state, untilMs: event.untilMs };
    case 'ended':
      return { ...state, running: false, untilMs: 0, outcome: event.outcome };
  }
}

function project(event: Event, _state: State, viewer: Viewer): PublicEvent | undefined {
  switch (event.kind) {
    case 'started':
    case 'timeShifted':
      return { kind: 'until', untilMs: event.untilMs };
    case 'shown':
      return event.seat === viewer ? event : { kind: 'shown', seat: event.seat };
    case 'ended':
      return { kind: 'ended', winnerSeats: event.outcome.winnerSeats };
    default:
      return undefined;
  }
}

export const proof: GameProof<Config, undefined, State, Command, Event, PublicEvent, View> = {
  game: oddsAndEvens,
  setups: fc.constantFrom(0, 1_000, 20_000).map((showMs) => ({ requested: { showMs }, material: undefined })),
  commands: fc.record({ fingers: fc.integer({ min: -1, max: 6 }) }),
  position: () => 1,
  ticksToEnd: () => 1,
  disguise: (log, viewer) => {
    const isOver = log.some(({ kind }) => kind === 'ended');
    return log.map((event) => {
      if (event.kind === 'prepared') return { ...event, seed: 'another' };
      if (event.kind !== 'shown' || event.seat === viewer || isOver) return event;
      return { ...event, fingers: (event.fingers + 1) % 6 };
    });
  },
  apply: (view, event) => {
    switch (event.kind) {
      case 'until':
        return { ...view, untilMs: event.untilMs };
      case 'shown': {
        const shown = [...view.shown, event.seat].toSorted();
        return event.fingers === undefined ? { ...view, shown } : { ...view, shown, ownFingers: event.fingers };
      }
      case 'ended':
        return { ...view, untilMs: 0, winnerSeats: event.winnerSeats };
    }
  },
};

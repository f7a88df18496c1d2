import type { Decision, Game, GameInput, GameOutcome, Viewer } from '../game.ts';
import type { RelayCommand, RelayConfig, RelayPublicEvent, RelayTurn, RelayView } from './wire.ts';

/** In UTF-16 code units, which is never more than in what a person counts. */
const MAX_BATON = 64;

/** What is stored; each event carries what was decided, so that folding it again needs no rule and no clock. */
export type RelayLogEvent =
  | { readonly kind: 'prepared'; readonly config: RelayConfig }
  | { readonly kind: 'started'; readonly untilTimeMs: number }
  /** `untilTimeMs` is 0 when the pass was the last one. */
  | { readonly kind: 'passed'; readonly baton: string; readonly untilTimeMs: number }
  | { readonly kind: 'timeShifted'; readonly untilTimeMs: number }
  | { readonly kind: 'ended'; readonly outcome: GameOutcome };

export interface RelayState {
  readonly config: RelayConfig;
  readonly passesMade: number;
  readonly baton: string;
  /** Null before the start and after the end. */
  readonly nextSeat: number | null;
  /** Until when that seat may pass; 0 where nobody is to pass. */
  readonly untilTimeMs: number;
  readonly outcome: GameOutcome | null;
}

/**
 * Two players pass a baton to each other until enough passes are made. The least that a game can ask of the room, a turn
 * and a count to be checked: what is measured with it is the room.
 */
export const relay: Game<RelayConfig, undefined, RelayState, RelayCommand, RelayLogEvent, RelayPublicEvent, RelayView> =
  {
    name: 'relay',
    version: 1,
    seats: 2,
    forfeitAfterMs: 30_000,
    configure: ({ passes, passMs }) => ({ passes: passes || 1_000_000, passMs: passMs || 60_000 }),
    init: (config) => [{ kind: 'prepared', config }],
    decide,
    evolve,
    deadline: (state) => (state.untilTimeMs === 0 ? undefined : state.untilTimeMs),
    outcome: (state) => state.outcome ?? undefined,
    scores: (state) => state.outcome?.scores ?? [0, 0],
    project,
    view,
  };

function decide(state: RelayState, input: GameInput<RelayCommand>, now: number): Decision<RelayLogEvent> {
  if (input.kind === 'start') {
    if (state.nextSeat !== null || state.outcome !== null) return { refusal: 'ALREADY_STARTED' };
    return { events: [{ kind: 'started', untilTimeMs: now + state.config.passMs }] };
  }
  if (state.nextSeat === null) return { refusal: 'NOT_RUNNING' };
  switch (input.kind) {
    case 'command':
      return pass(state, input.seat, input.position, input.command.value.baton, now);
    case 'tick':
      if (now < state.untilTimeMs) return { refusal: 'NOT_DUE' };
      return { events: [{ kind: 'ended', outcome: wonBy(1 - state.nextSeat, 'completed') }] };
    case 'gone':
      return { events: [{ kind: 'ended', outcome: wonBy(1 - input.seat, input.reason) }] };
    case 'timeGivenBack':
      return { events: [{ kind: 'timeShifted', untilTimeMs: Math.max(state.untilTimeMs + input.byMs, now) }] };
  }
}

function pass(state: RelayState, seat: number, position: number, baton: string, now: number): Decision<RelayLogEvent> {
  if (position !== state.passesMade + 1) return { refusal: 'WRONG_PASS' };
  if (seat !== state.nextSeat) return { refusal: 'NOT_YOUR_TURN' };
  if (now > state.untilTimeMs) return { refusal: 'TOO_LATE' };
  if (baton.length > MAX_BATON) return { refusal: 'BATON_TOO_LONG' };
  const isLast = position >= state.config.passes;
  return { events: [{ kind: 'passed', baton, untilTimeMs: isLast ? 0 : now + state.config.passMs }] };
}

function wonBy(seat: number, reason: GameOutcome['reason']): GameOutcome {
  return { reason, winnerSeats: [seat], scores: seat === 0 ? [1, 0] : [0, 1] };
}

const DRAW: GameOutcome = { reason: 'completed', winnerSeats: [], scores: [0, 0] };

function evolve(state: RelayState | undefined, event: RelayLogEvent): RelayState {
  if (event.kind === 'prepared')
    return { config: event.config, passesMade: 0, baton: '', nextSeat: null, untilTimeMs: 0, outcome: null };
  if (state === undefined) throw new Error(`a relay cannot begin with the event ${event.kind}`);
  switch (event.kind) {
    case 'started':
      return { ...state, nextSeat: 0, untilTimeMs: event.untilTimeMs };
    case 'passed': {
      const { baton, untilTimeMs } = event;
      const passed = { ...state, passesMade: state.passesMade + 1, baton, untilTimeMs };
      return untilTimeMs === 0
        ? { ...passed, nextSeat: null, outcome: DRAW }
        : { ...passed, nextSeat: 1 - state.nextSeat! };
    }
    case 'timeShifted':
      return { ...state, untilTimeMs: event.untilTimeMs };
    case 'ended':
      return { ...state, nextSeat: null, untilTimeMs: 0, outcome: event.outcome };
  }
}

/** The same for every viewer: a relay has no secrets. */
function project(event: RelayLogEvent, state: RelayState, _viewer: Viewer): RelayPublicEvent | undefined {
  switch (event.kind) {
    case 'passed':
      return { $case: 'turn', value: { ...turn(state), baton: event.baton } };
    case 'started':
    case 'timeShifted':
    case 'ended':
      return { $case: 'turn', value: turn(state) };
    default:
      return undefined;
  }
}

function turn(state: RelayState): RelayTurn {
  const { passesMade, nextSeat, untilTimeMs } = state;
  return { number: passesMade, ...(nextSeat === null ? {} : { nextSeat }), untilTimeMs };
}

function view(state: RelayState, _viewer: Viewer): RelayView {
  const { config, passesMade, baton, nextSeat, untilTimeMs } = state;
  return { passes: config.passes, passesMade, baton, ...(nextSeat === null ? {} : { nextSeat }), untilTimeMs };
}

import type { Decision, Game, GameInput, GameOutcome, Viewer } from '../game.ts';
import type { TicTacToeCommand, TicTacToeConfig, TicTacToePublicEvent, TicTacToeTurn, TicTacToeView } from './wire.ts';

/** What is stored; each event carries what was decided, so that folding it again needs no rule and no clock. */
export type TicTacToeLogEvent =
  | { readonly kind: 'prepared'; readonly config: TicTacToeConfig; readonly firstSeat: number }
  | { readonly kind: 'started'; readonly untilTimeMs: number }
  | {
      readonly kind: 'marked';
      readonly cell: number;
      readonly seat: number;
      /** 0 when the mark ended the game. */
      readonly untilTimeMs: number;
      /** Null when the game goes on. */
      readonly outcome: GameOutcome | null;
    }
  | { readonly kind: 'timeShifted'; readonly untilTimeMs: number }
  | { readonly kind: 'ended'; readonly outcome: GameOutcome };

export interface TicTacToeState {
  readonly config: TicTacToeConfig;
  /** Who will make the first move: drawn before the start, shown with it. */
  readonly firstSeat: number;
  /** Row by row: 0 free, else the seat plus 1. */
  readonly cells: readonly number[];
  /** Null before the start and after the end. */
  readonly nextSeat: number | null;
  /** Until when that seat may move; 0 where nobody is to move. */
  readonly untilTimeMs: number;
  readonly outcome: GameOutcome | null;
}

/** Two players mark cells in turn; three in a row win, a full board is a draw, and who lets a move's time run out loses. */
export const tictactoe: Game<
  TicTacToeConfig,
  undefined,
  TicTacToeState,
  TicTacToeCommand,
  TicTacToeLogEvent,
  TicTacToePublicEvent,
  TicTacToeView
> = {
  name: 'tictactoe',
  version: 1,
  seats: 2,
  forfeitAfterMs: 30_000,
  configure: ({ moveMs }) => ({ moveMs: moveMs || 30_000 }),
  // The lowest bit of a random number is as good a coin as any.
  init: (config, seed) => [{ kind: 'prepared', config, firstSeat: Number.parseInt(seed.slice(-1), 16) % 2 }],
  decide,
  evolve,
  deadline: (state) => (state.untilTimeMs === 0 ? undefined : state.untilTimeMs),
  outcome: (state) => state.outcome ?? undefined,
  scores: (state) => state.outcome?.scores ?? [0, 0],
  project,
  view,
};

function decide(state: TicTacToeState, input: GameInput<TicTacToeCommand>, now: number): Decision<TicTacToeLogEvent> {
  if (input.kind === 'start') {
    if (state.nextSeat !== null || state.outcome !== null) return { refusal: 'ALREADY_STARTED' };
    return { events: [{ kind: 'started', untilTimeMs: now + state.config.moveMs }] };
  }
  if (state.nextSeat === null) return { refusal: 'NOT_RUNNING' };
  switch (input.kind) {
    case 'command':
      return mark(state, input.seat, input.position, input.command.value.cell, now);
    case 'tick':
      if (now < state.untilTimeMs) return { refusal: 'NOT_DUE' };
      // Time is part of these rules, so running out of it completes the game; nobody was away.
      return { events: [{ kind: 'ended', outcome: wonBy(1 - state.nextSeat, 'completed') }] };
    case 'gone':
      return { events: [{ kind: 'ended', outcome: wonBy(1 - input.seat, input.reason) }] };
    case 'timeGivenBack':
      return { events: [{ kind: 'timeShifted', untilTimeMs: Math.max(state.untilTimeMs + input.byMs, now) }] };
  }
}

function mark(
  state: TicTacToeState,
  seat: number,
  position: number,
  cell: number,
  now: number,
): Decision<TicTacToeLogEvent> {
  if (position !== movesMade(state) + 1) return { refusal: 'WRONG_MOVE' };
  if (seat !== state.nextSeat) return { refusal: 'NOT_YOUR_TURN' };
  if (now > state.untilTimeMs) return { refusal: 'TOO_LATE' };
  if (state.cells[cell] === undefined) return { refusal: 'INVALID_CELL' };
  if (state.cells[cell] !== 0) return { refusal: 'CELL_TAKEN' };
  const outcome = outcomeOf(marked(state.cells, cell, seat), seat);
  return { events: [{ kind: 'marked', cell, seat, untilTimeMs: outcome ? 0 : now + state.config.moveMs, outcome }] };
}

const LINES = ['012', '345', '678', '036', '147', '258', '048', '246'].map((line) => Array.from(line, Number));

/** How the board ends the game after a mark of `seat`, or null where it goes on. */
function outcomeOf(cells: readonly number[], seat: number): GameOutcome | null {
  if (LINES.some((line) => line.every((cell) => cells[cell] === seat + 1))) return wonBy(seat, 'completed');
  return cells.includes(0) ? null : { reason: 'completed', winnerSeats: [], scores: [0, 0] };
}

function wonBy(seat: number, reason: GameOutcome['reason']): GameOutcome {
  return { reason, winnerSeats: [seat], scores: seat === 0 ? [1, 0] : [0, 1] };
}

function evolve(state: TicTacToeState | undefined, event: TicTacToeLogEvent): TicTacToeState {
  if (event.kind === 'prepared') {
    const { config, firstSeat } = event;
    return { config, firstSeat, cells: [0, 0, 0, 0, 0, 0, 0, 0, 0], nextSeat: null, untilTimeMs: 0, outcome: null };
  }
  if (state === undefined) throw new Error(`a game of tic-tac-toe cannot begin with the event ${event.kind}`);
  switch (event.kind) {
    case 'started':
      return { ...state, nextSeat: state.firstSeat, untilTimeMs: event.untilTimeMs };
    case 'marked':
      return {
        ...state,
        cells: marked(state.cells, event.cell, event.seat),
        nextSeat: event.outcome ? null : 1 - event.seat,
        untilTimeMs: event.untilTimeMs,
        outcome: event.outcome,
      };
    case 'timeShifted':
      return { ...state, untilTimeMs: event.untilTimeMs };
    case 'ended':
      return { ...state, nextSeat: null, untilTimeMs: 0, outcome: event.outcome };
  }
}

function marked(cells: readonly number[], cell: number, seat: number): number[] {
  return cells.map((content, index) => (index === cell ? seat + 1 : content));
}

function movesMade(state: TicTacToeState): number {
  return state.cells.filter((content) => content !== 0).length;
}

/** The same for every viewer: on an open board only the first seat is hidden, until the start. */
function project(event: TicTacToeLogEvent, state: TicTacToeState, _viewer: Viewer): TicTacToePublicEvent | undefined {
  switch (event.kind) {
    case 'marked':
      return { $case: 'turn', value: { ...turn(state), cell: event.cell } };
    case 'started':
    case 'timeShifted':
    case 'ended':
      return { $case: 'turn', value: turn(state) };
    default:
      return undefined;
  }
}

function turn(state: TicTacToeState): TicTacToeTurn {
  return {
    number: movesMade(state),
    ...(state.nextSeat === null ? {} : { nextSeat: state.nextSeat }),
    untilTimeMs: state.untilTimeMs,
  };
}

function view(state: TicTacToeState, _viewer: Viewer): TicTacToeView {
  const { number: moves, ...next } = turn(state);
  return { cells: [...state.cells], moves, ...next };
}

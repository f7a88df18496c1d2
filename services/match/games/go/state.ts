import type { GameOutcome } from '../game.ts';
import { emptyBoard, place, play, type Board } from './board.ts';
import { fullClock } from './clock.ts';
import { BLACK, EMPTY, opponent, WHITE, type Colour } from './point.ts';
import { handicapStones } from './rules.ts';
import type { GoClock, GoConfig, GoCount, GoRequest, GoResult } from './wire.ts';

/** A stone or, with a null point, a pass. */
export interface Move {
  readonly colour: Colour;
  readonly point: number | null;
}

/** What is stored; each event carries what was decided, so that folding it again needs no rule but that of capture, and no clock. */
export type GoLogEvent =
  | { readonly kind: 'prepared'; readonly config: GoConfig; readonly blackSeat: number }
  | ({ readonly kind: 'started' } & Running)
  | ({
      readonly kind: 'moved';
      readonly point: number | null;
      /** One stone of each chain taken off. */
      readonly captured: readonly number[];
      readonly clock: GoClock;
      /** Time on the way that was given back. */
      readonly delayMs: number;
    } & Running)
  | { readonly kind: 'asked'; readonly seat: number; readonly request: GoRequest }
  | { readonly kind: 'askEnded'; readonly seat: number }
  | ({ readonly kind: 'undone'; readonly moves: number; readonly clocks: Pair<GoClock> } & Running)
  | {
      readonly kind: 'scored';
      /** Null for the service, which begins the scoring and proposes. */
      readonly seat: number | null;
      readonly dead: readonly number[];
      readonly isProposed: boolean;
      readonly count: GoCount;
      readonly untilMs: number;
    }
  | { readonly kind: 'accepted'; readonly seat: number }
  | ({ readonly kind: 'resumed'; readonly seat: number; readonly toMove: Colour } & Running)
  | ({ readonly kind: 'timeShifted' } & Running)
  | {
      readonly kind: 'finished';
      readonly result: GoResult;
      readonly clocks: Pair<GoClock>;
      readonly outcome: GameOutcome;
    };

/** One for Black, one for White. */
export type Pair<T> = readonly [black: T, white: T];

/** Since when the clock of who is to move runs, and when its flag falls, both without time given back; 0 where none runs. */
export interface Running {
  readonly sinceMs: number;
  readonly untilMs: number;
}

export interface GoState extends Running {
  readonly config: GoConfig;
  readonly blackSeat: number;
  readonly phase: 'waiting' | 'play' | 'scoring' | 'finished';
  readonly step: number;
  readonly board: Board;
  /** Whose turn it is, in play; who would go on, in scoring. */
  readonly toMove: Colour;
  readonly handicapLeft: number;
  readonly moves: readonly Move[];
  /** Every whole board so far: the two halves of its hash, and who had moved; as many as moves, and the one before them. */
  readonly past: readonly number[];
  readonly koPoint: number | null;
  /** Passes in a row since play began or went on. */
  readonly passes: number;
  /** Opponent's stones that a side has taken. */
  readonly prisoners: Pair<number>;
  readonly clocks: Pair<GoClock>;
  /** Time on the way that was given back so far. */
  readonly delaysMs: Pair<number>;
  readonly asked: { readonly seat: number; readonly request: GoRequest } | null;
  /** Whether the service has said which stones it takes for dead, in this scoring. */
  readonly isProposed: boolean;
  /** Marked as dead. */
  readonly dead: readonly number[];
  /** In scoring and after it. */
  readonly count: GoCount | null;
  readonly accepted: readonly number[];
  readonly resumptions: number;
  /** Moves made when play last went on: passes before them count no more. */
  readonly resumedAt: number;
  readonly result: GoResult | null;
  readonly outcome: GameOutcome | null;
}

export const seatOf = ({ blackSeat }: Pick<GoState, 'blackSeat'>, colour: Colour): number =>
  colour === BLACK ? blackSeat : 1 - blackSeat;

export const colourOf = ({ blackSeat }: Pick<GoState, 'blackSeat'>, seat: number): Colour =>
  seat === blackSeat ? BLACK : WHITE;

/** The side's of a pair. */
export const of = <T>(pair: Pair<T>, colour: Colour): T => (colour === BLACK ? pair[0] : pair[1]);

/** A pair with another one for a side. */
export const withOf = <T>([black, white]: Pair<T>, colour: Colour, value: T): Pair<T> =>
  colour === BLACK ? [value, white] : [black, value];

export function evolve(state: GoState | undefined, event: GoLogEvent): GoState {
  if (event.kind === 'prepared') return prepared(event.config, event.blackSeat);
  if (state === undefined) throw new Error(`a game of Go cannot begin with the event ${event.kind}`);
  switch (event.kind) {
    case 'started':
      return { ...state, phase: 'play', ...running(event), step: 1 };
    case 'moved': {
      const { clock, delayMs } = event;
      const { toMove } = state;
      return {
        ...withMove(state, event.point),
        ...running(event),
        clocks: withOf(state.clocks, toMove, clock),
        delaysMs: withOf(state.delaysMs, toMove, of(state.delaysMs, toMove) + delayMs),
        asked: null,
        step: state.step + 1,
      };
    }
    case 'asked':
      return { ...state, asked: { seat: event.seat, request: event.request } };
    case 'askEnded':
      return { ...state, asked: null };
    case 'undone':
      return {
        ...takenBack(state, event.moves),
        ...running(event),
        clocks: event.clocks,
        asked: null,
        step: state.step + 1,
      };
    case 'scored': {
      const { dead, isProposed, count, untilMs } = event;
      const next = { ...state, phase: 'scoring' as const, asked: null, accepted: [], step: state.step + 1 };
      return { ...next, dead, isProposed, count, sinceMs: 0, untilMs };
    }
    case 'accepted':
      return { ...state, accepted: [...state.accepted, event.seat] };
    case 'resumed': {
      const next = { ...state, phase: 'play' as const, toMove: event.toMove, ...running(event), step: state.step + 1 };
      const { resumptions, moves } = state;
      const unscored = { isProposed: false, dead: [], count: null, accepted: [] };
      return { ...next, ...unscored, passes: 0, resumptions: resumptions + 1, resumedAt: moves.length };
    }
    case 'timeShifted':
      return { ...state, ...running(event) };
    case 'finished': {
      const { result, clocks, outcome } = event;
      return { ...state, phase: 'finished', asked: null, clocks, sinceMs: 0, untilMs: 0, result, outcome };
    }
  }
}

const running = ({ sinceMs, untilMs }: Running): Running => ({ sinceMs, untilMs });

function prepared(config: GoConfig, blackSeat: number): GoState {
  const clock = fullClock(config.time!.control!);
  return {
    config,
    blackSeat,
    phase: 'waiting',
    step: 0,
    ...opening(config),
    moves: [],
    prisoners: [0, 0],
    koPoint: null,
    passes: 0,
    clocks: [clock, clock],
    delaysMs: [0, 0],
    sinceMs: 0,
    untilMs: 0,
    asked: null,
    isProposed: false,
    dead: [],
    count: null,
    accepted: [],
    resumptions: 0,
    resumedAt: 0,
    result: null,
    outcome: null,
  };
}

/** The board before the first move. */
function opening(config: GoConfig): Pick<GoState, 'board' | 'toMove' | 'handicapLeft' | 'past'> {
  const stones = handicapStones(config);
  const board = place(emptyBoard(config.size), stones, BLACK);
  const toMove = stones.length > 0 ? WHITE : BLACK;
  return { board, toMove, handicapLeft: config.freeHandicap ? config.handicap : 0, past: situation(board, toMove) };
}

/** A whole board as it is remembered: with who had moved, that is, who is not to move. */
export const situation = ({ hash }: Board, toMove: Colour): number[] => [...hash, opponent(toMove)];

/** The board, and all that belongs to it, after a move of whose turn it is. */
function withMove(state: GoState, point: number | null): GoState {
  const { toMove: colour, handicapLeft, moves, past } = state;
  const left = Math.max(0, handicapLeft - 1);
  const toMove = left > 0 ? colour : opponent(colour);
  const next = { ...state, toMove, handicapLeft: left, moves: [...moves, { colour, point }] };
  if (point === null) {
    return { ...next, koPoint: null, passes: state.passes + 1, past: [...past, ...situation(state.board, toMove)] };
  }
  const { board, captured } = play(state.board, point, colour);
  const taker = board.points[point] === EMPTY ? opponent(colour) : colour;
  return {
    ...next,
    board,
    koPoint: koPoint(board, point, captured),
    passes: 0,
    prisoners: withOf(state.prisoners, taker, of(state.prisoners, taker) + captured.length),
    past: [...past, ...situation(board, toMove)],
  };
}

/** Where a single stone was captured by one that stands alone now, with that point as its only liberty; else null. */
function koPoint({ points, next, touches }: Board, point: number, captured: readonly number[]): number | null {
  const isAlone = points[point] !== EMPTY && next[point] === point && touches[point] === 1;
  return captured.length === 1 && isAlone ? captured[0]! : null;
}

/** The game as it stood after its first moves. */
function takenBack(state: GoState, moves: number): GoState {
  const resumedAt = Math.min(state.resumedAt, moves);
  let next: GoState = { ...state, ...opening(state.config), moves: [], prisoners: [0, 0], koPoint: null, passes: 0 };
  state.moves.slice(0, moves).forEach(({ colour, point }, index) => {
    next = withMove({ ...next, toMove: colour, passes: index === resumedAt ? 0 : next.passes }, point);
  });
  const passes = resumedAt === moves ? 0 : next.passes;
  return { ...next, toMove: state.moves[moves]!.colour, passes, resumedAt };
}

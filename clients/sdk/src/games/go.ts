import { GoColour, GoPhase } from '../../../../gen/playmesh/match/v1/go.ts';
import type { GoCommand, GoEvent, GoMoved, GoView, GoRequest } from '../../../../gen/playmesh/match/v1/go.ts';
import type { GameCommand } from '../messages.ts';
import { chainAt } from './go-board.ts';

/** Commands of Go; send them with `view.step` as position. Points are `row * size + column` from the top left. */
export const goCommands = {
  place: (point: number) => goCommand({ $case: 'place', value: { point } }),
  pass: () => goCommand({ $case: 'pass', value: {} }),
  /** Asks the opponent to take back the own last move, for a draw, or for no result. */
  ask: (request: GoRequest) => goCommand({ $case: 'ask', value: { request } }),
  withdraw: () => goCommand({ $case: 'withdraw', value: {} }),
  answer: (request: GoRequest, isGranted: boolean) => goCommand({ $case: 'answer', value: { request, isGranted } }),
  /** Marks the chain of a stone as dead or alive, in scoring. */
  mark: (point: number, isDead: boolean) => goCommand({ $case: 'mark', value: { point, isDead } }),
  /** Agrees to what is marked. */
  accept: () => goCommand({ $case: 'accept', value: {} }),
  /** Goes back from scoring to play. */
  resume: () => goCommand({ $case: 'resume', value: {} }),
};

const goCommand = (command: GoCommand['command']): GameCommand => ({ $case: 'go', value: { command } });

/** The stones of a view's board as numbers: 0 empty, 1 black, 2 white; dead ones too. */
export const goPoints = (board: string): number[] => Array.from(board, (point) => STONES[point] ?? 0);

const STONES: Readonly<Record<string, number>> = { X: 1, x: 1, O: 2, o: 2 };

/** What anyone sees of a game of Go after an event. Pure; an event that it does not know changes nothing. */
export function applyGo(view: GoView, { event }: GoEvent): GoView {
  switch (event?.$case) {
    case 'started': {
      const { blackSeat, toMove, untilTimeMs } = event.value;
      return { ...view, phase: GoPhase.PLAY, blackSeat, toMove, untilTimeMs, step: 1 };
    }
    case 'moved':
      return moved(view, event.value);
    case 'asked':
      return { ...view, asked: event.value };
    case 'askEnded':
      return { ...view, asked: undefined };
    case 'undone':
      return { ...view, lastPoint: undefined, koPoint: undefined, asked: undefined, ...event.value };
    case 'scored': {
      const { count, untilTimeMs, step } = event.value;
      if (!count) return view;
      const scoring = { ...view, phase: GoPhase.SCORING, toMove: GoColour.UNSPECIFIED, asked: undefined };
      return { ...scoring, ...count, acceptedSeats: [], koPoint: undefined, untilTimeMs, step };
    }
    case 'accepted':
      return { ...view, acceptedSeats: [...view.acceptedSeats, event.value.seat] };
    case 'resumed': {
      const { toMove, untilTimeMs, step } = event.value;
      const play = { ...view, phase: GoPhase.PLAY, board: unmarked(view.board), passes: 0, acceptedSeats: [] };
      return { ...play, black: undefined, white: undefined, toMove, untilTimeMs, step };
    }
    case 'timeShifted':
      return { ...view, untilTimeMs: event.value.untilTimeMs };
    case 'finished': {
      const over = { ...view, phase: GoPhase.FINISHED, toMove: GoColour.UNSPECIFIED, koPoint: undefined };
      return { ...over, ...event.value, asked: undefined, untilTimeMs: 0 };
    }
    default:
      return view;
  }
}

function moved(view: GoView, { point, captured, koPoint, clock, toMove, untilTimeMs, step }: GoMoved): GoView {
  const isBlack = view.toMove === GoColour.BLACK;
  const next: GoView = {
    ...view,
    moves: view.moves + 1,
    clocks: view.clocks.map((before, index) => (index === (isBlack ? 0 : 1) && clock ? clock : before)),
    handicapLeft: Math.max(0, view.handicapLeft - 1),
    passes: point === undefined ? view.passes + 1 : 0,
    lastPoint: point,
    koPoint,
    asked: undefined,
    toMove,
    untilTimeMs,
    step,
  };
  if (point === undefined) return next;
  const board = Array.from(view.board);
  board[point] = isBlack ? 'X' : 'O';
  const taken = captured.length > 0 ? chainsAt(board, captured) : [];
  for (const stone of taken) board[stone] = '.';
  const { black, white } = view.prisoners ?? { black: 0, white: 0 };
  // By suicide the other side takes them.
  const isBlacks = isBlack !== captured.includes(point);
  const prisoners = isBlacks ? { black: black + taken.length, white } : { black, white: white + taken.length };
  return { ...next, board: board.join(''), prisoners };
}

/** The chains of stones on a board as views have it, point by point. */
function chainsAt(board: readonly string[], stones: readonly number[]): number[] {
  const position = { size: Math.sqrt(board.length), points: goPoints(board.join('')) };
  return stones.flatMap((stone) => chainAt(position, stone));
}

/** A board in play: dead stones stand as they stood, and territory is empty. */
const unmarked = (board: string): string => board.toUpperCase().replace(/[BW]/g, '.');

import type { Viewer } from '../game.ts';
import { diagram } from './count.ts';
import type { GoLogEvent, GoState } from './state.ts';
import { GoPhase, type GoPublicEvent, type GoView } from './wire.ts';

const PHASES = {
  waiting: GoPhase.WAITING,
  play: GoPhase.PLAY,
  scoring: GoPhase.SCORING,
  finished: GoPhase.FINISHED,
} as const;

/** The same for every viewer: only who has Black is hidden, until the start. */
export function project(event: GoLogEvent, state: GoState, _viewer: Viewer): GoPublicEvent | undefined {
  const { step, untilMs: untilTimeMs, toMove } = state;
  switch (event.kind) {
    case 'started':
      return { $case: 'started', value: { blackSeat: state.blackSeat, toMove, untilTimeMs } };
    case 'moved':
      return {
        $case: 'moved',
        value: {
          ...(event.point === null ? {} : { point: event.point }),
          captured: [...event.captured],
          ...(state.koPoint === null ? {} : { koPoint: state.koPoint }),
          clock: { ...event.clock },
          toMove,
          untilTimeMs,
          step,
        },
      };
    case 'asked':
      return { $case: 'asked', value: { seat: event.seat, request: event.request } };
    case 'askEnded':
      return { $case: 'askEnded', value: { seat: event.seat } };
    case 'undone': {
      const { moves, board, prisoners, lastPoint, koPoint, passes, clocks } = view(state, undefined);
      const points = {
        ...(lastPoint === undefined ? {} : { lastPoint }),
        ...(koPoint === undefined ? {} : { koPoint }),
      };
      return {
        $case: 'undone',
        value: { moves, board, prisoners, ...points, passes, toMove, clocks, untilTimeMs, step },
      };
    }
    case 'scored': {
      const seat = event.seat === null ? {} : { seat: event.seat };
      return { $case: 'scored', value: { ...seat, count: event.count, untilTimeMs, step } };
    }
    case 'accepted':
      return { $case: 'accepted', value: { seat: event.seat } };
    case 'resumed':
      return { $case: 'resumed', value: { seat: event.seat, toMove, untilTimeMs, step } };
    case 'timeShifted':
      return { $case: 'timeShifted', value: { untilTimeMs } };
    case 'finished':
      return { $case: 'finished', value: { result: { ...event.result }, clocks: event.clocks.map(copy) } };
    default:
      return undefined;
  }
}

const copy = <T extends object>(one: T): T => ({ ...one });

export function view(state: GoState, _viewer: Viewer): GoView {
  const { phase, moves, board, count, koPoint, prisoners } = state;
  const lastPoint = moves.at(-1)?.point;
  const isPlay = phase === 'play';
  return {
    phase: PHASES[phase],
    board: count?.board ?? diagram(board.points),
    ...(phase === 'waiting' ? {} : { blackSeat: state.blackSeat }),
    toMove: isPlay ? state.toMove : 0,
    step: state.step,
    moves: moves.length,
    ...(lastPoint === undefined || lastPoint === null ? {} : { lastPoint }),
    ...(koPoint === null || !isPlay ? {} : { koPoint }),
    passes: state.passes,
    prisoners: { black: prisoners[0], white: prisoners[1] },
    clocks: state.clocks.map(copy),
    untilTimeMs: state.untilMs,
    handicapLeft: state.handicapLeft,
    asked: state.asked ? { ...state.asked } : undefined,
    black: count?.black && { ...count.black },
    white: count?.white && { ...count.white },
    acceptedSeats: [...state.accepted],
    result: state.result ? { ...state.result } : undefined,
  };
}

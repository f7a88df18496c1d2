import type { Decision } from '../game.ts';
import { chainOf } from './board.ts';
import { scored } from './decide.ts';
import { EMPTY } from './point.ts';
import type { GoLogEvent, GoState } from './state.ts';

/** The board whose dead stones are to be found: in scoring, until they were, or a player has said something. */
export function boardToJudge(
  state: GoState,
): { readonly size: number; readonly points: readonly number[] } | undefined {
  if (state.phase !== 'scoring' || state.isProposed || state.accepted.length > 0) return undefined;
  return { size: state.board.size, points: state.board.points };
}

/** Marks the stones that were found to be dead: whole chains, those of which most stones were found. */
export function propose(state: GoState, found: unknown, now: number): Decision<GoLogEvent> {
  if (!boardToJudge(state)) return { refusal: 'NOT_WANTED' };
  const { points } = state.board;
  const stones = new Set(Array.isArray(found) ? found.filter((point: number) => points[point]) : []);
  const dead = points.flatMap((stone, point) => {
    if (stone === EMPTY) return [];
    const chain = chainOf(state.board, point);
    return 2 * chain.filter((other) => stones.has(other)).length > chain.length ? [point] : [];
  });
  return { events: [scored(state, null, dead, now)] };
}

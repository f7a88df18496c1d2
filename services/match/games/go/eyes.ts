import { connected, parts } from './regions.ts';
import type { Neighbours } from './regions.ts';

/**
 * How many eyes, two at most, a space gives to the living stones around it, taken as connected. They may move first, for
 * in a finished position nobody leaves a move that makes or takes a life. `dead` are the opponent's stones.
 *
 * A space of fewer than three points is one eye, one with six empty points is two. Any other is two
 *
 * - where a stone on an empty point parts the rest;
 * - where two points of three neighbours each are next to each other, so that one answers the other, as in the middle of
 *   two by three, and not both are taken;
 * - where no more than two empty points are left and separate chains are dead, which can then be taken at once;
 * - where taking a dead chain leaves a space that has two vital points: whoever takes it has moved, the opponent spoils one.
 *
 * Reading out all moves gives the same for every space of up to five points, and for 99 in 100 of six or seven; without
 * dead stones always.
 */
export function eyesIn(space: readonly number[], dead: ReadonlySet<number>, neighbours: Neighbours): number {
  if (space.length < 3) return Math.min(space.length, 1);
  const empty = space.filter((point) => !dead.has(point));
  if (empty.length >= 6) return 2;
  const all = new Set(space);
  if (empty.some((point) => parting(point, all, neighbours))) return 2;
  const wide = new Set(space.filter((point) => isWide(point, all, neighbours)));
  if (empty.some((point) => wide.has(point) && within(point, wide, neighbours).length > 0)) return 2;
  const chains = parts(
    space.filter((point) => dead.has(point)),
    neighbours,
  );
  if (empty.length <= 2 && chains.length >= 2) return 2;
  return chains.some((chain) => livesWhenTaken(new Set(chain), neighbours)) ? 2 : 1;
}

function livesWhenTaken(chain: ReadonlySet<number>, neighbours: Neighbours): boolean {
  const vital = [...chain].filter((point) => isWide(point, chain, neighbours) || parting(point, chain, neighbours));
  return vital.length >= 2;
}

function isWide(point: number, space: ReadonlySet<number>, neighbours: Neighbours): boolean {
  return within(point, space, neighbours).length >= 3;
}

/** Whether a stone on `point` parts the rest of the space. */
function parting(point: number, space: ReadonlySet<number>, neighbours: Neighbours): boolean {
  const [start] = within(point, space, neighbours);
  if (start === undefined) return false;
  return connected(start, neighbours, (next) => next !== point && space.has(next)).length < space.size - 1;
}

function within(point: number, space: ReadonlySet<number>, neighbours: Neighbours): number[] {
  return (neighbours[point] ?? []).filter((next) => space.has(next));
}

import { BLACK, EMPTY, neighbours, WHITE } from '../../../sdk/src/games/go-board.ts';
import type { Scoring } from '../player.ts';

/** A position at its end, and what counts besides. */
export interface FinalPosition {
  readonly size: number;
  /** By point: `EMPTY`, `BLACK` or `WHITE`, dead stones too. */
  readonly points: readonly number[];
  readonly scoring: Scoring;
  /** All that White gets besides, in half points. */
  readonly komi: number;
  /** Stones that Black has captured less those that White has. */
  readonly prisoners: number;
}

/**
 * By how many half points Black is ahead if these stones are dead. Near enough to tell who wins: points in seki and false
 * eyes are counted where the service would not.
 */
export function blackAhead(
  { size, points, scoring, komi, prisoners }: FinalPosition,
  dead: ReadonlySet<number>,
): number {
  const living = points.map((content, point) => (dead.has(point) ? EMPTY : content));
  const isArea = scoring === 'area';
  let ahead = isArea ? 0 : prisoners;
  for (const [point, content] of points.entries()) {
    if (isArea) ahead += signOf(living[point]!);
    else if (dead.has(point)) ahead -= signOf(content);
  }
  const seen = new Set<number>();
  for (const [start, content] of living.entries()) {
    if (content !== EMPTY || seen.has(start)) continue;
    const region = [start];
    seen.add(start);
    let touched = 0;
    for (const point of region) {
      for (const near of neighbours(size, point)) {
        touched |= living[near]!;
        if (living[near] !== EMPTY || seen.has(near)) continue;
        seen.add(near);
        region.push(near);
      }
    }
    ahead += signOf(touched) * region.length;
  }
  return 2 * ahead - komi;
}

/** 1 for Black, -1 for White, 0 for neither and for both. */
const signOf = (colours: number): number => (colours === BLACK ? 1 : colours === WHITE ? -1 : 0);

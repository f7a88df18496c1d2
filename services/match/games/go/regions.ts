import type { Board } from './board.ts';
import type { neighboursOf } from './point.ts';

/** Stones, however they came to be where they are. */
export type Position = Pick<Board, 'size' | 'points'>;

/** By point: the two to four points next to it. */
export type Neighbours = ReturnType<typeof neighboursOf>;

/** `start`, then every point that can be reached from it over points that `isPart` accepts. */
export function connected(start: number, neighbours: Neighbours, isPart: (point: number) => boolean): number[] {
  const found = [start];
  const seen = new Set(found);
  for (const point of found) {
    for (const next of neighbours[point] ?? []) {
      if (seen.has(next) || !isPart(next)) continue;
      seen.add(next);
      found.push(next);
    }
  }
  return found;
}

/** `points` split into those that hang together, each part in the order in which it is found. */
export function parts(points: Iterable<number>, neighbours: Neighbours): number[][] {
  const left = new Set(points);
  const found: number[][] = [];
  for (const point of left) {
    const part = connected(point, neighbours, (next) => left.has(next));
    for (const member of part) left.delete(member);
    found.push(part);
  }
  return found;
}

/** Empty points that hang together. */
export interface EmptyRegion {
  readonly points: readonly number[];
  /** 1 or 2 where stones of that colour alone are next to it; 0 where it is next to both colours or to no stone. */
  readonly owner: number;
}

export function emptyRegions(board: Position, neighbours: Neighbours): EmptyRegion[] {
  const empty = [...board.points.keys()].filter((point) => board.points[point] === 0);
  return parts(empty, neighbours).map((points) => {
    const colours = new Set(
      points.flatMap((point) => (neighbours[point] ?? []).map((next) => board.points[next] ?? 0)),
    );
    const [black, white] = [colours.has(1), colours.has(2)];
    return { points, owner: black === white ? 0 : black ? 1 : 2 };
  });
}

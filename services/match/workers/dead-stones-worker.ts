import deadstones from '@sabaki/deadstones';

/** Playouts by which a stone's fate is guessed: on 19x19 they take some tens of milliseconds. */
const PLAYOUTS = 200;

/** A board of Go as the rules have it: 0 empty, 1 black, 2 white, row by row. */
export interface BoardToJudge {
  readonly size: number;
  readonly points: readonly number[];
}

/** Stones of a finished game that are likely dead, by Monte Carlo playouts. */
export default async function findDead({ size, points }: BoardToJudge): Promise<readonly number[]> {
  const signs = Array.from({ length: size }, (_, row) =>
    points.slice(row * size, (row + 1) * size).map((stone) => (stone === 2 ? -1 : stone)),
  );
  const vertices = await deadstones.guess(signs, { finished: true, iterations: PLAYOUTS });
  return vertices.map(([column, row]) => row * size + column);
}

/**
 * A board of Go for clients: enough to show at once what a stone does, and to tell most illegal moves before they are sent.
 *
 * A board is `size` by `size` points, numbered row by row from the top left: point = row * size + column. Everything here
 * is pure, and returns new data.
 *
 * Whether a position may come again (superko) depends on the whole game and on its rules: the server alone judges it, so a
 * stone that is allowed here can still be refused there.
 */

/** What is on a point. */
export const EMPTY = 0;
export const BLACK = 1;
export const WHITE = 2;
export type StoneColour = typeof BLACK | typeof WHITE;

/** The stones as they lie. */
export interface GoBoard {
  /** Lines in each direction, up to 25. */
  readonly size: number;
  /** By point: `EMPTY`, `BLACK` or `WHITE`. */
  readonly points: readonly number[];
  /** Where a single stone was just taken, and nobody may take back at once (simple ko). */
  readonly koPoint?: number | undefined;
}

/** A stone that was played: the board after it, and the points of the stones that it took. */
export interface StonePlayed {
  readonly board: GoBoard;
  readonly captured: readonly number[];
}

/** Why a stone cannot be played. `KO` is simple ko: it would take back the stone that has just taken one. */
export interface StoneRefused {
  readonly refusal: 'OUTSIDE' | 'OCCUPIED' | 'KO' | 'SUICIDE';
}

/** A board without stones. */
export const emptyBoard = (size: number): GoBoard => ({ size, points: Array<number>(size * size).fill(EMPTY) });

/** The colour that plays against `colour`. */
export const opponentOf = (colour: StoneColour): StoneColour => (colour === BLACK ? WHITE : BLACK);

/** The board after a pass: the same stones, and no ko that forbids anything. */
export const passMove = ({ size, points }: GoBoard): GoBoard => ({ size, points });

/** Plays a stone: the stones of the other colour that it leaves without liberties are taken. Suicide is refused. */
export function playStone(board: GoBoard, point: number, colour: StoneColour): StonePlayed | StoneRefused {
  const { size, koPoint } = board;
  const table = neighbourTable(size);
  const around = table[point];
  if (around === undefined) return { refusal: 'OUTSIDE' };
  if (board.points[point] !== EMPTY) return { refusal: 'OCCUPIED' };
  if (point === koPoint) return { refusal: 'KO' };
  const points = board.points.slice();
  points[point] = colour;
  const other = opponentOf(colour);
  const captured: number[] = [];
  for (const neighbour of around) {
    if (points[neighbour] !== other) continue;
    for (const stone of chainWithoutLiberty(points, table, neighbour)) {
      points[stone] = EMPTY;
      captured.push(stone);
    }
  }
  if (captured.length === 0 && chainWithoutLiberty(points, table, point).length > 0) return { refusal: 'SUICIDE' };
  // One stone for one, and nothing else that it touches: to take it back would bring the same position again.
  const [taken] = captured;
  const isKo = captured.length === 1 && around.every((near) => near === taken || points[near] === other);
  return { board: isKo ? { size, points, koPoint: taken } : { size, points }, captured };
}

/** The points next to a point: up, left, right and down, as far as the board goes. */
export const neighbours = (size: number, point: number): readonly number[] => neighbourTable(size)[point] ?? [];

/** The stones that are connected with the one on `point`, that one first; none where no stone is. */
export function chainAt({ size, points }: GoBoard, point: number): readonly number[] {
  const colour = points[point];
  if (colour === undefined || colour === EMPTY) return [];
  const table = neighbourTable(size);
  const seen = new Uint8Array(points.length);
  const chain = [point];
  seen[point] = 1;
  for (const stone of chain) {
    for (const near of table[stone]!) {
      if (points[near] !== colour || seen[near] === 1) continue;
      seen[near] = 1;
      chain.push(near);
    }
  }
  return chain;
}

/** The empty points next to the chain of the stone on `point`, each once; none where no stone is. */
export function liberties(board: GoBoard, point: number): readonly number[] {
  const table = neighbourTable(board.size);
  const found = chainAt(board, point).flatMap((stone) => table[stone]!.filter((near) => board.points[near] === EMPTY));
  return [...new Set(found)];
}

/** The letters of the columns, left to right: as on printed boards and in GTP, there is no I. */
const COLUMNS = 'ABCDEFGHJKLMNOPQRSTUVWXYZ';

/** A point as players call it: `D4` is in the fourth column from the left and the fourth row from the bottom. */
export const pointName = (size: number, point: number): string =>
  `${COLUMNS[point % size]}${size - Math.floor(point / size)}`;

/** The point of a name such as `D4` or `d4`; undefined where the board has none of that name. */
export function pointNamed(size: number, name: string): number | undefined {
  const [, letter, digits] = /^([A-HJ-Z])([1-9]\d?)$/.exec(name.toUpperCase()) ?? [];
  if (letter === undefined) return undefined;
  const column = COLUMNS.indexOf(letter);
  const row = size - Number(digits);
  return column < size && row >= 0 ? row * size + column : undefined;
}

/** By size, since the same few tables are read at every move; none is ever changed. */
const tables = new Map<number, readonly (readonly number[])[]>();

/** The neighbours of every point of a board. */
function neighbourTable(size: number): readonly (readonly number[])[] {
  const known = tables.get(size);
  if (known) return known;
  const table = Array.from({ length: size * size }, (_, point) => {
    const column = point % size;
    return [
      ...(point >= size ? [point - size] : []),
      ...(column > 0 ? [point - 1] : []),
      ...(column < size - 1 ? [point + 1] : []),
      ...(point < size * (size - 1) ? [point + size] : []),
    ];
  });
  tables.set(size, table);
  return table;
}

/** The chain of a stone, or nothing where that chain has a liberty. */
function chainWithoutLiberty(
  points: readonly number[],
  table: readonly (readonly number[])[],
  start: number,
): readonly number[] {
  const colour = points[start];
  const seen = new Uint8Array(points.length);
  const chain = [start];
  seen[start] = 1;
  for (const stone of chain) {
    for (const near of table[stone]!) {
      if (points[near] === EMPTY) return [];
      if (points[near] !== colour || seen[near] === 1) continue;
      seen[near] = 1;
      chain.push(near);
    }
  }
  return chain;
}

import { BLACK, EMPTY, WHITE } from '../src/games/go-board.ts';
import type { GoBoard } from '../src/games/go-board.ts';

/** A drawn board: `X` is black, `O` is white, anything else is empty; spaces are for the eye. */
export function boardOf(diagram: string): GoBoard {
  const rows = diagram
    .trim()
    .split('\n')
    .map((row) => Array.from(row.replaceAll(/\s/g, '')));
  if (rows.some((row) => row.length !== rows.length)) throw new Error(`this board is not square:\n${diagram}`);
  const points = rows.flat().map((mark) => (mark === 'X' ? BLACK : mark === 'O' ? WHITE : EMPTY));
  return { size: rows.length, points };
}

/** The points of a drawn board that bear this mark. */
export function markedIn(diagram: string, mark: string): number[] {
  const marks = Array.from(diagram.replaceAll(/\s/g, ''));
  return marks.flatMap((found, point) => (found === mark ? [point] : []));
}

/** A board as `boardOf` reads it. */
export function diagramOf({ size, points }: GoBoard): string {
  const row = (first: number): string =>
    points
      .slice(first, first + size)
      .map((content) => '.XO'[content])
      .join(' ');
  return Array.from({ length: size }, (_, index) => row(index * size)).join('\n');
}

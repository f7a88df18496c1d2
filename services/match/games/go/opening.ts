import { emptyBoard, place, type Board } from './board.ts';
import { BLACK, EMPTY, WHITE } from './point.ts';
import type { GoConfig, GoOpening } from './wire.ts';

/** The points of a board, as views draw it, that have a letter. */
export const pointsOf = (board: string, letter: string): number[] =>
  Array.from(board).flatMap((content, point) => (content === letter ? [point] : []));

/** The board that a game begins with. */
export const openingBoard = (size: number, { board }: Pick<GoOpening, 'board'>): Board =>
  place(place(emptyBoard(size), pointsOf(board, 'X'), BLACK), pointsOf(board, 'O'), WHITE);

/** What is wrong with settings that only the board tells; undefined where nothing is. */
export function openingProblem({
  size,
  handicap,
  opening,
}: GoConfig): { field: string; description: string } | undefined {
  if (!opening) return undefined;
  const { board, koPoint } = opening;
  if (handicap > 0) return { field: 'handicap', description: 'must be 0 where the game begins from a position' };
  if (board.length !== size * size) {
    return { field: 'opening.board', description: `must have the ${size * size} points of ${size} lines` };
  }
  const { points, chain, touches } = openingBoard(size, opening);
  const breathless = points.findIndex((content, point) => content !== EMPTY && touches[chain[point]!] === 0);
  if (breathless >= 0) {
    return { field: 'opening.board', description: `must leave every chain a liberty, that of point ${breathless} too` };
  }
  if (koPoint !== undefined && points[koPoint] !== EMPTY) {
    return { field: 'opening.ko_point', description: 'must be an empty point' };
  }
  return undefined;
}

/** A board with what is said about it at its right. */
import { pad } from '../../text.ts';
import { cutLine, span, widthOfLine } from '../line.ts';
import type { Line } from '../line.ts';
import { boardColumns, boardRows } from './board.ts';
import type { Looking, Position } from './board.ts';

/** What stands beside a board needs so many columns at least. */
const LEAST_BESIDE = 26;
const GAP = 2;

/** How many columns are beside a board. */
export const besideColumns = (size: number, columns: number): number =>
  columns - GAP - boardColumns(size, room(columns)) - 1;

const room = (columns: number): number => columns - GAP - LEAST_BESIDE - 1;

/** Both side by side, in so many rows. */
export function besideBoard(
  position: Position,
  looking: Looking,
  beside: readonly Line[],
  columns: number,
  rows: number,
): Line[] {
  const size = Math.sqrt(position.board.length);
  const width = boardColumns(size, room(columns));
  const board = boardRows(position, looking, room(columns), rows);
  return Array.from({ length: rows }, (_, row): Line => {
    const left = cutLine(board[row] ?? [], width);
    return [...left, span(pad('', width - widthOfLine(left) + GAP)), ...(beside[row] ?? [])];
  });
}

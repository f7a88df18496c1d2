/** A board with what is said about it at its right. */
import { pad } from '../../text.ts';
import { bodyRows } from '../frame.ts';
import type { Frame } from '../frame.ts';
import { cutLine, span, widthOfLine } from '../line.ts';
import type { Line, Size } from '../line.ts';
import { boardColumns, boardRows } from './board.ts';
import type { Looking, Position } from './board.ts';

/** What stands beside a board needs so many columns at least, so that 25 lines fit into 80; more are not read well. */
const LEAST_COLUMNS = 24;
const MOST_COLUMNS = 44;
/** Rows of talk that are worth more than the rules of the frame, and the space before them. */
const LEAST_TALK = 4;
const BEFORE_TALK = 1;
/** Between the two, and at the right edge. */
const GAP = 2;
const MARGIN = 1;

/** What stands beside a board. */
export interface Beside {
  /** In so many columns. */
  about(columns: number): Line[];
  /** Below it, in so many rows at most. */
  talk(columns: number, most: number): Line[];
}

/** Both side by side; the rules of the frame are left out where the board, or what stands beside it, needs their rows. */
export function besideBoard(
  position: Position,
  looking: Looking,
  beside: Beside,
  size: Size,
  keys: readonly string[],
): Pick<Frame, 'body' | 'isTight'> {
  const lines = Math.sqrt(position.board.length);
  const room = size.columns - GAP - LEAST_COLUMNS - MARGIN;
  const width = boardColumns(lines, room);
  const columns = Math.min(MOST_COLUMNS, size.columns - GAP - width - MARGIN);
  const about = beside.about(columns);
  const said = beside.talk(columns, LEAST_TALK).length;
  const wanted = about.length + (said > 0 ? BEFORE_TALK + said : 0);
  const isTight = bodyRows(size, keys) < Math.max(lines + 1, wanted);
  const rows = bodyRows(size, keys, isTight);
  const talk = beside.talk(columns, rows - about.length - BEFORE_TALK);
  const filler = Array<Line>(Math.max(0, rows - about.length - talk.length)).fill([]);
  const right = [...about, ...filler, ...talk];
  const board = boardRows(position, looking, room, rows);
  const body = Array.from({ length: rows }, (_, row): Line => {
    const left = cutLine(board[row] ?? [], width);
    return [...left, span(pad('', width - widthOfLine(left) + GAP)), ...(right[row] ?? [])];
  });
  return { body, isTight };
}

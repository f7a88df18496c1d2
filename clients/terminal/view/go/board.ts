import { goPointName } from '../../../sdk/src/index.ts';
import { padStart } from '../../text.ts';
import { span } from '../line.ts';
import type { Line, Span, Tone } from '../line.ts';
import { windowOf } from '../scrolled.ts';

/** What is on a board, and where one looks. */
export interface Position {
  /** Point by point, as GoView has it. */
  readonly board: string;
  readonly lastPoint?: number | undefined;
  readonly koPoint?: number | undefined;
}

/** Columns beside the points: the row's number, and the last separator. */
const LABEL_COLUMNS = 2;
const EDGES = LABEL_COLUMNS + 1;

/** How many columns a board takes, or as much of it as there is room for. */
export const boardColumns = (size: number, most: number): number => EDGES + 2 * linesIn(size, most);

const linesIn = (size: number, most: number): number => Math.max(1, Math.min(size, Math.floor((most - EDGES) / 2)));

/** Where one looks on a board that is larger than its room, and whether a cursor is shown there. */
export interface Looking {
  readonly at: number;
  readonly isCursor: boolean;
}

/**
 * A board with its coordinates, or as much of it around where one looks as fits. Everything is told by characters of ASCII,
 * since terminals disagree on how wide other stones are: X and O are stones, x and o dead ones, b and w territory, + star
 * points, k where ko forbids to play; (X) was played last, and [X] is under the cursor.
 */
export function boardRows(position: Position, { at, isCursor }: Looking, columns: number, rows: number): Line[] {
  const size = Math.sqrt(position.board.length);
  const across = windowOf(size, at % size, linesIn(size, columns));
  const down = windowOf(size, Math.floor(at / size), Math.max(1, Math.min(size, rows - 1)));
  const letters = range(across).map((column) => ` ${goPointName(size, column).slice(0, 1)}`);
  return [
    [span(`${' '.repeat(LABEL_COLUMNS)}${letters.join('')} `, 'faint')],
    ...range(down).map((row) => boardRow(position, isCursor ? at : undefined, size, row, range(across))),
  ];
}

const range = ({ from, to }: { readonly from: number; readonly to: number }): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

function boardRow(
  position: Position,
  cursor: number | undefined,
  size: number,
  row: number,
  columns: readonly number[],
): Line {
  const pieces: Span[] = [span(padStart(String(size - row), LABEL_COLUMNS), 'faint')];
  const start = row * size;
  for (const column of [...columns, columns.at(-1)! + 1]) {
    pieces.push(separator(position, cursor, start + column, column === columns[0], column > columns.at(-1)!));
    if (column <= columns.at(-1)!) pieces.push(pointSpan(position, cursor, size, start + column));
  }
  return joined(pieces);
}

/** What stands before a point: a bracket around it, or around the point before. */
function separator(
  { lastPoint }: Position,
  cursor: number | undefined,
  point: number,
  isFirst: boolean,
  isAfterLast: boolean,
): Span {
  const isBefore = (marked: number | undefined): boolean => marked === point && !isAfterLast;
  const isBehind = (marked: number | undefined): boolean => marked === point - 1 && !isFirst;
  if (isBefore(cursor)) return span('[', 'accent');
  if (isBehind(cursor)) return span(']', 'accent');
  if (isBefore(lastPoint)) return span('(');
  return span(isBehind(lastPoint) ? ')' : ' ');
}

const TONES: Readonly<Record<string, Tone>> = {
  X: 'accent',
  O: 'strong',
  x: 'bad',
  o: 'bad',
  b: 'accent',
  k: 'warning',
};

function pointSpan({ board, koPoint }: Position, cursor: number | undefined, size: number, point: number): Span {
  const on = board[point]!;
  const shown = on !== '.' ? on : point === koPoint ? 'k' : isStar(size, point) ? '+' : '.';
  return span(shown, point === cursor ? 'marked' : TONES[shown]);
}

/** Neighbours of one tone are one piece, so that there is less to draw. */
function joined(pieces: readonly Span[]): Line {
  const line: Span[] = [];
  for (const piece of pieces) {
    const last = line.at(-1);
    if (last && last.tone === piece.tone) line[line.length - 1] = span(last.text + piece.text, piece.tone);
    else line.push(piece);
  }
  return line;
}

/** Star points: on the third line of boards below 13 lines and on the fourth of others, in the middle, and halfway on large ones. */
export function isStar(size: number, point: number): boolean {
  const middle = (size - 1) / 2;
  const edge = size < 7 ? middle : size < 13 ? 2 : 3;
  const inLine = (at: number): 'corner' | 'middle' | undefined =>
    at === edge || at === size - 1 - edge ? 'corner' : at === middle ? 'middle' : undefined;
  const across = inLine(point % size);
  const down = inLine(Math.floor(point / size));
  if (!across || !down) return false;
  return size >= 15 || across === down;
}

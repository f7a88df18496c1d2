import { cut, widthOf, wrap } from '../text.ts';

/** How a piece of text is meant; what it looks like is decided where it is drawn. */
export type Tone = 'strong' | 'faint' | 'good' | 'bad' | 'warning' | 'accent' | 'marked';

export interface Span {
  readonly text: string;
  readonly tone?: Tone | undefined;
}

/** One row of the screen. */
export type Line = readonly Span[];

/** Columns and rows of the terminal. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** A piece of text with a tone. */
export const span = (text: string, tone?: Tone): Span => ({ text, tone });

/** A row of pieces; bare strings have no tone. */
export const line = (...pieces: readonly (string | Span)[]): Line =>
  pieces.map((piece) => (typeof piece === 'string' ? { text: piece } : piece));

/** How many columns a row takes. */
export const widthOfLine = (row: Line): number => row.reduce((sum, { text }) => sum + widthOf(text), 0);

/** A row that takes at most so many columns. */
export function cutLine(row: Line, width: number): Line {
  let left = width;
  return row.flatMap((piece) => {
    if (left <= 0) return [];
    const text = cut(piece.text, left);
    left -= widthOf(text);
    return [{ ...piece, text }];
  });
}

/** One row at the left edge and one at the right; where there is no room for both, the left one gives way. */
export function apart(left: Line, right: Line, width: number): Line {
  const fitting = cutLine(right, width);
  const room = width - widthOfLine(fitting);
  const shown = cutLine(left, Math.max(0, room - 1));
  return [...shown, span(' '.repeat(room - widthOfLine(shown))), ...fitting];
}

/** A text in as many rows as it needs, with a margin. */
export const paragraph = (text: string, columns: number, tone?: Tone): Line[] =>
  wrap(text, columns - 4).map((row) => line('  ', span(row, tone)));

/** What a row says, for tests and logs. */
export const textOf = (row: Line): string => row.map(({ text }) => text).join('');

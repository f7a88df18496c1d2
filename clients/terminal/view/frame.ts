import { apart, cutLine, line, span } from './line.ts';
import type { Line, Size } from './line.ts';
import { widthOf, wrap } from '../text.ts';

/** The smallest terminal in which everything can be shown. */
export const LEAST: Size = { columns: 60, rows: 20 };
/** Rows of a frame beside its body and its keys: header and notice, with a rule at each. */
const AROUND = 4;
const RULES = 2;

/** What every screen has. */
export interface Frame {
  readonly title: string;
  /** At the right of the title: who plays, or how the connection stands. */
  readonly aside?: Line;
  readonly body: readonly Line[];
  /** One sentence about what just went wrong or right. */
  readonly notice?: Line | undefined;
  /** Which keys do what. */
  readonly keys: readonly string[];
  /** The rules are left out, for a body that needs their rows. */
  readonly isTight?: boolean;
}

/** How many rows a frame leaves for its body. */
export const bodyRows = ({ columns, rows }: Size, keys: readonly string[], isTight = false): number =>
  Math.max(0, rows - AROUND + (isTight ? RULES : 0) - keyLines(keys, columns).length);

/** A whole screen: exactly as many rows as the terminal has, none wider than it. */
export function framed({ title, aside = [], body, notice, keys, isTight = false }: Frame, size: Size): Line[] {
  const { columns } = size;
  const rule = isTight ? [] : [line(span('─'.repeat(columns), 'faint'))];
  const rows = bodyRows(size, keys, isTight);
  const filled = [...body.slice(0, rows), ...Array<Line>(Math.max(0, rows - body.length)).fill([])];
  return fit(
    [
      apart(line(' ', span(title, 'strong')), [...aside, span(' ')], columns),
      ...rule,
      ...filled,
      [span(' '), ...(notice ?? [])],
      ...rule,
      ...keyLines(keys, columns).map((text) => line(' ', span(text, 'faint'))),
    ],
    size,
  );
}

/** Rows that fill the terminal and fit into it. */
export function fit(rows: readonly Line[], size: Size): Line[] {
  const shown = rows.slice(0, size.rows).map((row) => cutLine(row, size.columns));
  return [...shown, ...Array<Line>(Math.max(0, size.rows - shown.length)).fill([])];
}

/** Keys side by side, in as many rows as they need. */
function keyLines(keys: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  for (const key of keys) {
    const longer = `${lines.at(-1) ?? ''}  ${key}`;
    if (lines.length > 0 && widthOf(longer) <= columns - 2) lines[lines.length - 1] = longer;
    else lines.push(key);
  }
  return lines;
}

/** What is shown where a screen would not fit. */
export const tooSmall = (size: Size): Line[] =>
  fit(
    wrap(
      `This terminal has ${size.columns} columns and ${size.rows} rows; make it ${LEAST.columns} × ${LEAST.rows} at least.`,
      Math.max(1, size.columns),
    ).map((text) => line(text)),
    size,
  );

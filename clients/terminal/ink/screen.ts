import { Box, Text, useInput, usePaste, useStdout, useWindowSize } from 'ink';
import type { TextProps } from 'ink';
import { createElement as h, memo, useEffect, useState, useSyncExternalStore } from 'react';
import type { ReactElement } from 'react';
import type { Store } from '../store.ts';
import type { Line, Size, Span, Tone } from '../view/line.ts';
import { view } from '../view/view.ts';
import { keysOf } from './keys.ts';

/** How tones look. Nothing is told by colour alone, so that without it nothing is lost. */
const LOOKS: Readonly<Record<Tone, TextProps>> = {
  strong: { bold: true },
  faint: { dimColor: true },
  good: { color: 'green' },
  bad: { color: 'red' },
  warning: { color: 'yellow' },
  accent: { color: 'cyan' },
  marked: { inverse: true },
};

/** How long a new size must stand before it is drawn for; more than Ink takes to show that nothing is drawn. */
const SETTLING_MS = 50;
const CLEAR = '\u001b[2J\u001b[H';

interface ScreenProps {
  readonly store: Store;
  readonly coloured: boolean;
}

/** The whole terminal, drawn anew when the state has changed. */
export function Screen({ store, coloured }: ScreenProps): ReactElement {
  const state = useSyncExternalStore(store.subscribe, store.current);
  const size = useSettledSize();
  useInput((input, key) => {
    for (const pressed of keysOf(input, key)) store.dispatch({ kind: 'key', key: pressed });
  });
  usePaste((text) => store.dispatch({ kind: 'key', key: { kind: 'text', text: text.trim() } }));
  if (!size) return h(Box);
  const rows = view(state, size).map((row, index) => h(Row, { key: index, row, coloured }));
  return h(Box, { flexDirection: 'column', height: size.rows, width: size.columns }, rows);
}

/**
 * The terminal's size; undefined while it changes. Terminals move what they show when they are resized, each in its own
 * way, so that nothing of it can be kept: the screen is left empty, cleared, and drawn anew.
 */
function useSettledSize(): Size | undefined {
  const { columns, rows } = useWindowSize();
  const { stdout } = useStdout();
  const [settled, setSettled] = useState<Size>({ columns, rows });
  const isSettled = settled.columns === columns && settled.rows === rows;
  useEffect(() => {
    if (isSettled) return;
    const timer = setTimeout(() => {
      stdout.write(CLEAR);
      setSettled({ columns, rows });
    }, SETTLING_MS);
    return () => clearTimeout(timer);
  }, [columns, rows, isSettled, stdout]);
  return isSettled ? settled : undefined;
}

interface RowProps {
  readonly row: Line;
  readonly coloured: boolean;
}

/** One row; drawn anew only where it says something else than before, since a board has hundreds of pieces. */
const Row = memo(
  DrawnRow,
  (before: RowProps, now: RowProps) => before.coloured === now.coloured && isSame(before.row, now.row),
);

const isSame = (one: Line, other: Line): boolean =>
  one.length === other.length &&
  one.every(({ text, tone }, index) => text === other[index]!.text && tone === other[index]!.tone);

function DrawnRow({ row, coloured }: RowProps): ReactElement {
  const spans = row.map((piece, index) => h(Text, { key: index, ...lookOf(piece, coloured) }, piece.text));
  // An empty row must take its place too.
  return h(Text, { wrap: 'truncate' }, spans.length > 0 ? spans : ' ');
}

function lookOf({ tone }: Span, coloured: boolean): TextProps {
  if (tone === undefined) return {};
  const { color, ...others } = LOOKS[tone];
  return coloured && color !== undefined ? { ...others, color } : others;
}

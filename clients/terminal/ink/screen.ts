import { Box, Text, useInput, usePaste, useWindowSize } from 'ink';
import type { TextProps } from 'ink';
import { createElement as h, useSyncExternalStore } from 'react';
import type { ReactElement } from 'react';
import type { Store } from '../store.ts';
import type { Line, Span, Tone } from '../view/line.ts';
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

interface ScreenProps {
  readonly store: Store;
  readonly coloured: boolean;
}

/** The whole terminal, drawn anew when the state has changed. */
export function Screen({ store, coloured }: ScreenProps): ReactElement {
  const state = useSyncExternalStore(store.subscribe, store.current);
  const size = useWindowSize();
  useInput((input, key) => {
    for (const pressed of keysOf(input, key)) store.dispatch({ kind: 'key', key: pressed });
  });
  usePaste((text) => store.dispatch({ kind: 'key', key: { kind: 'text', text: text.trim() } }));
  const rows = view(state, size).map((row, index) => h(Row, { key: index, row, coloured }));
  return h(Box, { flexDirection: 'column', height: size.rows, width: size.columns }, rows);
}

function Row({ row, coloured }: { readonly row: Line; readonly coloured: boolean }): ReactElement {
  const spans = row.map((piece, index) => h(Text, { key: index, ...lookOf(piece, coloured) }, piece.text));
  // An empty row must take its place too.
  return h(Text, { wrap: 'truncate' }, spans.length > 0 ? spans : ' ');
}

function lookOf({ tone }: Span, coloured: boolean): TextProps {
  if (tone === undefined) return {};
  const { color, ...others } = LOOKS[tone];
  return coloured && color !== undefined ? { ...others, color } : others;
}

import { span } from './line.ts';
import type { Line } from './line.ts';

/** Which rows of a list are shown where not all fit: those around the selected one. */
export function windowOf(
  count: number,
  selected: number,
  rows: number,
): { readonly from: number; readonly to: number } {
  const from = Math.max(0, Math.min(selected - Math.floor(rows / 2), count - rows));
  return { from, to: Math.min(count, from + rows) };
}

/**
 * The rows of a list that fit, the selected one marked.
 * @param row draws one row, without its mark
 */
export function scrolled<T>(
  items: readonly T[],
  selected: number,
  rows: number,
  row: (item: T, isSelected: boolean) => Line,
): Line[] {
  const { from, to } = windowOf(items.length, selected, rows);
  return items.slice(from, to).map((item, index) => {
    const isSelected = from + index === selected;
    return [span(isSelected ? ' ▸ ' : '   ', 'accent'), ...row(item, isSelected)];
  });
}

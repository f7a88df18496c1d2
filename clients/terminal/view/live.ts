import type { AppState, LiveScreen } from '../state/app-state.ts';
import { nameOf } from '../state/names.ts';
import { padStart } from '../text.ts';
import { bodyRows } from './frame.ts';
import type { Frame } from './frame.ts';
import { line, span } from './line.ts';
import type { Line, Size } from './line.ts';
import { scrolled } from './scrolled.ts';

const KEYS = ['↑↓ choose', 'Enter watch', 'Esc back'];

/** The duels that are being played. */
export function liveView(state: AppState, { rows, selected }: LiveScreen, size: Size): Frame {
  const heading = [line('  ', span('Watching  Duel', 'faint'))];
  return {
    title: 'Live duels',
    body: [...heading, ...list(state, rows, selected, bodyRows(size, KEYS) - heading.length)],
    keys: KEYS,
  };
}

function list(state: AppState, rows: LiveScreen['rows'], selected: number, room: number): Line[] {
  if (!rows) return [line('  ', span('Reading …', 'faint'))];
  if (rows.length === 0) return [line('  No duel is being played just now.')];
  return scrolled(rows, selected, room, ({ playerIds, watchers }, isSelected) => [
    span(`${padStart(watchers === undefined ? '–' : String(watchers), 7)}  `, 'faint'),
    span(playerIds.map((userId) => nameOf(state, userId)).join(' – '), isSelected ? 'strong' : undefined),
  ]);
}

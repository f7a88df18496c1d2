import type { AppState } from '../state/app-state.ts';
import { modeName } from '../state/games.ts';
import type { LiveScreen } from '../state/list-screens.ts';
import { nameOf } from '../state/names.ts';
import { pad, padStart } from '../text.ts';
import { bodyRows } from './frame.ts';
import type { Frame } from './frame.ts';
import { line, span } from './line.ts';
import type { Line, Size } from './line.ts';
import { scrolled } from './scrolled.ts';

const KEYS = ['↑↓ choose', 'Enter watch', 'Esc back'];
const MODE_COLUMNS = 22;

/** The matches that are being played. */
export function liveView(state: AppState, screen: LiveScreen, size: Size): Frame {
  const isGo = screen.game === 'go';
  const heading = [
    line('  ', span(isGo ? `Watching  ${pad('Game', MODE_COLUMNS)}Players` : 'Watching  Duel', 'faint')),
  ];
  return {
    title: isGo ? 'Live games of Go' : 'Live duels',
    body: [...heading, ...list(state, screen, bodyRows(size, KEYS) - heading.length)],
    keys: KEYS,
  };
}

function list(state: AppState, { game, rows, selected }: LiveScreen, room: number): Line[] {
  if (!rows) return [line('  ', span('Reading …', 'faint'))];
  if (rows.length === 0) return [line(`  No ${game === 'go' ? 'game' : 'duel'} is being played just now.`)];
  return scrolled(rows, selected, room, ({ mode, playerIds, watchers }, isSelected) => [
    span(`${padStart(watchers === undefined ? '–' : String(watchers), 7)}  `, 'faint'),
    span(game === 'go' ? pad(modeName(mode), MODE_COLUMNS) : ''),
    span(playerIds.map((userId) => nameOf(state, userId)).join(' – '), isSelected ? 'strong' : undefined),
  ]);
}

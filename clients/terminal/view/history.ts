import type { AppState } from '../state/app-state.ts';
import { GO_SPEEDS, modeName } from '../state/games.ts';
import type { HistoryRow, HistoryScreen, HistorySums } from '../state/list-screens.ts';
import { nameOf } from '../state/names.ts';
import { pad, padStart } from '../text.ts';
import { bodyRows } from './frame.ts';
import type { Frame } from './frame.ts';
import { line, paragraph, span } from './line.ts';
import type { Line, Size, Tone } from './line.ts';
import { scrolled } from './scrolled.ts';

const KEYS = ['↑↓ scroll', 'Esc back'];
const GO_KEYS = ['↑↓ choose', 'Enter look at the game', '←→ board and speed', 'Esc back'];
const MODE_COLUMNS = 22;
const MARKS: Readonly<Record<HistoryRow['standing'], readonly [string, Tone]>> = {
  won: ['✔ won  ', 'good'],
  lost: ['✘ lost ', 'bad'],
  drawn: ['= drawn', 'warning'],
};

/** The player's finished matches, latest first. */
export function historyView(state: AppState, screen: HistoryScreen, size: Size): Frame {
  const isGo = screen.game === 'go';
  const keys = isGo ? GO_KEYS : KEYS;
  const ratings = isGo ? ratingsOf(screen.sums, size.columns) : [];
  const heading = [line('  ', ...sumsOf(screen.sums, isGo)), ...ratings, []];
  const all = screen.mode === '' ? 'all boards and speeds' : modeName(screen.mode);
  return {
    title: isGo ? `My games: ${all}` : 'My matches',
    body: [...heading, ...list(state, screen, bodyRows(size, keys) - heading.length)],
    keys,
  };
}

function list(state: AppState, { game, rows, selected }: HistoryScreen, room: number): Line[] {
  if (!rows) return [line('  ', span('Reading …', 'faint'))];
  if (rows.length === 0) return [line(`  You have not finished a ${game === 'go' ? 'game' : 'match'} yet.`)];
  return scrolled(rows, selected, room, (row) => {
    const [mark, tone] = MARKS[row.standing];
    const opponents = row.opponentIds.map((userId) => nameOf(state, userId)).join(', ');
    const what = game === 'go' ? `  ${pad(modeName(row.mode), MODE_COLUMNS)}` : `${padStart(String(row.score), 7)}  `;
    return [span(`${dateOf(row.endTimeMs)}  `, 'faint'), span(mark, tone), span(`${what}against ${opponents}`)];
  });
}

function sumsOf(sums: readonly HistorySums[], isGo: boolean) {
  const [first] = sums;
  if (!first) return [];
  const total = (of: (one: HistorySums) => number): number => sums.reduce((sum, one) => sum + of(one), 0);
  const counted = `, ${total(({ won }) => won)} won, ${total(({ lost }) => lost)} lost, ${total(({ drawn }) => drawn)} drawn`;
  return [
    span(`${total(({ played }) => played)} played`, 'strong'),
    span(isGo ? counted : `${counted} · rating ${ratingText(first)}`),
  ];
}

const ratingText = ({ rating, deviation }: HistorySums): string =>
  `${Math.round(rating)} ± ${Math.round(2 * deviation)}`;

/** Ratings and ranks of Go, which are by speed. */
function ratingsOf(sums: readonly HistorySums[], columns: number): Line[] {
  const speeds = GO_SPEEDS.flatMap((speed) => {
    const played = sums.find(({ mode }) => mode.endsWith(`_${speed}`));
    if (!played) return [];
    return [`${speed} ${played.rank ? `${played.rank} (${ratingText(played)})` : 'not rated yet'}`];
  });
  return speeds.length > 0 ? paragraph(`rank and rating: ${speeds.join(', ')}`, columns, 'faint') : [];
}

/** A time in the player's own zone, as long for every time. */
function dateOf(timeMs: number): string {
  const time = new Date(timeMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}

import type { AppState, HistoryRow, HistoryScreen, HistorySums } from '../state/app-state.ts';
import { nameOf } from '../state/names.ts';
import { padStart } from '../text.ts';
import { bodyRows } from './frame.ts';
import type { Frame } from './frame.ts';
import { line, span } from './line.ts';
import type { Line, Size, Tone } from './line.ts';
import { scrolled } from './scrolled.ts';

const KEYS = ['↑↓ scroll', 'Esc back'];
const MARKS: Readonly<Record<HistoryRow['standing'], readonly [string, Tone]>> = {
  won: ['✔ won  ', 'good'],
  lost: ['✘ lost ', 'bad'],
  drawn: ['= drawn', 'warning'],
};

/** The player's finished matches, latest first. */
export function historyView(state: AppState, { rows, sums, selected }: HistoryScreen, size: Size): Frame {
  const heading = [line('  ', ...sumsOf(sums)), []];
  return {
    title: 'My matches',
    body: [...heading, ...list(state, rows, selected, bodyRows(size, KEYS) - heading.length)],
    keys: KEYS,
  };
}

function list(state: AppState, rows: HistoryScreen['rows'], selected: number, room: number): Line[] {
  if (!rows) return [line('  ', span('Reading …', 'faint'))];
  if (rows.length === 0) return [line('  You have not finished a match yet.')];
  return scrolled(rows, selected, room, (row) => {
    const [mark, tone] = MARKS[row.standing];
    const opponents = row.opponentIds.map((userId) => nameOf(state, userId)).join(', ');
    return [
      span(`${dateOf(row.endTimeMs)}  `, 'faint'),
      span(mark, tone),
      span(`${padStart(String(row.score), 7)}  against ${opponents}`),
    ];
  });
}

function sumsOf(sums: HistorySums | undefined) {
  if (!sums) return [];
  const { played, won, lost, drawn, rating, deviation } = sums;
  return [
    span(`${played} played`, 'strong'),
    span(`, ${won} won, ${lost} lost, ${drawn} drawn · rating ${Math.round(rating)} ± ${Math.round(2 * deviation)}`),
  ];
}

/** A time in the player's own zone, as long for every time. */
function dateOf(timeMs: number): string {
  const time = new Date(timeMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}

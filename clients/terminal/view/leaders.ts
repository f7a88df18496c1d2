import type { AppState } from '../state/app-state.ts';
import { gameOf, modeName } from '../state/games.ts';
import type { LeaderRow, LeadersScreen } from '../state/list-screens.ts';
import { nameOf } from '../state/names.ts';
import { padStart } from '../text.ts';
import { bodyRows } from './frame.ts';
import type { Frame } from './frame.ts';
import { line, span } from './line.ts';
import type { Line, Size } from './line.ts';
import { scrolled } from './scrolled.ts';

const KEYS = ['↑↓ scroll', 'Tab top 100 / around me', 'Esc back'];
const GO_KEYS = ['↑↓ scroll', '←→ board and speed', 'Tab top 100 / around me', 'Esc back'];

/** Who has won most. */
export function leadersView(state: AppState, { mode, part, rows, selected }: LeadersScreen, size: Size): Frame {
  const isGo = gameOf(mode) === 'go';
  const keys = isGo ? GO_KEYS : KEYS;
  const heading = [line('  ', span('Place    Won  Played  Rating  Player', 'faint'))];
  return {
    title: `Most wins${isGo ? `, ${modeName(mode)}` : ''}: ${part === 'top' ? 'the best 100' : 'around me'}`,
    body: [...heading, ...list(state, rows, part, selected, bodyRows(size, keys) - heading.length)],
    keys,
  };
}

function list(
  state: AppState,
  rows: LeadersScreen['rows'],
  part: LeadersScreen['part'],
  selected: number,
  room: number,
): Line[] {
  if (!rows) return [line('  ', span('Reading …', 'faint'))];
  if (rows.length === 0) {
    return [line(part === 'top' ? '  Nobody has finished a match yet.' : '  You have not finished a match yet.')];
  }
  return scrolled(rows, selected, room, (row) => leader(state, row));
}

function leader(state: AppState, { place, userId, won, played, rating }: LeaderRow): Line {
  const isMe = userId === state.me?.userId;
  const tone = isMe ? 'strong' : undefined;
  const numbers = [padStart(String(place), 4), padStart(String(won), 7), padStart(String(played), 8)];
  return [
    span(`${numbers.join('')}${padStart(String(Math.round(rating)), 8)}  `, tone),
    span(`${nameOf(state, userId)}${isMe ? ' (you)' : ''}`, tone),
  ];
}

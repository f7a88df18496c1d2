import type { AppState } from '../state/app-state.ts';
import { gameOf, goRatedAs, modeName } from '../state/games.ts';
import type { LeaderRow, LeadersScreen } from '../state/list-screens.ts';
import { nameOf } from '../state/names.ts';
import { padStart } from '../text.ts';
import { bodyRows } from './frame.ts';
import type { Frame } from './frame.ts';
import { line, span } from './line.ts';
import type { Line, Size } from './line.ts';
import { scrolled } from './scrolled.ts';

const TOP = 'Tab top 100 / around me';
const KEYS = ['↑↓ scroll', TOP, 'Esc back'];

/** Who has won most, or is strongest. */
export function leadersView(state: AppState, screen: LeadersScreen, size: Size): Frame {
  const isGo = gameOf(screen.mode) === 'go';
  const keys = isGo ? goKeys(screen) : KEYS;
  const heading = [line('  ', span(`Place    Won  Played  Rating  ${isGo ? ' Rank  ' : ''}Player`, 'faint'))];
  return {
    title: `${titleOf(screen, isGo)}: ${screen.part === 'top' ? 'the best 100' : 'around me'}`,
    body: [...heading, ...list(state, screen, isGo, bodyRows(size, keys) - heading.length)],
    keys,
  };
}

const goKeys = ({ order }: LeadersScreen): string[] =>
  order === 'wins'
    ? ['↑↓ scroll', '←→ board and speed', TOP, 'S the strongest', 'Esc back']
    : ['↑↓ scroll', '←→ speed', TOP, 'S most wins', 'Esc back'];

function titleOf({ mode, order }: LeadersScreen, isGo: boolean): string {
  if (order === 'strength') return `The strongest, ${goRatedAs(mode)?.replace('go_', '') ?? mode}`;
  return `Most wins${isGo ? `, ${modeName(mode)}` : ''}`;
}

function list(state: AppState, { rows, order, part, selected }: LeadersScreen, isGo: boolean, room: number): Line[] {
  if (!rows) return [line('  ', span('Reading …', 'faint'))];
  if (rows.length === 0) return [line('  ', NOBODY[order][part])];
  return scrolled(rows, selected, room, (row) => leader(state, row, isGo));
}

/** What is said of an empty list. */
const NOBODY: Readonly<Record<LeadersScreen['order'], Readonly<Record<LeadersScreen['part'], string>>>> = {
  wins: { top: 'Nobody has finished a match yet.', around: 'You have not finished a match yet.' },
  strength: {
    top: 'Nobody’s rank is certain yet.',
    around: 'Your rank is not certain yet; some seven rated games make it so.',
  },
};

function leader(state: AppState, { place, userId, won, played, rating, rank }: LeaderRow, isGo: boolean): Line {
  const isMe = userId === state.me?.userId;
  const tone = isMe ? 'strong' : undefined;
  const numbers = [
    padStart(String(place), 4),
    padStart(String(won), 7),
    padStart(String(played), 8),
    padStart(String(Math.round(rating)), 8),
    isGo ? padStart(rank, 7) : '',
  ];
  return [span(`${numbers.join('')}  `, tone), span(`${nameOf(state, userId)}${isMe ? ' (you)' : ''}`, tone)];
}

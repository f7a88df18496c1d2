import type { AppState, HistoryScreen, LeadersScreen, LiveScreen, Step } from './app-state.ts';
import { moved } from './choices.ts';
import type { Key } from './key.ts';
import { openDuel, openLeaders, openMenu } from './opening.ts';
import { show, stay } from './step.ts';

/** What a key does in a list that can only be read. */
export function keyInList(state: AppState, screen: HistoryScreen | LeadersScreen, key: Key): Step {
  if (key.kind === 'escape') return openMenu(state);
  const isTurn = key.kind === 'tab' || key.kind === 'left' || key.kind === 'right';
  if (screen.name === 'leaders' && isTurn) return openLeaders(state, screen.part === 'top' ? 'around' : 'top');
  const selected = moved(screen.selected, screen.rows?.length ?? 0, key);
  return selected === undefined ? stay(state) : show(state, { ...screen, selected });
}

/** What a key does in the list of live matches. */
export function keyInLive(state: AppState, screen: LiveScreen, key: Key): Step {
  if (key.kind === 'escape') return openMenu(state);
  const chosen = screen.rows?.[screen.selected];
  if (key.kind === 'enter' && chosen) return openDuel(state, chosen.matchId);
  const selected = moved(screen.selected, screen.rows?.length ?? 0, key);
  return selected === undefined ? stay(state) : show(state, { ...screen, selected });
}

/** The list read anew; the same match stays selected where it is still there. */
export function withLive(screen: LiveScreen, rows: NonNullable<LiveScreen['rows']>): LiveScreen {
  const before = screen.rows?.[screen.selected]?.matchId;
  const same = rows.findIndex(({ matchId }) => matchId === before);
  return { ...screen, rows, selected: same < 0 ? Math.min(screen.selected, Math.max(0, rows.length - 1)) : same };
}

/** The leaders as they are; the player's own row is selected where it is asked for. */
export function withLeaders(
  state: AppState,
  screen: LeadersScreen,
  rows: NonNullable<LeadersScreen['rows']>,
): LeadersScreen {
  const own = rows.findIndex(({ userId }) => userId === state.me?.userId);
  return { ...screen, rows, selected: screen.part === 'around' ? Math.max(0, own) : 0 };
}

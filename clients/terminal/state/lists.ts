import type { AppState, Step } from './app-state.ts';
import { moved } from './choices.ts';
import { gameOf, goModesOnBoardOf, modesOf } from './games.ts';
import { isLetter } from './key.ts';
import type { Key } from './key.ts';
import type { HistoryScreen, LeadersScreen, LiveScreen } from './list-screens.ts';
import { openHistory, openLeaders, openMatch, openMenu } from './opening.ts';
import { show, stay } from './step.ts';

/** What a key does among the player's finished matches. */
export function keyInHistory(state: AppState, screen: HistoryScreen, key: Key): Step {
  if (key.kind === 'escape') return openMenu(state);
  const modes = modesOf(screen.game);
  const mode = modes.length > 1 ? turned(['', ...modes], screen.mode, key) : undefined;
  if (mode !== undefined) return openHistory(state, mode);
  const chosen = screen.rows?.[screen.selected];
  // Of duels nothing is left to be looked at but the points.
  if (key.kind === 'enter' && chosen && screen.game === 'go') return openMatch(state, chosen.matchId);
  return scroll(state, screen, key);
}

/** What a key does in the list of leaders. */
export function keyInLeaders(state: AppState, screen: LeadersScreen, key: Key): Step {
  if (key.kind === 'escape') return openMenu(state);
  const { mode, order, part } = screen;
  const isGo = gameOf(mode) === 'go';
  if (isGo && isLetter(key, 's')) {
    return openLeaders(state, mode, { order: order === 'wins' ? 'strength' : 'wins', part });
  }
  const modes = order === 'strength' ? goModesOnBoardOf(mode) : modesOf('go');
  const next = isGo ? turned(modes, mode, key) : undefined;
  if (next !== undefined) return openLeaders(state, next, { order, part });
  const isTurn = key.kind === 'tab' || key.kind === 'left' || key.kind === 'right';
  if (isTurn) return openLeaders(state, mode, { order, part: part === 'top' ? 'around' : 'top' });
  return scroll(state, screen, key);
}

/** The mode at the side of another one; undefined for keys that do not go to the side. */
function turned(modes: readonly string[], mode: string, key: Key): string | undefined {
  const by = key.kind === 'right' ? 1 : key.kind === 'left' ? -1 : 0;
  return by === 0 ? undefined : modes[(modes.indexOf(mode) + by + modes.length) % modes.length];
}

function scroll(state: AppState, screen: HistoryScreen | LeadersScreen, key: Key): Step {
  const selected = moved(screen.selected, screen.rows?.length ?? 0, key);
  return selected === undefined ? stay(state) : show(state, { ...screen, selected });
}

/** What a key does in the list of live matches. */
export function keyInLive(state: AppState, screen: LiveScreen, key: Key): Step {
  if (key.kind === 'escape') return openMenu(state);
  const chosen = screen.rows?.[screen.selected];
  if (key.kind === 'enter' && chosen) return openMatch(state, chosen.matchId);
  const selected = moved(screen.selected, screen.rows?.length ?? 0, key);
  return selected === undefined ? stay(state) : show(state, { ...screen, selected });
}

/** The list read anew; the same match stays selected where it is still there. */
export function withLive(screen: LiveScreen, rows: NonNullable<LiveScreen['rows']>): LiveScreen {
  const before = screen.rows?.[screen.selected]?.matchId;
  const same = rows.findIndex(({ matchId }) => matchId === before);
  return { ...screen, rows, selected: same < 0 ? Math.min(screen.selected, Math.max(0, rows.length - 1)) : same };
}

/** Whether two lists of leaders are of the same kind. */
export const isSameList = (one: LeadersKind, other: LeadersKind): boolean =>
  one.mode === other.mode && one.order === other.order && one.part === other.part;

type LeadersKind = Pick<LeadersScreen, 'mode' | 'order' | 'part'>;

/** The leaders as they are; the player's own row is selected where it is asked for. */
export function withLeaders(
  state: AppState,
  screen: LeadersScreen,
  rows: NonNullable<LeadersScreen['rows']>,
): LeadersScreen {
  const own = rows.findIndex(({ userId }) => userId === state.me?.userId);
  return { ...screen, rows, selected: screen.part === 'around' ? Math.max(0, own) : 0 };
}

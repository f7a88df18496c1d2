import { formatId } from '../../sdk/src/index.ts';
import { plain } from '../text.ts';
import type { AppState } from './app-state.ts';

/** How many rows of a list around the selected one have their names read. */
const AROUND = 30;

/** What a player is called; "…" while that is not known yet. */
export const nameOf = (state: AppState, userId: string): string => state.names[userId] || '…';

/** The state with more names known, made plain. */
export const withNames = (state: AppState, names: Readonly<Record<string, string>>): AppState => ({
  ...state,
  names: {
    ...state.names,
    ...Object.fromEntries(Object.entries(names).map(([userId, name]) => [userId, plain(name)])),
  },
});

/** Whose names are on the screen, or close to it, and not known. */
export function missingNames(state: AppState): string[] {
  return [...new Set(idsOn(state))].filter((userId) => state.names[userId] === undefined);
}

function idsOn({ screen }: AppState): string[] {
  switch (screen.name) {
    case 'match':
      return [
        ...(screen.play?.match.players ?? []).map(({ userId }) => formatId(userId)),
        ...screen.talk.map(({ userId }) => userId),
      ];
    case 'result':
      return screen.play.match.players.map(({ userId }) => formatId(userId));
    case 'ownMatches':
      return screen.rows.flatMap(({ opponentIds }) => opponentIds);
    case 'challenges':
      return near(screen.rows, screen.selected).map(({ creatorId }) => creatorId);
    case 'history':
      return near(screen.rows, screen.selected).flatMap(({ opponentIds }) => opponentIds);
    case 'leaders':
      return near(screen.rows, screen.selected).map(({ userId }) => userId);
    case 'live':
      return near(screen.rows, screen.selected).flatMap(({ playerIds }) => playerIds);
    default:
      return [];
  }
}

const near = <T>(rows: readonly T[] | undefined, selected: number): readonly T[] =>
  (rows ?? []).slice(Math.max(0, selected - AROUND), selected + AROUND);

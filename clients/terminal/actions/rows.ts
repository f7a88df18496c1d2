import { formatId, Standing } from '../../sdk/src/index.ts';
import type { Leader, Match, ModeStats, PlayerMatch } from '../../sdk/src/index.ts';
import type { HistoryRow, HistorySums, LeaderRow, LiveMatch } from '../state/app-state.ts';

/** A finished match as the history shows it. */
export const historyRow = ({ standing, score, opponentIds, endTime }: PlayerMatch): HistoryRow => ({
  endTimeMs: endTime?.getTime() ?? 0,
  standing: standing === Standing.WON ? 'won' : standing === Standing.LOST ? 'lost' : 'drawn',
  score,
  opponentIds: opponentIds.map(formatId),
});

/** What a player's matches of the mode come to. */
export const historySums = ({ played, won, lost, drawn, rating, ratingDeviation }: ModeStats): HistorySums => ({
  played,
  won,
  lost,
  drawn,
  rating,
  deviation: ratingDeviation,
});

/** A leader as the leaderboard shows it. */
export const leaderRow = ({ place, userId, won, played, rating }: Leader): LeaderRow => ({
  place,
  userId: formatId(userId),
  won,
  played,
  rating,
});

/** A match that is being played, as the list of live matches shows it. */
export const liveMatch = ({ matchId, players, watchers }: Match): LiveMatch => ({
  matchId: formatId(matchId),
  playerIds: players.map(({ userId }) => formatId(userId)),
  watchers,
});

/** The first items of a list that is read page by page. */
export async function firstOf<T>(items: AsyncIterable<T>, most: number): Promise<T[]> {
  const taken: T[] = [];
  for await (const item of items) {
    taken.push(item);
    if (taken.length === most) break;
  }
  return taken;
}

import type { Database } from '../../harness/store/database.ts';
import { PlayerMatchRow, PlayerModeRow } from './entities.ts';

/** Where a list of a player's matches goes on: after this match, in the order of the list. */
export interface MatchPosition {
  readonly endTime: Date;
  readonly matchId: string;
}

/** A player's sums, by name of the mode. */
export const readSums = (database: Database, userId: string): Promise<readonly PlayerModeRow[]> =>
  database.use((em) => em.find(PlayerModeRow, { userId }, { orderBy: { mode: 'asc' } }));

/** At most `limit` of a player's matches, latest end first; only those of one mode, where one is named. */
export const listMatches = (
  database: Database,
  userId: string,
  mode: string | undefined,
  after: MatchPosition | undefined,
  limit: number,
): Promise<readonly PlayerMatchRow[]> =>
  database.use((em) =>
    em.find(
      PlayerMatchRow,
      {
        userId,
        ...(mode !== undefined && { mode }),
        ...(after && {
          $or: [{ endTime: { $lt: after.endTime } }, { endTime: after.endTime, matchId: { $lt: after.matchId } }],
        }),
      },
      { orderBy: { endTime: 'desc', matchId: 'desc' }, limit },
    ),
  );

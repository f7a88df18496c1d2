import { LockMode } from '@mikro-orm/core';
import type { Database, EntityManager } from '../../harness/store/database.ts';
import { playerMatches, type FinishedMatch, type PlayerMatch } from '../tally/match.ts';
import { sumByMode, type ModeSum } from '../tally/mode-sum.ts';
import { IntakeRow } from './entities.ts';
import { moveRatings } from './ratings.ts';

/** The feed number of the last match that has been counted; 0 for none. */
export const readCursor = (database: Database): Promise<number> =>
  database.use(async (em) => (await em.findOneOrFail(IntakeRow, { id: true })).feedNumber);

/**
 * Counts a page of the feed: its rows, their sums, the ratings that it moves and the new cursor in one transaction, so that a crash at any moment
 * counts all of it or nothing.
 * @param after the cursor that the page was read with. Where it has moved meanwhile, another replica has counted the
 *   page and nothing is done.
 * @returns whether the page was counted now
 */
export function countPage(database: Database, after: number, page: readonly FinishedMatch[]): Promise<boolean> {
  return database.transact(async (em) => {
    const cursor = await em.findOneOrFail(IntakeRow, { id: true }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (cursor.feedNumber !== after) return false;
    const counted = await insertMatches(em, page.flatMap(playerMatches));
    await addSums(em, sumByMode(counted));
    const fresh = new Set(counted.map(({ matchId }) => matchId));
    await moveRatings(
      em,
      page.filter(({ matchId }) => fresh.delete(matchId)),
    );
    cursor.feedNumber = page.reduce((last, { feedNumber }) => Math.max(last, feedNumber), after);
    await em.flush();
    return true;
  });
}

/** Adds rows, and returns those that were not there yet: should a match ever come twice, it still counts once. */
async function insertMatches(em: EntityManager, matches: readonly PlayerMatch[]): Promise<readonly PlayerMatch[]> {
  const rows = matches.map((match) => ({
    match_id: match.matchId,
    user_id: match.userId,
    mode: match.mode,
    standing: match.standing,
    score: match.score,
    opponent_ids: match.opponentIds,
    end_time: new Date(match.endTime).toISOString(),
  }));
  const inserted = await em.execute<{ match_id: string; user_id: string }[]>(
    `insert into player_match (match_id, user_id, mode, standing, score, opponent_ids, end_time)
     select match_id, user_id, mode, standing, score, opponent_ids, end_time
     from jsonb_to_recordset(?::jsonb) as page(match_id uuid, user_id uuid, mode text, standing text, score integer,
       opponent_ids uuid[], end_time timestamptz)
     on conflict (match_id, user_id) do nothing
     returning match_id, user_id`,
    [JSON.stringify(rows)],
  );
  const isNew = new Set(inserted.map((row) => `${row.match_id} ${row.user_id}`));
  return matches.filter(({ matchId, userId }) => isNew.delete(`${matchId} ${userId}`));
}

async function addSums(em: EntityManager, sums: readonly ModeSum[]): Promise<void> {
  const rows = sums.map(({ userId, ratedAs, ...sum }) => ({ user_id: userId, rated_as: ratedAs, ...sum }));
  await em.execute(
    `insert into player_mode as sum (user_id, mode, rated_as, played, won, lost, drawn, score)
     select user_id, mode, rated_as, played, won, lost, drawn, score
     from jsonb_to_recordset(?::jsonb) as page(user_id uuid, mode text, rated_as text, played integer, won integer, lost integer,
       drawn integer, score bigint)
     on conflict (user_id, mode) do update set
       rated_as = excluded.rated_as,
       played = sum.played + excluded.played,
       won = sum.won + excluded.won,
       lost = sum.lost + excluded.lost,
       drawn = sum.drawn + excluded.drawn,
       score = sum.score + excluded.score`,
    [JSON.stringify(rows)],
  );
}

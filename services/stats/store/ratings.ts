import type { Database, EntityManager } from '../../harness/store/database.ts';
import { aged, FIRST_RATING, rate, ratingKey, type Rating } from '../tally/rating.ts';
import type { FinishedMatch } from '../tally/match.ts';
import { PlayerRatingRow } from './entities.ts';

/** The ratings of users in a mode, or in what several share, as they stand now, in the order in which they are asked for. */
export async function readRatings(
  database: Database,
  ratedAs: string,
  userIds: readonly string[],
): Promise<readonly Rating[]> {
  const rows = await database.use((em) => em.find(PlayerRatingRow, { ratedAs, userId: { $in: [...userIds] } }));
  const byUser = new Map(rows.map((row) => [row.userId, ratingOf(row)]));
  const now = Date.now();
  return userIds.map((userId) => aged(byUser.get(userId) ?? FIRST_RATING, now));
}

/** A user's ratings as they stand now, by what they are rated in. */
export async function readPlayerRatings(database: Database, userId: string): Promise<ReadonlyMap<string, Rating>> {
  const rows = await database.use((em) => em.find(PlayerRatingRow, { userId }));
  const now = Date.now();
  return new Map(rows.map((row) => [row.ratedAs, aged(ratingOf(row), now)]));
}

/** Moves ratings by matches that have not been counted before; whoever calls it holds the cursor of the feed. */
export async function moveRatings(em: EntityManager, matches: readonly FinishedMatch[]): Promise<void> {
  const rated = matches.filter(({ isRated, result }) => isRated && result);
  if (rated.length === 0) return;
  const userIds = [...new Set(rated.flatMap((match) => match.userIds))];
  const rows = await em.find(PlayerRatingRow, { userId: { $in: userIds } });
  const before = new Map(rows.map((row) => [ratingKey(row.userId, row.ratedAs), ratingOf(row)]));
  const moved = rate(rated, before).map(({ userId, ratedAs, ratedAt, ...rating }) => ({
    user_id: userId,
    mode: ratedAs,
    ...rating,
    rated_at: new Date(ratedAt).toISOString(),
  }));
  await em.execute(
    `insert into player_rating (user_id, mode, rating, deviation, volatility, matches, rated_at)
     select user_id, mode, rating, deviation, volatility, matches, rated_at
     from jsonb_to_recordset(?::jsonb) as moved(user_id uuid, mode text, rating float8, deviation float8,
       volatility float8, matches integer, rated_at timestamptz)
     on conflict (user_id, mode) do update set
       rating = excluded.rating,
       deviation = excluded.deviation,
       volatility = excluded.volatility,
       matches = excluded.matches,
       rated_at = excluded.rated_at`,
    [JSON.stringify(moved)],
  );
}

const ratingOf = ({ ratedAt, ...row }: PlayerRatingRow): Rating => ({ ...row, ratedAt: ratedAt.getTime() });

import type { Database } from '../../harness/store/database.ts';
import { aged, PROVISIONAL_FROM, UNSURE_A_DAY, type Rating } from '../tally/rating.ts';

/** A player's place among others; who has won equally often, or is rated the same, shares one. */
export interface Leader {
  readonly place: number;
  readonly userId: string;
  readonly won: number;
  readonly played: number;
  readonly ratedAs: string;
  /** Undefined for who has played no rated match. */
  readonly rating: Rating | undefined;
}

/** Who is listed, and in which order. */
export interface LeaderList {
  /** A mode, or with `strongest` what players are rated in. */
  readonly of: string;
  readonly by: 'won' | 'strongest';
}

type LeaderRow = Omit<Leader, 'rating'> & Record<keyof Rating, number | null>;

const RATING = `r.rating, r.deviation, r.volatility, r.matches, extract(epoch from r.rated_at)::float8 * 1000 as "ratedAt"`;

// Ties are in the order of ids, so that the list is the same each time.
const won = (listed: string): string => `${listed}
  select l.place::int as place, l.user_id as "userId", l.won, l.played, coalesce(l.rated_as, l.mode) as "ratedAs", ${RATING}
  from l left join player_rating r on r.user_id = l.user_id and r.mode = coalesce(l.rated_as, l.mode)
  order by l.place, l.user_id`;

const strongest = (listed: string): string => `${listed}
  select r.place::int as place, r.user_id as "userId", r.mode as "ratedAs", sums.won, sums.played, ${RATING}
  from l r cross join lateral (
    select coalesce(sum(m.won), 0)::int as won, coalesce(sum(m.played), 0)::int as played from player_mode m
    where m.user_id = r.user_id and coalesce(m.rated_as, m.mode) = r.mode
  ) sums
  order by r.place, r.user_id`;

/** Those who are not provisional as they stand now: `aged` and `isProvisional`, in SQL. */
const SETTLED = `(
  select * from player_rating
  where deviation * deviation + ${UNSURE_A_DAY} * greatest(0, extract(epoch from now() - rated_at)::float8) / 86400
    < ${PROVISIONAL_FROM ** 2}
)`;

const TOP = {
  won: won(`
    with best as (
      select * from player_mode where mode = ? order by won desc, user_id limit ?
    ), l as (
      select *, rank() over (order by won desc) as place from best
    )`),
  strongest: strongest(`
    with best as (
      select * from ${SETTLED} settled where mode = ? order by rating desc, user_id limit ?
    ), l as (
      select *, rank() over (order by rating desc) as place from best
    )`),
};

/** Who is listed around one of `rows`, in the order of a column, highest first. */
const around = (rows: string, column: string): string => `
  with own as (
    select * from ${rows} o where o.mode = ? and o.user_id = ?
  ), near as (
    (select m.* from ${rows} m, own
     where m.mode = own.mode and (m.${column} > own.${column} or (m.${column} = own.${column} and m.user_id < own.user_id))
     order by m.${column}, m.user_id desc limit ?)
    union all
    (select m.* from ${rows} m, own
     where m.mode = own.mode and (m.${column} < own.${column} or (m.${column} = own.${column} and m.user_id >= own.user_id))
     order by m.${column} desc, m.user_id limit ?)
  ), first as (
    select * from near order by ${column} desc, user_id limit 1
  ), ahead as (
    -- Of the first one: how many are better, and how many come before it, ties too. The others follow from that.
    select count(*) filter (where m.${column} > first.${column}) as better, count(*) as before
    from ${rows} m, first
    where m.mode = first.mode and (m.${column} > first.${column} or (m.${column} = first.${column} and m.user_id < first.user_id))
  ), l as (
    select near.*,
      case when near.${column} = first.${column} then ahead.better + 1
        else ahead.before + rank() over (order by near.${column} desc) end as place
    from near, first, ahead
  )`;

const AROUND = { won: won(around('player_mode', 'won')), strongest: strongest(around(SETTLED, 'rating')) };

/** The first of a list, at most `limit`, by place. */
export const readTop = (database: Database, list: LeaderList, limit: number): Promise<readonly Leader[]> =>
  read(database, TOP[list.by], [list.of, limit]);

/** A player who is in the list, with about as many before as behind them, at most `limit` in all, by place. */
export const readAround = (
  database: Database,
  list: LeaderList,
  userId: string,
  limit: number,
): Promise<readonly Leader[]> => {
  const before = Math.floor((limit - 1) / 2);
  return read(database, AROUND[list.by], [list.of, userId, before, limit - before]);
};

async function read(
  database: Database,
  text: string,
  values: readonly (string | number)[],
): Promise<readonly Leader[]> {
  const rows = await database.use((em) => em.execute<LeaderRow[]>(text, [...values]));
  const now = Date.now();
  return rows.map(({ place, userId, won, played, ratedAs, ...rating }) => ({
    ...{ place, userId, won, played, ratedAs },
    rating: rating.rating === null ? undefined : aged(rating as Rating, now),
  }));
}

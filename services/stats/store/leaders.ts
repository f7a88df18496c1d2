import type { Database } from '../../harness/store/database.ts';

/** A player's place in a mode; who has won equally often shares one. */
export interface Leader {
  readonly place: number;
  readonly userId: string;
  readonly won: number;
  readonly played: number;
  /** Null for who has played no rated match. */
  readonly rating: number | null;
}

const COLUMNS = `l.place::int as place, l.user_id as "userId", l.won, l.played, r.rating`;
const RATINGS = `left join player_rating r on r.user_id = l.user_id and r.mode = coalesce(l.rated_as, l.mode)`;

// Ties are in the order of ids, so that the list is the same each time.
const TOP = `
  select ${COLUMNS} from (
    select *, rank() over (order by won desc) as place from (
      select * from player_mode where mode = ? order by won desc, user_id limit ?
    ) best
  ) l ${RATINGS} order by l.place, l.user_id`;

const AROUND = `
  with own as (
    select mode, won, user_id from player_mode where mode = ? and user_id = ?
  ), near as (
    (select m.* from player_mode m, own
     where m.mode = own.mode and (m.won > own.won or (m.won = own.won and m.user_id < own.user_id))
     order by m.won, m.user_id desc limit ?)
    union all
    (select m.* from player_mode m, own
     where m.mode = own.mode and (m.won < own.won or (m.won = own.won and m.user_id >= own.user_id))
     order by m.won desc, m.user_id limit ?)
  )
  select ${COLUMNS} from (
    select near.*, (select count(*) from player_mode b where b.mode = near.mode and b.won > near.won) + 1 as place from near
  ) l ${RATINGS} order by l.place, l.user_id`;

/** Who has won most of a mode, at most `limit`, by place. */
export const readTop = (database: Database, mode: string, limit: number): Promise<readonly Leader[]> =>
  database.use((em) => em.execute<Leader[]>(TOP, [mode, limit]));

/** A player who has played the mode, with about as many before as behind them, at most `limit` in all, by place. */
export const readAround = (
  database: Database,
  mode: string,
  userId: string,
  limit: number,
): Promise<readonly Leader[]> => {
  const before = Math.floor((limit - 1) / 2);
  return database.use((em) => em.execute<Leader[]>(AROUND, [mode, userId, before, limit - before]));
};

import type { Database } from '../../harness/store/database.ts';
import type { Logger } from '../../harness/log.ts';
import { NOBODY } from '../../harness/ids.ts';
import type { Visibility } from '../room/entry.ts';
import type { Due, MatchIndex } from '../room/rooms.ts';
import type { RoomState } from '../room/state.ts';
import type { DueMatches } from '../room/upkeep.ts';
import { MatchEntity, type MatchRow } from './entities.ts';
import { arrayLiteral } from './array-literal.ts';
import type { Pool } from './pool.ts';

const INDEX_RETRY_MS = 1_000;
const MAX_INDEX_BATCH = 200;
const MAX_DUE = 100;

/** A match with its first entry, as it is to be created. */
export interface NewMatch {
  readonly matchId: string;
  readonly mode: string;
  readonly game: string;
  readonly config: unknown;
  readonly visibility: Visibility;
  readonly inviteCode: string | null;
  readonly createdBy: string;
  readonly requestId: string;
  readonly userIds: readonly string[];
  /** Whether its result moves its players' ratings. */
  readonly isRated: boolean;
  readonly entryId: string;
  readonly at: number;
  readonly body: string;
}

/** Which matches to list. */
export interface MatchFilter {
  readonly userId: string;
  /** Only those in which the user has a seat. */
  readonly own: boolean;
  readonly state: MatchRow['state'] | undefined;
  readonly mode: string | undefined;
  readonly beforeMatchId: string | undefined;
  readonly limit: number;
}

/** The table by which matches are found, and reminded of. */
export class Matches implements MatchIndex, DueMatches {
  readonly #pool: Pool;
  readonly #database: Database;
  readonly #logger: Logger;
  readonly #changed = new Map<string, RoomState>();
  #writing: Promise<void> | undefined;
  #closing = false;

  constructor(pool: Pool, database: Database, logger: Logger) {
    this.#pool = pool;
    this.#database = database;
    this.#logger = logger;
  }

  /** Creates a match with its first entry, or finds the one that the same request made. Returns its id. */
  async create(match: NewMatch): Promise<string> {
    const text = `
      select create_match($1, $2, $3, $4, $5, $6, $7, $8, $9::uuid[], $10, to_timestamp($11::float8 / 1000), $12, $13) as existing`;
    const [row] = await this.#pool.query<{ existing: string | null }>('match_create', text, [
      match.matchId,
      match.mode,
      match.game,
      JSON.stringify(match.config),
      match.visibility,
      match.inviteCode,
      match.createdBy,
      match.requestId,
      match.userIds,
      match.entryId,
      match.at,
      Buffer.from(match.body),
      match.isRated,
    ]);
    return row?.existing ?? match.matchId;
  }

  async find(matchId: string): Promise<MatchRow | undefined> {
    return (await this.#database.use((em) => em.findOne(MatchEntity, { matchId }))) ?? undefined;
  }

  /** The match that a request made. */
  async findByRequest(createdBy: string, requestId: string): Promise<MatchRow | undefined> {
    return (await this.#database.use((em) => em.findOne(MatchEntity, { createdBy, requestId }))) ?? undefined;
  }

  async findByInviteCode(inviteCode: string): Promise<MatchRow | undefined> {
    return (await this.#database.use((em) => em.findOne(MatchEntity, { inviteCode }))) ?? undefined;
  }

  /** Newest first: open matches and the user's own. */
  async list(filter: MatchFilter): Promise<MatchRow[]> {
    const own = { userIds: { $contains: [filter.userId] } };
    const where = {
      ...(filter.own ? own : { $or: [{ visibility: 'open' as const }, own] }),
      ...(filter.state ? { state: filter.state } : {}),
      ...(filter.mode ? { mode: filter.mode } : {}),
      ...(filter.beforeMatchId ? { matchId: { $lt: filter.beforeMatchId } } : {}),
    };
    return this.#database.use((em) =>
      em.find(MatchEntity, where, { orderBy: { matchId: 'desc' }, limit: filter.limit }),
    );
  }

  push(matchId: string, state: RoomState): void {
    this.#changed.set(matchId, state);
    this.#writing ??= this.#write();
  }

  /** Resolves when what was pushed is written, or could not be: whoever holds such a match next pushes it again. */
  async flush(): Promise<void> {
    this.#closing = true;
    await this.#writing;
  }

  async setDue(dues: readonly Due[]): Promise<void> {
    const text = `
      update match m set due_at = to_timestamp(r.due_at / 1000)
      from unnest($1::uuid[], $2::float8[]) as r (match_id, due_at)
      where m.match_id in (
        select match_id from match where match_id = any($1::uuid[]) and state <> 'finished' order by match_id for update
      ) and m.match_id = r.match_id`;
    await this.#pool.query('match_set_due', text, [
      dues.map(({ matchId }) => matchId),
      dues.map(({ dueAt }) => dueAt ?? null),
    ]);
  }

  async postpone(matchIds: readonly string[]): Promise<void> {
    // What another replica has just postponed is left as it is: every row that is written anew costs its place in indexes.
    const text = `
      update match set due_at = clock_timestamp() + interval '15 s'
      where match_id in (
        select match_id from match
        where match_id = any($1::uuid[]) and state <> 'finished'
          and due_at between clock_timestamp() + interval '7 s' and clock_timestamp() + interval '15 s' is not true
        order by match_id for update skip locked
      )`;
    await this.#pool.query('match_postpone', text, [arrayLiteral(matchIds)]);
  }

  async takeDue(): Promise<readonly string[]> {
    const text = `
      update match set due_at = clock_timestamp() + interval '15 s'
      where match_id in (
        select match_id from match where due_at < clock_timestamp() order by due_at limit ${MAX_DUE} for update skip locked
      )
      returning match_id`;
    return (await this.#pool.query<{ match_id: string }>('match_take_due', text, [])).map((row) => row.match_id);
  }

  /** Writes until nothing is left; what fails is tried again, since matches must not stay unfinished here. */
  async #write(): Promise<void> {
    while (this.#changed.size > 0) {
      const batch = [...this.#changed].slice(0, MAX_INDEX_BATCH);
      try {
        await this.#writeBatch(batch);
        for (const [matchId, state] of batch) if (this.#changed.get(matchId) === state) this.#changed.delete(matchId);
      } catch (error) {
        this.#logger.warn({ cause: String(error) }, 'the match index lags behind; trying on');
        if (this.#closing) break;
        await new Promise((resolve) => setTimeout(resolve, INDEX_RETRY_MS));
      }
    }
    this.#writing = undefined; // in the same turn as the last look, so that nothing is pushed unseen in between
  }

  async #writeBatch(batch: readonly (readonly [string, RoomState])[]): Promise<void> {
    const text = `
      with fresh as (
        select r.* from jsonb_to_recordset($1::jsonb)
          as r (match_id uuid, seq int, state text, user_ids uuid[], outcome jsonb, finished_at float8)
        join match m using (match_id) where m.indexed_seq < r.seq order by m.match_id for update of m
      )
      update match m set
        indexed_seq = r.seq,
        state = r.state,
        user_ids = r.user_ids,
        outcome = r.outcome,
        finished_at = to_timestamp(r.finished_at / 1000),
        due_at = case when r.state = 'finished' then null else m.due_at end
      from fresh r where m.match_id = r.match_id`;
    const rows = batch.map(([matchId, state]) => ({
      match_id: matchId,
      seq: state.seq,
      state: state.status,
      user_ids: state.seats.map(({ userId }) => userId ?? NOBODY),
      outcome: state.outcome ?? null,
      finished_at: state.finishedAt ?? null,
    }));
    await this.#pool.query('match_index', text, [JSON.stringify(rows)]);
  }
}

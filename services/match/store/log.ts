import DataLoader from 'dataloader';
import pg from 'pg';
import { GroupCommit, QueueFullError } from '../../harness/group-commit.ts';
import type { Logger } from '../../harness/log.ts';
import type { Entry, LinkedEntry } from '../room/entry.ts';
import type { AppendOutcome, Head, LogStore, StoredSnapshot, Tail } from '../room/ports.ts';
import { arrayLiteral } from './array-literal.ts';
import type { Pool } from './pool.ts';

const MAX_BATCH_ROWS = 256;
const MAX_BATCH_BYTES = 256 * 1024;
const MAX_IN_FLIGHT = 2;
const MAX_WAITING = 10_000;
/** Reads that share a statement. */
const MAX_READS = 64;

// The guard is a scalar subquery, which has one plan whatever the table's statistics say; `exists` was seen to scan.
const APPEND = `
  insert into log (match_id, seq, entry_id, actor, command_id, at, body)
  select r.match_id, r.seq, r.entry_id, r.actor, r.command_id, to_timestamp(r.at / 1000.0), r.body
  from unnest($1::uuid[], $2::int[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::float8[], $8::bytea[])
    as r (match_id, seq, previous_entry_id, entry_id, actor, command_id, at, body)
  where (select p.entry_id from log p where p.match_id = r.match_id and p.seq = r.seq - 1) = r.previous_entry_id
    and to_timestamp(r.at / 1000.0) <= clock_timestamp() + interval '250 ms'
  order by r.match_id, r.seq
  on conflict do nothing
  returning entry_id`;

const COLUMNS = `l.match_id, l.seq, l.entry_id, l.actor, l.command_id, (extract(epoch from l.at) * 1000)::float8 as at, l.body`;
const READ = `
  select r.place, ${COLUMNS}
  from unnest($1::int[], $2::uuid[], $3::int[]) as r (place, match_id, from_seq)
  cross join lateral (select * from log t where t.match_id = r.match_id and t.seq >= r.from_seq order by t.seq) l
  order by r.place, l.seq`;
const READ_SNAPSHOTS = `select match_id, seq, game, format, body from snapshot where match_id = any($1::uuid[])`;
// One walk of the index per head, of which nothing comes back where the head is the log's end. The inner order keeps the
// planner from any other way.
const READ_TAILS = `
  select r.match_id as head_match_id, coalesce(l.seq > r.seq, false) as is_behind, ${COLUMNS}
  from unnest($1::uuid[], $2::int[], $3::uuid[]) as r (match_id, seq, entry_id)
  left join lateral (select * from log t where t.match_id = r.match_id and t.seq >= r.seq order by t.seq) l on true
  where l.seq is null or l.seq > r.seq or l.entry_id <> r.entry_id
  order by l.match_id, l.seq`;

interface LogRow {
  match_id: string;
  seq: number;
  entry_id: string;
  actor: string;
  command_id: string;
  at: number;
  body: Buffer;
}

/** An entry that the read in a place of the batch asked for. */
interface ReadRow extends LogRow {
  place: number;
}

interface SnapshotRow {
  match_id: string;
  seq: number;
  game: string;
  format: number;
  body: Buffer;
}

/** From where on the log of a match is read. */
interface Read {
  readonly matchId: string;
  readonly fromSeq: number;
}

/** An entry behind a head; or what is in the head's place, if anything, when that is not the head. */
interface TailRow extends LogRow {
  head_match_id: string;
  is_behind: boolean;
}

/**
 * The log in PostgreSQL; appends of all rooms share statements, and so do their reads: when a replica dies, the others
 * read thousands of matches at once.
 */
export class PostgresLog implements LogStore {
  readonly #pool: Pool;
  readonly #commit: GroupCommit<LinkedEntry, true>;
  readonly #reads: DataLoader<Read, Entry[]>;
  readonly #snapshots: DataLoader<string, StoredSnapshot | undefined>;

  constructor(pool: Pool, log: Logger) {
    this.#pool = pool;
    this.#commit = new GroupCommit<LinkedEntry, true>({
      write: (batch) => this.#write(batch),
      bytes: (entry) => entry.body.length + 200,
      compare: (a, b) => (a.matchId < b.matchId ? -1 : a.matchId > b.matchId ? 1 : a.seq - b.seq),
      classify: (cause) => {
        const kind = classify(cause);
        log.warn({ cause: String(cause), kind }, 'a batch of appends failed');
        return kind;
      },
      maxRows: MAX_BATCH_ROWS,
      maxBytes: MAX_BATCH_BYTES,
      maxInFlight: MAX_IN_FLIGHT,
      maxWaiting: MAX_WAITING,
    });
    const sharing = {
      cache: false,
      maxBatchSize: MAX_READS,
      batchScheduleFn: (read: () => void) => void setImmediate(read),
    };
    this.#reads = new DataLoader((reads) => this.#read(reads), sharing);
    this.#snapshots = new DataLoader((matchIds) => this.#readSnapshots(matchIds), sharing);
  }

  append(entry: LinkedEntry): Promise<AppendOutcome> {
    try {
      return this.#commit.add(entry).then(kindOf);
    } catch (error) {
      if (error instanceof QueueFullError) return Promise.resolve('full');
      throw error;
    }
  }

  /** Resolves when no append waits or is under way. */
  flush(): Promise<void> {
    return this.#commit.flush();
  }

  read(matchId: string, fromSeq: number): Promise<Entry[]> {
    return this.#reads.load({ matchId, fromSeq });
  }

  async readTails(heads: readonly Head[]): Promise<ReadonlyMap<string, Tail>> {
    const values = [
      arrayLiteral(heads.map(({ matchId }) => matchId)),
      arrayLiteral(heads.map(({ seq }) => seq)),
      arrayLiteral(heads.map(({ entryId }) => entryId)),
    ];
    const rows = await this.#pool.query<TailRow>('log_read_tails', READ_TAILS, values);
    const byMatch = Map.groupBy(rows, (row) => row.head_match_id);
    const tails = [...byMatch].map(([matchId, found]): [string, Tail] => {
      const entries = found.filter((row) => row.is_behind).map(toEntry);
      return [matchId, { holdsHead: entries.length === found.length, entries }];
    });
    return new Map(tails);
  }

  readSnapshot(matchId: string): Promise<StoredSnapshot | undefined> {
    return this.#snapshots.load(matchId);
  }

  async writeSnapshot(matchId: string, snapshot: StoredSnapshot): Promise<void> {
    const text = `
      insert into snapshot (match_id, seq, game, format, body) values ($1, $2, $3, $4, $5)
      on conflict (match_id) do update
        set seq = excluded.seq, game = excluded.game, format = excluded.format, body = excluded.body
        where snapshot.seq < excluded.seq`;
    await this.#pool.query('snapshot_write', text, [
      matchId,
      snapshot.seq,
      snapshot.game,
      snapshot.format,
      snapshot.body,
    ]);
  }

  async #read(reads: readonly Read[]): Promise<Entry[][]> {
    const rows = await this.#pool.query<ReadRow>('log_read', READ, [
      arrayLiteral(reads.map((_, place) => place)),
      arrayLiteral(reads.map(({ matchId }) => matchId)),
      arrayLiteral(reads.map(({ fromSeq }) => fromSeq)),
    ]);
    const entries = reads.map((): Entry[] => []);
    for (const row of rows) entries[row.place]!.push(toEntry(row));
    return entries;
  }

  async #readSnapshots(matchIds: readonly string[]): Promise<(StoredSnapshot | undefined)[]> {
    const rows = await this.#pool.query<SnapshotRow>('snapshot_read', READ_SNAPSHOTS, [arrayLiteral(matchIds)]);
    const byMatch = new Map(rows.map(({ match_id, ...snapshot }): [string, StoredSnapshot] => [match_id, snapshot]));
    return matchIds.map((matchId) => byMatch.get(matchId));
  }

  async #write(batch: readonly LinkedEntry[]): Promise<ReadonlyMap<number, true>> {
    const rows = await this.#pool.query<{ entry_id: string }>('log_append', APPEND, [
      arrayLiteral(batch.map(({ matchId }) => matchId)),
      arrayLiteral(batch.map(({ seq }) => seq)),
      arrayLiteral(batch.map(({ previousEntryId }) => previousEntryId)),
      arrayLiteral(batch.map(({ entryId }) => entryId)),
      arrayLiteral(batch.map(({ actor }) => actor)),
      arrayLiteral(batch.map(({ commandId }) => commandId)),
      arrayLiteral(batch.map(({ at }) => at)),
      arrayLiteral(batch.map(({ body }) => `"\\\\x${Buffer.from(body).toString('hex')}"`)),
    ]);
    // By entry and not by match: a room that was let go may have one under way while its successor writes another.
    const stored = new Set(rows.map((row) => row.entry_id));
    const outcomes = new Map<number, true>();
    batch.forEach((entry, index) => {
      if (stored.has(entry.entryId)) outcomes.set(index, true);
    });
    return outcomes;
  }
}

/** By SQLSTATE class: 22, 23, 54 blame a row; 40001 and 40P01 rolled everything back; of all else nothing is known. */
function classify(cause: unknown): 'row' | 'retry' | 'unknown' {
  if (!(cause instanceof pg.DatabaseError) || !cause.code) return 'unknown';
  if (/^(22|23|54)/.test(cause.code)) return 'row';
  return cause.code === '40001' || cause.code === '40P01' ? 'retry' : 'unknown';
}

const kindOf = ({ kind }: { readonly kind: AppendOutcome }): AppendOutcome => kind;

const toEntry = (row: LogRow): Entry => ({
  matchId: row.match_id,
  seq: row.seq,
  entryId: row.entry_id,
  actor: row.actor,
  commandId: row.command_id,
  at: Math.round(row.at),
  body: row.body.toString(),
});

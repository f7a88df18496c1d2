import pg from 'pg';
import { GroupCommit, QueueFullError } from '../../harness/group-commit.ts';
import type { Logger } from '../../harness/log.ts';
import type { Entry, LinkedEntry } from '../room/entry.ts';
import type { AppendOutcome, Head, LogStore, StoredSnapshot, Tail } from '../room/ports.ts';
import { arrayLiteral } from './array-literal.ts';
import { LogReader } from './log-reader.ts';
import type { Pool } from './pool.ts';

const MAX_BATCH_ROWS = 256;
const MAX_BATCH_BYTES = 256 * 1024;
const MAX_IN_FLIGHT = 2;
const MAX_WAITING = 10_000;

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

/** The log in PostgreSQL; appends of all rooms share statements. */
export class PostgresLog implements LogStore {
  readonly #pool: Pool;
  readonly #commit: GroupCommit<LinkedEntry, true>;
  readonly #reader: LogReader;

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
    this.#reader = new LogReader(pool);
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
    return this.#reader.read(matchId, fromSeq);
  }

  readTails(heads: readonly Head[]): Promise<ReadonlyMap<string, Tail>> {
    return this.#reader.readTails(heads);
  }

  readSnapshot(matchId: string): Promise<StoredSnapshot | undefined> {
    return this.#reader.readSnapshot(matchId);
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

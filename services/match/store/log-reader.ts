import DataLoader from 'dataloader';
import type { Entry } from '../room/entry.ts';
import type { Head, LogStore, StoredSnapshot, Tail } from '../room/ports.ts';
import { arrayLiteral } from './array-literal.ts';
import type { Pool } from './pool.ts';

/** Reads that share a statement. */
const MAX_READS = 64;

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

/** Reads logs and snapshots; reads share statements: when a replica dies, the others read thousands of matches at once. */
export class LogReader implements Pick<LogStore, 'read' | 'readTails' | 'readSnapshot'> {
  readonly #pool: Pool;
  readonly #reads: DataLoader<Read, Entry[]>;
  readonly #snapshots: DataLoader<string, StoredSnapshot | undefined>;

  constructor(pool: Pool) {
    this.#pool = pool;
    const sharing = {
      cache: false,
      maxBatchSize: MAX_READS,
      batchScheduleFn: (read: () => void) => void setImmediate(read),
    };
    this.#reads = new DataLoader((reads) => this.#read(reads), sharing);
    this.#snapshots = new DataLoader((matchIds) => this.#readSnapshots(matchIds), sharing);
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
}

const toEntry = (row: LogRow): Entry => ({
  matchId: row.match_id,
  seq: row.seq,
  entryId: row.entry_id,
  actor: row.actor,
  commandId: row.command_id,
  at: Math.round(row.at),
  body: row.body.toString(),
});

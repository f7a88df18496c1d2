import type { Entry, LinkedEntry } from '../entry.ts';
import type { AppendOutcome, Head, LogStore, StoredSnapshot, Tail } from '../ports.ts';
import type { SimulatedDatabase } from './database.ts';
import type { Owner, Tasks } from './tasks.ts';

/** What may go wrong with a statement besides the database's being away. */
export type Fault =
  | 'none'
  /** It takes effect, and its answer is lost. */
  | 'answerLost'
  /** It never arrives. */
  | 'lost'
  /** It is given up by who sent it, and takes effect whenever it likes. */
  | 'late';

export const databaseIsAway = (): Error => new Error('the database is away');

/** One replica's connection to the simulated database. Arriving there and the answer's coming back are two things. */
export class SimulatedLog implements LogStore {
  readonly #database: SimulatedDatabase;
  readonly #tasks: Tasks;
  readonly #owner: Owner;
  /** Asked at each append. */
  fault: () => Fault = () => 'none';
  /** When each entry was sent to be stored, by its id: it was decided on just before. */
  readonly sentAt = new Map<string, number>();
  #instant = { at: 0, appends: 0 };
  /** How many reads of a log or of tails were begun. */
  reads = 0;

  constructor(database: SimulatedDatabase, tasks: Tasks, owner: Owner) {
    this.#database = database;
    this.#tasks = tasks;
    this.#owner = owner;
  }

  append(entry: LinkedEntry): Promise<AppendOutcome> {
    if (this.#spins()) return Promise.reject(new Error('appended thousands of times in no time'));
    const fault = this.fault();
    this.sentAt.set(entry.entryId, this.#database.time.now);
    return new Promise((resolve) => {
      const answer = (outcome: AppendOutcome): void => this.#tasks.add(this.#owner, () => resolve(outcome));
      if (fault === 'late') answer('unknown');
      if (fault === 'lost') return answer('unknown');
      // The statement is on its way to the server: it takes effect even if its sender dies meanwhile.
      this.#tasks.add(undefined, () => {
        const outcome = this.#database.away ? 'unknown' : this.#database.append(entry);
        if (fault !== 'late') answer(fault === 'answerLost' ? 'unknown' : outcome);
      });
    });
  }

  /** True when a room asks again and again and time stands still: a test that fails is better than one that hangs. */
  #spins(): boolean {
    const { now } = this.#database.time;
    this.#instant =
      this.#instant.at === now ? { at: now, appends: this.#instant.appends + 1 } : { at: now, appends: 1 };
    return this.#instant.appends > 5_000;
  }

  read(matchId: string, fromSeq: number): Promise<Entry[]> {
    this.reads += 1;
    return this.query(() => this.#database.log(matchId).filter(({ seq }) => seq >= fromSeq));
  }

  readTails(heads: readonly Head[]): Promise<ReadonlyMap<string, Tail>> {
    this.reads += 1;
    return this.query(() => {
      const tails = heads.map((head): [string, Tail | undefined] => [head.matchId, this.#database.tail(head)]);
      return new Map(tails.filter((found): found is [string, Tail] => found[1] !== undefined));
    });
  }

  readSnapshot(matchId: string): Promise<StoredSnapshot | undefined> {
    return this.query(() => this.#database.snapshots.get(matchId));
  }

  writeSnapshot(matchId: string, snapshot: StoredSnapshot): Promise<void> {
    return this.query(() => {
      const stored = this.#database.snapshots.get(matchId);
      if (!stored || stored.seq < snapshot.seq) this.#database.snapshots.set(matchId, snapshot);
    });
  }

  /** Anything else that is asked of the database. */
  query<T>(statement: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#tasks.add(undefined, () => {
        if (this.#database.away) return this.#tasks.add(this.#owner, () => reject(databaseIsAway()));
        const answer = statement();
        this.#tasks.add(this.#owner, () => resolve(answer));
      });
    });
  }
}

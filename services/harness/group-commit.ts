/** What became of a row: `stored` is what the store returned for it, `absent` that it returned nothing for it. */
export type RowOutcome<Stored> =
  | { readonly kind: 'stored'; readonly stored: Stored }
  | { readonly kind: 'absent' }
  /** Nobody knows whether the row is there. */
  | { readonly kind: 'unknown'; readonly cause: unknown }
  /** The row itself cannot be stored; the others of its batch were. */
  | { readonly kind: 'bad'; readonly cause: unknown };

export interface GroupCommitOptions<Row, Stored> {
  /** Stores a batch in one statement; resolves with what was stored, by the row's index. */
  readonly write: (batch: readonly Row[]) => Promise<ReadonlyMap<number, Stored>>;
  readonly bytes: (row: Row) => number;
  readonly compare: (a: Row, b: Row) => number;
  /** `row`: some row cannot be stored, try them one by one; `retry`: nothing was stored, write again; else unknown. */
  readonly classify: (cause: unknown) => 'row' | 'retry' | 'unknown';
  readonly maxRows: number;
  readonly maxBytes: number;
  readonly maxInFlight: number;
  readonly maxWaiting: number;
}

interface Waiting<Row, Stored> {
  readonly row: Row;
  readonly bytes: number;
  readonly resolve: (outcome: RowOutcome<Stored>) => void;
}

/** Thrown by `add` when the queue is full: nothing was queued, so nothing can have happened. */
export class QueueFullError extends Error {}

/**
 * Gathers rows that many callers write at one time into few statements. There is no timer: while statements are in
 * flight rows gather, and the next statement takes what has gathered, so batches grow with the load and a lone row waits
 * for nothing.
 */
export class GroupCommit<Row, Stored> {
  readonly #options: GroupCommitOptions<Row, Stored>;
  readonly #waiting: Waiting<Row, Stored>[] = [];
  #inFlight = 0;
  readonly #idle: (() => void)[] = [];

  constructor(options: GroupCommitOptions<Row, Stored>) {
    this.#options = options;
  }

  /** Resolves when the row's batch has come back; never rejects. @throws QueueFullError at once when the queue is full. */
  add(row: Row): Promise<RowOutcome<Stored>> {
    if (this.#waiting.length >= this.#options.maxWaiting) throw new QueueFullError();
    return new Promise((resolve) => {
      this.#waiting.push({ row, bytes: this.#options.bytes(row), resolve });
      // When all that has arrived by now has been read, so that what one turn of the loop brings shares a statement.
      if (this.#waiting.length === 1) setImmediate(() => this.#pump());
    });
  }

  /** Resolves when nothing waits and nothing is in flight. */
  async flush(): Promise<void> {
    if (this.#inFlight === 0 && this.#waiting.length === 0) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #pump(): void {
    while (this.#waiting.length > 0 && this.#inFlight < this.#options.maxInFlight) {
      this.#inFlight += 1;
      void this.#commit(this.#takeBatch()).then(() => {
        this.#inFlight -= 1;
        this.#pump();
      });
    }
    if (this.#inFlight === 0 && this.#waiting.length === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  #takeBatch(): Waiting<Row, Stored>[] {
    let bytes = 0;
    let rows = 0;
    for (const { bytes: more } of this.#waiting) {
      if (rows > 0 && (rows === this.#options.maxRows || bytes + more > this.#options.maxBytes)) break;
      bytes += more;
      rows += 1;
    }
    // Every writer locks in one order, so two replicas' batches never wait for each other in a ring.
    return this.#waiting.splice(0, rows).sort((a, b) => this.#options.compare(a.row, b.row));
  }

  async #commit(batch: readonly Waiting<Row, Stored>[], attempt = 1): Promise<void> {
    let stored: ReadonlyMap<number, Stored>;
    try {
      stored = await this.#options.write(batch.map(({ row }) => row));
    } catch (cause) {
      const what = this.#options.classify(cause);
      if (what === 'retry' && attempt < 5) return this.#commit(batch, attempt + 1);
      if (what === 'row' && batch.length > 1) return this.#commitOneByOne(batch);
      const outcome: RowOutcome<Stored> = { kind: what === 'row' ? 'bad' : 'unknown', cause };
      for (const { resolve } of batch) resolve(outcome);
      return;
    }
    batch.forEach(({ resolve }, index) => {
      const row = stored.get(index);
      resolve(row === undefined ? { kind: 'absent' } : { kind: 'stored', stored: row });
    });
  }

  /** Finds the row that spoiled a batch. Should the store go away meanwhile, the rest does not wait for it row by row. */
  async #commitOneByOne(batch: readonly Waiting<Row, Stored>[]): Promise<void> {
    let away: RowOutcome<Stored> | undefined;
    for (const one of batch) {
      if (away) one.resolve(away);
      else {
        const { promise, resolve } = Promise.withResolvers<RowOutcome<Stored>>();
        await this.#commit([{ ...one, resolve }]);
        const outcome = await promise;
        one.resolve(outcome);
        if (outcome.kind === 'unknown') away = outcome;
      }
    }
  }
}

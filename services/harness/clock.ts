/** The time that rules and deadlines go by: milliseconds since 1970, never going backwards by more than a resample. */
export interface Clock {
  now(): number;
  /** Milliseconds since some instant, for ages: never set, never dragged. */
  monotonic(): number;
  /** Compares with the database's time again, as far as it answers. */
  resample(): Promise<void>;
  /** Calls back once after a while, unless the returned function is called before. */
  after(ms: number, callback: () => void): () => void;
}

const MAX_ROUND_TRIP_MS = 100;
/** How many round trips make a sample. */
const READS = 3;
const STALL_MS = 1_000;

/**
 * The database's time at this replica: the machine's monotonic clock plus an offset that is sampled, so a replica whose
 * wall clock is wrong, or is set while it runs, cannot drag a match's times with it.
 */
export class DatabaseClock implements Clock {
  #offset: number | undefined;
  readonly #readDatabaseTime: () => Promise<number>;
  #lastTurn = performance.now();
  #timer: NodeJS.Timeout | undefined;

  /** @param readDatabaseTime `clock_timestamp()` in milliseconds since 1970. */
  constructor(readDatabaseTime: () => Promise<number>) {
    this.#readDatabaseTime = readDatabaseTime;
  }

  now(): number {
    if (this.#offset === undefined) throw new Error('The clock is read before its first sample.');
    return Math.round(performance.now() + this.#offset);
  }

  monotonic(): number {
    return performance.now();
  }

  after(ms: number, callback: () => void): () => void {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return () => clearTimeout(timer);
  }

  /** Takes the first sample; later ones come by themselves, every `intervalMs` and after a stall of the loop. */
  async start(intervalMs = 5_000): Promise<void> {
    await this.#sample();
    let sinceSample = 0;
    this.#timer = setInterval(() => {
      const turn = performance.now();
      const stalled = turn - this.#lastTurn > STALL_MS + 500;
      sinceSample += turn - this.#lastTurn;
      this.#lastTurn = turn;
      if (!stalled && sinceSample < intervalMs) return;
      sinceSample = 0;
      void this.resample();
    }, 500);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async resample(): Promise<void> {
    await this.#sample().catch(() => {}); // away: the old offset is the best there is, and a later sample mends it
  }

  /**
   * By the middle of the fastest of some round trips, which is wrong by half of it at most: one may have to connect first.
   * Where even that is slow it says too little and is left out, but for the first sample.
   */
  async #sample(): Promise<void> {
    let fastest = Infinity;
    let offset = 0;
    for (let read = 0; read < READS; read += 1) {
      const sent = performance.now();
      const databaseTime = await this.#readDatabaseTime();
      const received = performance.now();
      if (received - sent >= fastest) continue;
      fastest = received - sent;
      offset = databaseTime - (sent + received) / 2;
    }
    if (fastest > MAX_ROUND_TRIP_MS && this.#offset !== undefined) return;
    this.#offset = offset;
  }
}

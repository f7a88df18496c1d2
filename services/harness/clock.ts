/** The time that rules and deadlines go by: milliseconds since 1970, never going backwards by more than a resample. */
export interface Clock {
  now(): number;
}

const MAX_ROUND_TRIP_MS = 100;
const STALL_MS = 1_000;

/**
 * The database's time at this replica: the machine's monotonic clock plus an offset that is sampled, so a replica whose
 * wall clock is wrong, or is set while it runs, cannot drag a match's times with it.
 */
export class DatabaseClock implements Clock {
  #offset: number | undefined;
  #readDatabaseTime: () => Promise<number>;
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

  /** Samples until one is good; later samples come by themselves, every `intervalMs` and after a stall of the loop. */
  async start(intervalMs = 5_000): Promise<void> {
    while (!(await this.sample()));
    let sinceSample = 0;
    this.#timer = setInterval(() => {
      const turn = performance.now();
      const stalled = turn - this.#lastTurn > STALL_MS + 500;
      sinceSample += turn - this.#lastTurn;
      this.#lastTurn = turn;
      if (!stalled && sinceSample < intervalMs) return;
      sinceSample = 0;
      this.sample().catch(() => {}); // away: the old offset is the best there is, and the next turn tries again
    }, 500);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Takes one sample by the middle of its round trip; a slow one says too little and is left out. */
  async sample(): Promise<boolean> {
    const sent = performance.now();
    const databaseTime = await this.#readDatabaseTime();
    const received = performance.now();
    if (received - sent > MAX_ROUND_TRIP_MS && this.#offset !== undefined) return false;
    this.#offset = databaseTime - (sent + received) / 2;
    return true;
  }
}

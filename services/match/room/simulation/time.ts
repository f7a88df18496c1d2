import type { Clock } from '../../../harness/clock.ts';

/** Lets everything happen that waits for nothing but its turn. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A sample that took longer says too little. */
const MAX_ROUND_TRIP_MS = 100;

interface Timer {
  readonly at: number;
  readonly clock: SimulatedClock;
  readonly callback: () => void;
}

/** Time that stands still until it is advanced, for any number of clocks. */
export class SimulatedTime {
  /** Milliseconds since 1970 by the database's clock. */
  now = 1_800_000_000_000;
  #timers: Timer[] = [];

  /** A clock that is right. */
  clock(): SimulatedClock {
    return new SimulatedClock(this, async () => this.now, 0);
  }

  add(timer: Timer): () => void {
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Moves on, calling back whatever becomes due, in order; what follows from it happens before the next. */
  async advance(ms: number): Promise<void> {
    const until = this.now + ms;
    await settle();
    for (;;) {
      const due = this.#timers
        .filter(({ at, clock }) => at <= until && !clock.stopped)
        .reduce<Timer | undefined>((first, timer) => (first && first.at <= timer.at ? first : timer), undefined);
      if (!due) break;
      this.#timers = this.#timers.filter((other) => other !== due);
      this.now = Math.max(this.now, due.at);
      due.callback();
      await settle();
    }
    this.now = until;
  }
}

/** A replica's clock. While it is stopped, as by a signal, nothing is called back; later all that is overdue is. */
export class SimulatedClock implements Clock {
  stopped = false;
  /** How often the database was asked for its time. */
  resamples = 0;
  readonly #time: SimulatedTime;
  readonly #readDatabaseTime: () => Promise<number>;
  #ahead: number;

  /** @param ahead how far its estimate of the database's time is ahead, in milliseconds, until it resamples */
  constructor(time: SimulatedTime, readDatabaseTime: () => Promise<number>, ahead: number) {
    this.#time = time;
    this.#readDatabaseTime = readDatabaseTime;
    this.#ahead = ahead;
  }

  now(): number {
    return this.#time.now + this.#ahead;
  }

  monotonic(): number {
    return this.#time.now - 1_700_000_000_000;
  }

  async resample(): Promise<void> {
    this.resamples += 1;
    const sent = this.#time.now;
    const databaseTime = await this.#readDatabaseTime().catch(() => undefined);
    const received = this.#time.now;
    if (databaseTime === undefined || received - sent > MAX_ROUND_TRIP_MS) return;
    this.#ahead = Math.round(databaseTime - (sent + received) / 2);
  }

  after(ms: number, callback: () => void): () => void {
    return this.#time.add({ at: this.#time.now + ms, clock: this, callback });
  }
}

import type { Clock } from '../../../harness/clock.ts';

/** Lets everything happen that waits for nothing but its turn. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

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

  /** @param ahead how far the replica's estimate is ahead of the database, in milliseconds, until it resamples */
  clock(ahead = 0): SimulatedClock {
    return new SimulatedClock(this, ahead);
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
  #ahead: number;

  constructor(time: SimulatedTime, ahead: number) {
    this.#time = time;
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
    this.#ahead = 0;
  }

  after(ms: number, callback: () => void): () => void {
    return this.#time.add({ at: this.#time.now + ms, clock: this, callback });
  }
}

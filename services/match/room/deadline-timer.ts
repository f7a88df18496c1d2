import type { Clock } from '../../harness/clock.ts';

/** Timers take at most 2^31 ms; what is later is looked at again then. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * One timer for a moment that moves with nearly every entry of a match. It is set anew only when it would fire too late;
 * otherwise it fires early, sees that the moment has moved, and waits on.
 */
export class DeadlineTimer {
  readonly #clock: Clock;
  readonly #onDue: () => void;
  /** By the monotonic clock. */
  #dueAt = Infinity;
  #firesAt = Infinity;
  #cancel: () => void = () => {};

  constructor(clock: Clock, onDue: () => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  /** Calls back once in `ms`, and no longer at the moment that was set before. */
  set(ms: number): void {
    this.#dueAt = this.#clock.monotonic() + ms;
    if (this.#dueAt >= this.#firesAt) return;
    this.#cancel();
    this.#wait();
  }

  /** Does not call back any more, unless set again. */
  clear(): void {
    this.#dueAt = Infinity;
  }

  /** Leaves nothing behind that could fire. */
  close(): void {
    this.clear();
    this.#cancel();
    this.#firesAt = Infinity;
  }

  #wait(): void {
    const now = this.#clock.monotonic();
    const ms = Math.min(Math.max(0, this.#dueAt - now), LONGEST_MS);
    this.#firesAt = now + ms;
    this.#cancel = this.#clock.after(ms, () => {
      this.#firesAt = Infinity;
      if (this.#dueAt === Infinity) return;
      if (this.#clock.monotonic() < this.#dueAt) return this.#wait();
      this.#dueAt = Infinity;
      this.#onDue();
    });
  }
}

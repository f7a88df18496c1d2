import type { Clock } from '../../harness/clock.ts';

const BURST = 20;
const PER_SECOND = 10;
/** In which a budget is surely full again, and need not be remembered. */
const REFILL_MS = (BURST / PER_SECOND) * 1_000;

/**
 * How often an actor may be refused: each refusal may cost a read of the log, so a client that keeps asking for what it
 * cannot have is told to come again after a burst of 20, and 10 a second from then on.
 */
export class RefusalBudget {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();
  #forgotAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many actors it remembers. */
  get size(): number {
    return this.#buckets.size;
  }

  /** False when the actor has been refused too often of late. */
  take(actor: string): boolean {
    const at = this.#clock.monotonic();
    if (at - this.#forgotAt >= REFILL_MS) this.#forgetFull(at);
    const bucket = this.#buckets.get(actor) ?? { tokens: BURST, at };
    bucket.tokens = Math.min(BURST, bucket.tokens + ((at - bucket.at) / 1000) * PER_SECOND);
    bucket.at = at;
    this.#buckets.set(actor, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  /** Actors who have not been refused for a while take no memory. */
  #forgetFull(now: number): void {
    this.#forgotAt = now;
    for (const [actor, { tokens, at }] of this.#buckets) {
      if (tokens + ((now - at) / 1000) * PER_SECOND >= BURST) this.#buckets.delete(actor);
    }
  }
}

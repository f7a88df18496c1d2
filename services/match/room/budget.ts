import type { Clock } from '../../harness/clock.ts';

/** How much of something an actor may have: so much at once, and so much a second from then on. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * How often an actor may be refused: each refusal may cost a read of the log, so a client that keeps asking for what it
 * cannot have is told to come again.
 */
export const REFUSALS: Rate = { burst: 20, perSecond: 10 };

/** How often an actor may speak or react in a match; more would drown what others say. */
export const TALK: Rate = { burst: 5, perSecond: 0.5 };

/** What actors have left of a rate. */
export class Budget {
  readonly #rate: Rate;
  readonly #clock: Clock;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();
  #forgotAt = 0;

  constructor(rate: Rate, clock: Clock) {
    this.#rate = rate;
    this.#clock = clock;
  }

  /** How many actors it remembers. */
  get size(): number {
    return this.#buckets.size;
  }

  /** False when the actor has nothing left. */
  take(actor: string): boolean {
    const { burst, perSecond } = this.#rate;
    const at = this.#clock.monotonic();
    // In that time a budget is surely full again, and need not be remembered.
    if (at - this.#forgotAt >= (burst / perSecond) * 1_000) this.#forgetFull(at);
    const bucket = this.#buckets.get(actor) ?? { tokens: burst, at };
    bucket.tokens = Math.min(burst, bucket.tokens + ((at - bucket.at) / 1_000) * perSecond);
    bucket.at = at;
    this.#buckets.set(actor, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  #forgetFull(now: number): void {
    const { burst, perSecond } = this.#rate;
    this.#forgotAt = now;
    for (const [actor, { tokens, at }] of this.#buckets) {
      if (tokens + ((now - at) / 1_000) * perSecond >= burst) this.#buckets.delete(actor);
    }
  }
}

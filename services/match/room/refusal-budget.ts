import type { Clock } from '../../harness/clock.ts';

const BURST = 20;
const PER_SECOND = 10;

/**
 * How often an actor may be refused: each refusal may cost a read of the log, so a client that keeps asking for what it
 * cannot have is refused without one after a burst of 20, and 10 a second from then on.
 */
export class RefusalBudget {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  take(actor: string): boolean {
    const at = this.#clock.monotonic();
    const bucket = this.#buckets.get(actor) ?? { tokens: BURST, at };
    bucket.tokens = Math.min(BURST, bucket.tokens + ((at - bucket.at) / 1000) * PER_SECOND);
    bucket.at = at;
    this.#buckets.set(actor, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}

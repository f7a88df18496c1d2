import type { Redis } from 'ioredis';
import type { Logger } from './log.ts';

/** A token bucket: it holds at most `burst`, and gets `perMinute` back in a minute. */
export interface Limit {
  readonly perMinute: number;
  readonly burst: number;
}

const MAX_LOCAL_BUCKETS = 10_000;

/** So long Redis is left alone after it has failed, or each call would wait for one that does not answer. */
const LEAVE_ALONE_MS = 1_000;

/** A cost may be negative, to give back; the clock is Redis's own, so that replicas agree. Answers the wait in ms, or 0. */
const TAKE = `
local per_ms, burst, cost = tonumber(ARGV[1]) / 60000, tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'time')
local tokens = math.min(burst, (tonumber(bucket[1]) or burst) + (now - (tonumber(bucket[2]) or now)) * per_ms)
if tokens < cost then return math.ceil((cost - tokens) / per_ms) end
redis.call('HSET', KEYS[1], 'tokens', math.min(burst, tokens - cost), 'time', now)
redis.call('PEXPIRE', KEYS[1], math.ceil(burst / per_ms))
return 0`;

/**
 * Counts what callers do against limits that all replicas share through Redis. While Redis is away each replica counts
 * for itself, so that its loss neither opens the doors nor closes them.
 */
export class RateLimiter {
  readonly #redis: Redis;
  readonly #log: Logger;
  readonly #local = new Map<string, { tokens: number; time: number }>();
  #awaySince: number | undefined;

  constructor(redis: Redis, log: Logger) {
    this.#redis = redis;
    this.#log = log;
  }

  /** Takes one from the bucket of `key`. Returns 0, or after how many milliseconds there will be one again. */
  take(key: string, limit: Limit): Promise<number> {
    return this.#take(key, limit, 1);
  }

  /** Gives one back, for what turned out not to count. */
  async giveBack(key: string, limit: Limit): Promise<void> {
    await this.#take(key, limit, -1);
  }

  async #take(key: string, limit: Limit, cost: number): Promise<number> {
    const isAway = this.#awaySince !== undefined && performance.now() - this.#awaySince < LEAVE_ALONE_MS;
    if (isAway) return this.#takeLocally(key, limit, cost);
    try {
      const wait = await this.#redis.eval(TAKE, 1, `limit:${key}`, limit.perMinute, limit.burst, cost);
      this.#awaySince = undefined;
      return Number(wait);
    } catch (error) {
      if (this.#awaySince === undefined) {
        this.#log.warn({ cause: String(error) }, 'limits are counted at this replica alone');
      }
      this.#awaySince = performance.now();
      return this.#takeLocally(key, limit, cost);
    }
  }

  #takeLocally(key: string, { perMinute, burst }: Limit, cost: number): number {
    const now = performance.now();
    const perMs = perMinute / 60_000;
    const bucket = this.#local.get(key) ?? { tokens: burst, time: now };
    const tokens = Math.min(burst, bucket.tokens + (now - bucket.time) * perMs);
    if (tokens < cost) return Math.ceil((cost - tokens) / perMs);
    this.#local.delete(key); // to its end, so that the first key is the one that was quiet for longest
    this.#local.set(key, { tokens: Math.min(burst, tokens - cost), time: now });
    if (this.#local.size > MAX_LOCAL_BUCKETS) this.#local.delete(this.#local.keys().next().value!);
    return 0;
  }
}

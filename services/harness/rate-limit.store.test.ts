import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Redis } from 'ioredis';
import { startRedis, type TestRedis } from '../../test/support/redis.ts';
import { testLog } from '../../test/support/service.ts';
import { newId } from './ids.ts';
import { RateLimiter } from './rate-limit.ts';
import { openRedis } from './redis.ts';

describe('RateLimiter', () => {
  let server: TestRedis;
  let connections: Redis[];

  beforeAll(async () => {
    server = await startRedis();
    connections = [openRedis(server.url, 'one', testLog('test')), openRedis(server.url, 'two', testLog('test'))];
    await Promise.all(connections.map((redis) => new Promise((resolve) => redis.once('ready', resolve))));
  }, 30_000);
  afterAll(async () => {
    connections?.forEach((redis) => redis.disconnect());
    await server?.stop();
  });

  const limiter = (replica: number) => new RateLimiter(connections[replica]!, testLog('test'));
  /** A Redis that fails each command, as one does that is away. */
  const away = { eval: () => Promise.reject(new Error('away')) } as unknown as Redis;
  const kinds: [string, () => RateLimiter][] = [
    ['through Redis', () => limiter(0)],
    ['at one replica alone', () => new RateLimiter(away, testLog('test'))],
  ];

  test.each(kinds)('%s gives a burst, then makes wait for the next', async (_, make) => {
    const [limits, key] = [make(), newId()];
    const limit = { perMinute: 60, burst: 3 };
    expect([await limits.take(key, limit), await limits.take(key, limit), await limits.take(key, limit)]).toEqual([
      0, 0, 0,
    ]);
    const wait = await limits.take(key, limit);
    expect(wait).toBeGreaterThan(800);
    expect(wait).toBeLessThanOrEqual(1_000);
    expect(await limits.take(newId(), limit)).toBe(0);
  });

  test.each(kinds)('%s fills up with time', async (_, make) => {
    const [limits, key] = [make(), newId()];
    const limit = { perMinute: 60, burst: 1 }; // slow, so that none comes back between the two that are taken at once
    expect(await limits.take(key, limit)).toBe(0);
    const wait = await limits.take(key, limit);
    expect(wait).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, wait + 5));
    expect(await limits.take(key, limit)).toBe(0);
  });

  test.each(kinds)('%s takes back what did not count, and never holds more than the burst', async (_, make) => {
    const [limits, key] = [make(), newId()];
    const limit = { perMinute: 1, burst: 1 };
    expect(await limits.take(key, limit)).toBe(0);
    await limits.giveBack(key, limit);
    await limits.giveBack(key, limit);
    expect(await limits.take(key, limit)).toBe(0);
    expect(await limits.take(key, limit)).toBeGreaterThan(0);
  });

  test('counts together what replicas count, also at the same moment', async () => {
    const [one, two, key] = [limiter(0), limiter(1), newId()];
    const limit = { perMinute: 1, burst: 5 };
    const waits = await Promise.all(Array.from({ length: 20 }, (_, each) => (each % 2 ? one : two).take(key, limit)));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
  });

  test('leaves nothing in Redis of a bucket that is full again', async () => {
    const key = newId();
    await limiter(0).take(key, { perMinute: 60, burst: 10 });
    const ttl = await connections[0]!.pttl(`limit:${key}`);
    expect(ttl).toBeGreaterThan(0);
    expect(ttl).toBeLessThanOrEqual(10_000);
  });
});

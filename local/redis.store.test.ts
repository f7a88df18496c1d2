import { expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { startRedis } from '../test/support/redis.ts';
import { redisServer } from './redis.ts';

test('our Valkey takes commands by its URL, tells its version, and refuses a wrong password', async () => {
  const redis = await startRedis();
  try {
    const client = new Redis(redis.url);
    expect(await client.set('key', 'value')).toBe('OK');
    client.disconnect();
    expect(await redisServer(redis.url)).toEqual({ kind: 'Valkey', version: expect.stringMatching(/^9\./) });
    await expect(redisServer(redis.url.replace(/password=.*/, 'password=wrong'))).rejects.toThrow('WRONGPASS');
  } finally {
    await redis.stop();
  }
});

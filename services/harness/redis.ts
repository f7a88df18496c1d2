import { Redis } from 'ioredis';
import type { Logger } from './log.ts';

/** Channel on which the user service tells which sessions have ended: `<session id> <milliseconds since 1970>`. */
export const ENDED_SESSIONS_CHANNEL = 'sessions:ended';

/**
 * A connection to Redis that comes back by itself. Commands fail at once while it is away, since nothing that Redis
 * tells is worth waiting for; whoever uses it goes on without.
 */
export function openRedis(url: string, name: string, log: Logger): Redis {
  const options = {
    connectionName: name,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 1_000, // a Redis that is there but silent is as good as away
    enableAutoPipelining: true,
    retryStrategy: (attempt: number) => Math.min(50 * 2 ** attempt, 1_000),
  };
  const unix = url.startsWith('unix://') ? new URL(url) : undefined;
  const password = unix?.searchParams.get('password');
  const redis = unix
    ? new Redis({ ...options, path: decodeURIComponent(unix.pathname), ...(password && { password }) })
    : new Redis(url, options);
  let away = false;
  redis.on('error', (error: Error) => {
    if (!away) log.warn({ cause: error.message }, 'Redis is away; going on without');
    away = true;
  });
  redis.on('ready', () => {
    if (away) log.info('Redis is back');
    away = false;
  });
  return redis;
}

/** Waits until a connection can be used, but not for long: without Redis one goes on as well. */
export async function untilReady(redis: Redis, atMostMs = 1_000): Promise<void> {
  if (redis.status === 'ready') return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, atMostMs);
    redis.once('ready', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

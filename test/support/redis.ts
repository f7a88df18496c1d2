import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start, tail } from '../../local/child.ts';
import { redisProgram, redisUrl, waitForRedis } from '../../local/redis.ts';
import { tools } from '../../local/tools.ts';

/** A Valkey for one test. */
export type TestRedis = {
  readonly url: string;
  /** Its process, to be killed, stopped or continued by a test of its absence. */
  readonly pid: number;
  stop(): Promise<void>;
};

/** Starts an empty Valkey on a unix socket, with a password as everywhere. */
export async function startRedis(): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'playmesh-redis-'));
  const server = {
    binary: tools.valkey,
    folder,
    listen: { socket: join(folder, 'redis.sock') },
    password: randomBytes(18).toString('base64url'),
  };
  const log = join(folder, 'redis.log');
  const program = await redisProgram(server, join(folder, 'redis.conf'), {
    log,
    pidFile: join(folder, 'redis.pid'),
    env: { LC_ALL: 'C' },
  });
  const child = start(program);
  const stop = async () => {
    await child.stop(5000);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await waitForRedis(redisUrl(server), AbortSignal.timeout(10_000));
  } catch (error) {
    const said = tail(log, 20);
    await stop();
    throw new Error(`Valkey did not start:\n${said}`, { cause: error });
  }
  return { url: redisUrl(server), pid: child.pid, stop };
}

import { writeFile } from 'node:fs/promises';
import { Redis } from 'ioredis';
import type { Program } from './child.ts';
import { Failure } from './steps.mjs';

/** A Valkey of our own; it keeps nothing, since nothing in Redis is the truth of anything. */
export type OwnRedis = {
  /** The `valkey-server` binary. */
  readonly binary: string;
  /** An unused folder to run in. */
  readonly folder: string;
  /** Path of the unix socket, or the loopback port when that path would be too long for the kernel. */
  readonly listen: { readonly socket: string } | { readonly port: number };
  readonly password: string;
};

/** URL of our own Valkey. */
export function redisUrl({ listen, password }: OwnRedis): string {
  const secret = encodeURIComponent(password);
  return 'port' in listen
    ? `redis://:${secret}@127.0.0.1:${listen.port}/0`
    : `unix://${listen.socket}?password=${secret}`;
}

/**
 * Writes the configuration and tells how to start the server. The password goes by that file, since the arguments of a
 * program can be read by every user of the machine.
 */
export async function redisProgram(
  server: OwnRedis,
  configFile: string,
  files: Pick<Program, 'log' | 'pidFile' | 'env'>,
): Promise<Program> {
  const own =
    'port' in server.listen ? [`port ${server.listen.port}`] : [`port 0`, `unixsocket "${server.listen.socket}"`];
  const config = [
    'bind 127.0.0.1',
    ...own,
    'unixsocketperm 700',
    `dir "${server.folder}"`,
    `requirepass "${server.password}"`,
    'save ""',
    'appendonly no',
    'maxmemory 256mb',
    'maxmemory-policy allkeys-lru',
    'daemonize no',
  ];
  await writeFile(configFile, `${config.join('\n')}\n`, { mode: 0o600 });
  return { ...files, name: 'redis', command: [server.binary, configFile], stopSignal: 'SIGTERM' };
}

/** What a Redis or Valkey says of itself. */
export type RedisServer = { readonly kind: 'Redis' | 'Valkey'; readonly version: string };

/** Answers when the server takes commands; gives up when `signal` aborts. */
export async function waitForRedis(url: string, signal: AbortSignal): Promise<RedisServer> {
  for (;;) {
    try {
      return await redisServer(url);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Failure) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/**
 * Signs in and asks for the version.
 * @throws Failure when the server refuses the credentials; any other error when it cannot be reached
 */
export async function redisServer(url: string): Promise<RedisServer> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 2000,
    disconnectTimeout: 100,
    retryStrategy: () => null,
  });
  let cause: Error | undefined; // `connect` itself only says that the connection is closed.
  client.on('error', (error: Error) => (cause = error));
  try {
    await client.connect();
    const info = await client.info('server');
    const valkey = /^valkey_version:(\S+)/m.exec(info)?.[1];
    const redis = /^redis_version:(\S+)/m.exec(info)?.[1];
    return valkey ? { kind: 'Valkey', version: valkey } : { kind: 'Redis', version: redis ?? 'unknown' };
  } catch (error) {
    const reason = cause ?? (error as Error);
    throw /NOAUTH|WRONGPASS|NOPERM/.test(reason.message)
      ? new Failure(`Redis refused the credentials of REDIS_URL: ${reason.message}.`)
      : reason;
  } finally {
    client.disconnect();
  }
}

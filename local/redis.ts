import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
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
 * @throws Failure when the server refuses the credentials or speaks another protocol
 */
export async function redisServer(url: string): Promise<RedisServer> {
  const target = new URL(url);
  const password = decodeURIComponent(target.password) || target.searchParams.get('password') || '';
  const user = decodeURIComponent(target.username) || 'default';
  const words = password === '' ? [] : ['AUTH', user, password];
  const info = await ask(target, words.length > 0 ? [words, ['INFO', 'server']] : [['INFO', 'server']]);
  const valkey = /^valkey_version:(\S+)/m.exec(info)?.[1];
  const redis = /^redis_version:(\S+)/m.exec(info)?.[1];
  if (valkey) return { kind: 'Valkey', version: valkey };
  if (redis) return { kind: 'Redis', version: redis };
  throw new Failure(`Redis refused to tell its version: ${info.split('\r\n')[0] ?? ''}`);
}

/** Sends commands on one connection and gives all that comes back until it ends. */
function ask(target: URL, commands: string[][]): Promise<string> {
  if (!['redis:', 'unix:'].includes(target.protocol)) {
    throw new Failure(`REDIS_URL must begin with redis:// or unix://, not ${target.protocol}//.`);
  }
  const place =
    target.protocol === 'unix:'
      ? { path: decodeURIComponent(target.pathname) }
      : { host: target.hostname.replace(/^\[|\]$/g, ''), port: Number(target.port || 6379) };
  return new Promise((resolve, reject) => {
    const connection = connect(place);
    let text = '';
    connection.setTimeout(2000, () => connection.destroy(new Error('Redis did not answer within 2 s')));
    connection.on('connect', () => {
      for (const words of [...commands, ['QUIT']]) connection.write(encode(words));
    });
    connection.on('data', (chunk) => (text += chunk.toString()));
    connection.on('end', () => {
      resolve(text);
    });
    connection.on('error', reject);
  });
}

const encode = (words: string[]) =>
  `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;

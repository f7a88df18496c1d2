import { join } from 'node:path';
import { tail, type Program } from './child.ts';
import type { Folders } from './folders.ts';
import type { MeshOptions } from './options.ts';
import {
  fitsSocket,
  preparePostgres,
  serverVersion,
  superuserUrl,
  waitForPostgres,
  type OwnPostgres,
} from './postgres.ts';
import { redisProgram, redisServer, redisUrl, waitForRedis, type OwnRedis } from './redis.ts';
import type { Secrets } from './secrets.ts';
import { Failure } from './steps.mjs';
import type { Part } from './supervisor.ts';
import { tools } from './tools.ts';

/** Starts a program and keeps it running. */
export type Launch = (program: Program) => Part;

/** The PostgreSQL of a mesh. */
export type Database = {
  /** An admin's URL, in any database of the server. */
  readonly adminUrl: string;
  /** The database of the mesh. */
  readonly name: string;
  /** Such as "PostgreSQL 18.6". */
  readonly description: string;
};

/** Where the database of a mesh is, whether it runs or not; `own` where it is not another one by DATABASE_URL. */
export function locateDatabase(
  options: MeshOptions,
  secrets: Secrets,
  folders: Folders,
): { readonly adminUrl: string; readonly name: string; readonly own?: OwnPostgres } {
  if (options.databaseUrl !== undefined) {
    const name = /^[a-z]+:\/\/[^/?]*\/([^?]+)/.exec(options.databaseUrl)?.[1];
    return { adminUrl: options.databaseUrl, name: name === undefined ? 'playmesh' : decodeURIComponent(name) };
  }
  const socketFolder = join(folders.postgres, 'socket');
  const own: OwnPostgres = {
    bin: tools.postgres,
    data: folders.postgres,
    listen: fitsSocket(socketFolder) ? { socketFolder } : { port: options.ports.postgres },
    password: secrets.postgres,
  };
  return { adminUrl: superuserUrl(own), name: 'playmesh', own };
}

/** Starts our own PostgreSQL, or looks at the one that was named. */
export async function openDatabase(
  options: MeshOptions,
  secrets: Secrets,
  folders: Folders,
  launch: Launch,
  signal: AbortSignal,
): Promise<Database> {
  const { adminUrl, name, own } = locateDatabase(options, secrets, folders);
  if (own) {
    const part = launch(await preparePostgres(own, folders.files('postgres')));
    const version = await unlessEnded(part, (until) => waitForPostgres(adminUrl, until), signal).catch(
      (error: unknown) => {
        if ((error as { code?: string }).code !== '28P01') throw error;
        throw new Failure(
          `The database in ${folders.postgres} has other passwords than ${folders.secrets}: put the old file back, or begin anew with \`make clean-data\`.`,
        );
      },
    );
    return { adminUrl, name, description: describePostgres(version) };
  }
  const version = await serverVersion(adminUrl).catch((error: unknown) => {
    throw new Failure(`DATABASE_URL does not lead to a PostgreSQL that lets us in: ${(error as Error).message}.`);
  });
  const description = describePostgres(version);
  if (version < 140_000) throw new Failure(`DATABASE_URL leads to ${description}; 14 or later is needed.`);
  return { adminUrl, name, description };
}

const describePostgres = (version: number) => `PostgreSQL ${Math.floor(version / 10_000)}.${version % 10_000}`;

/** Starts our own Valkey, or looks at the Redis or Valkey that was named. */
export async function openRedis(
  options: MeshOptions,
  secrets: Secrets,
  folders: Folders,
  launch: Launch,
  signal: AbortSignal,
): Promise<{ readonly url: string; readonly description: string }> {
  if (options.redisUrl !== undefined) return externalRedis(options.redisUrl);
  const socket = join(folders.redis, 'redis.sock');
  const server: OwnRedis = {
    binary: tools.valkey,
    folder: folders.redis,
    listen: Buffer.byteLength(socket) <= 107 ? { socket } : { port: options.ports.redis },
    password: secrets.redis,
  };
  const part = launch(await redisProgram(server, folders.rendered('redis.conf'), folders.files('redis')));
  const { kind, version } = await unlessEnded(part, (until) => waitForRedis(redisUrl(server), until), signal);
  return { url: redisUrl(server), description: `${kind} ${version}` };
}

async function externalRedis(url: string): Promise<{ url: string; description: string }> {
  const { kind, version } = await redisServer(url).catch((error: unknown) => {
    if (error instanceof Failure) throw error;
    throw new Failure(`REDIS_URL leads to no Redis that answers: ${(error as Error).message}.`);
  });
  const least = kind === 'Redis' ? 7 : 8;
  if (!(Number.parseInt(version, 10) >= least)) {
    throw new Failure(`REDIS_URL leads to ${kind} ${version}; Redis 7 or Valkey 8 or later is needed.`);
  }
  return { url, description: `${kind} ${version}` };
}

/**
 * Waits for something of a part that has just been started, at most a minute.
 * @throws Failure with the end of its log when it ends before
 */
export async function unlessEnded<T>(
  part: Part,
  wait: (until: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const ended = new AbortController();
  const { program } = part;
  const said = () => tail(program.log, 5) || 'its log is empty';
  void part.exited.then(() => {
    ended.abort(new Failure(`${program.name} ended at its start:\n${said()}\nThe whole log is ${program.log}.`));
  });
  const slow = setTimeout(() => {
    ended.abort(new Failure(`${program.name} was not ready within 60 s:\n${said()}\nThe whole log is ${program.log}.`));
  }, 60_000);
  try {
    return await wait(AbortSignal.any([signal, ended.signal]));
  } finally {
    clearTimeout(slow);
  }
}

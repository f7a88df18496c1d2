import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Program } from './child.ts';
import { Failure } from './steps.mjs';
import { withoutRoot } from './unprivileged.ts';

const execute = promisify(execFile);

/** A PostgreSQL of our own: where it lives and how it is reached. */
export type OwnPostgres = {
  /** Folder with `initdb` and `postgres`. */
  readonly bin: string;
  /** The data; made by initdb at the first start. */
  readonly data: string;
  /** Folder for the unix socket, or the loopback port when the socket's path would be too long for the kernel. */
  readonly listen: { readonly socketFolder: string } | { readonly port: number };
  /** Password of the superuser `postgres`. */
  readonly password: string;
  /** Settings beyond the ones below, by name. */
  readonly settings?: Readonly<Record<string, string>>;
};

/** What a game server's log wants: many connections, rare and smooth checkpoints, commits that are really on disk. */
const settings = {
  fsync: 'on',
  max_connections: '200',
  shared_buffers: '256MB',
  max_wal_size: '4GB',
  checkpoint_completion_target: '0.9',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** The kernel's limit for a unix socket's path is 107 bytes; PostgreSQL's file in the folder takes 14 and the slash. */
export const fitsSocket = (folder: string) => Buffer.byteLength(folder) + '/.s.PGSQL.5432.lock'.length <= 107;

/** URL of a database of this server for a role. */
export function postgresUrl(listen: OwnPostgres['listen'], role: string, password: string, database: string): string {
  const user = `${encodeURIComponent(role)}:${encodeURIComponent(password)}`;
  if ('port' in listen) return `postgres://${user}@127.0.0.1:${listen.port}/${database}`;
  return `postgres://${user}@/${database}?host=${encodeURIComponent(listen.socketFolder)}`;
}

/** URL of the superuser, in the maintenance database. */
export const superuserUrl = (server: OwnPostgres) =>
  postgresUrl(server.listen, 'postgres', server.password, 'postgres');

/**
 * Makes the data folder where there is none, clears what a crash left, and tells how to start the server.
 * @throws Failure when initdb does not work here
 */
export async function preparePostgres(
  server: OwnPostgres,
  files: Pick<Program, 'log' | 'pidFile' | 'env'>,
): Promise<Program> {
  await mkdir(server.data, { recursive: true, mode: 0o700 });
  const folders = [server.data];
  if ('socketFolder' in server.listen) {
    await mkdir(server.listen.socketFolder, { recursive: true, mode: 0o700 });
    folders.push(server.listen.socketFolder);
  }
  const prefix = await withoutRoot(...folders);
  if (!existsSync(join(server.data, 'cluster', 'PG_VERSION'))) await initdb(server, prefix);
  else await removeStalePid(join(server.data, 'cluster'));
  const own = 'port' in server.listen ? tcp(server.listen.port) : socket(server.listen.socketFolder);
  const all = { ...settings, ...own, ...server.settings };
  return {
    ...files,
    name: 'postgres',
    runAs: prefix,
    command: [
      join(server.bin, 'postgres'),
      '-D',
      join(server.data, 'cluster'),
      ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    stopSignal: 'SIGINT',
  };
}

const tcp = (port: number) => ({ listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '' });
const socket = (folder: string) => ({
  listen_addresses: '',
  port: '5432',
  unix_socket_directories: folder,
  unix_socket_permissions: '0700',
});

/** Runs initdb beside the final place and moves the result there, so that a broken-off one leaves nothing half made. */
async function initdb(server: OwnPostgres, prefix: string[]): Promise<void> {
  const fresh = join(server.data, 'fresh');
  await rm(fresh, { recursive: true, force: true });
  const passwordFile = join(server.data, 'password');
  await writeFile(passwordFile, server.password, { mode: 0o600 });
  await withoutRoot(passwordFile);
  const [file = '', ...args] = [
    ...prefix,
    join(server.bin, 'initdb'),
    ...['--pgdata', fresh, '--username', 'postgres', '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
    ...['--encoding', 'UTF8', '--locale-provider', 'builtin', '--locale', 'C.UTF-8', '--no-instructions'],
  ];
  try {
    await execute(file, args, { env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' } });
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    throw new Failure(`PostgreSQL's initdb failed: ${stderr.trim() || (error as Error).message}`);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(fresh, join(server.data, 'cluster'));
}

/**
 * PostgreSQL itself overcomes a postmaster.pid whose process is gone, but not one whose number some other program bears
 * by now, as happens after a restart of the machine.
 */
async function removeStalePid(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  let command = '';
  try {
    command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    // No such process: stale for certain.
  }
  if (!command.split('\0').includes(data)) await rm(file, { force: true });
  else throw new Failure(`PostgreSQL (process ${pid}) already runs on ${data}: stop it with \`kill -INT ${pid}\`.`);
}

/** Answers when the server takes queries, with its version number such as 180006; gives up when `signal` aborts. */
export async function waitForPostgres(url: string, signal: AbortSignal): Promise<number> {
  for (;;) {
    try {
      return await serverVersion(url);
    } catch (error) {
      signal.throwIfAborted();
      const { code } = error as { code?: string };
      if (code === '28P01' || code === '28000' || code === '3D000') throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** PostgreSQL's version number such as 180006. */
export async function serverVersion(url: string): Promise<number> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
    return Number(rows[0]?.server_version_num);
  });
}

/** Does some work on one connection and closes it. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined); // A connection lost between queries; the next query tells.
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

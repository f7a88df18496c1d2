/** The servers that Playmesh is compared with: their processes, started as a supervisor would, and killed. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { start, tail, type Child, type Program } from '../../local/child.ts';
import { makeFolders, type Folders } from '../../local/folders.ts';
import { findPortBlock } from '../../local/ports.ts';
import { redisProgram, redisUrl, waitForRedis, type OwnRedis } from '../../local/redis.ts';
import { Failure } from '../../local/steps.mjs';
import { root, tools } from '../../local/tools.ts';
import type { Groups } from '../processes.ts';

const folder = join(root, 'bench', 'peers');
const patience = 20_000;

/** A server as it is set up. `kind` is what the load client calls it. */
export type Setup = {
  readonly kind: 'colyseus' | 'socketio' | 'grpc-relay';
  readonly processes: number;
  /** Has a Valkey, between its processes or for its state. */
  readonly withRedis: boolean;
};

/** Packages whose versions are told, by kind. */
const packages: Readonly<Record<Setup['kind'], Readonly<Record<string, string>>>> = {
  colyseus: { Colyseus: '@colyseus/core', ws: 'ws', bufferutil: 'bufferutil' },
  socketio: { 'socket.io': 'socket.io', 'its Redis adapter': '@socket.io/redis-adapter', redis: 'redis' },
  'grpc-relay': { 'grpc-js': '@grpc/grpc-js' },
};

/** A running server. */
export type Peer = {
  /** host:port of each process. */
  readonly addresses: readonly string[];
  /** Such as "Colyseus 0.18.17, ws 8.23.0". */
  readonly versions: string;
  /** Its processes as `server`, Valkey as `redis`. */
  groups(): Groups;
  /** Ends all its processes by SIGKILL, with `redis` its Valkey too. */
  kill(redis: boolean): Promise<void>;
  /** Starts what was killed. */
  restart(): Promise<void>;
  /** Ends everything. */
  stop(): Promise<void>;
};

/** Starts a server and resolves when all its processes take connections. @throws Failure when one does not */
export async function startPeer(setup: Setup): Promise<Peer> {
  const data = await mkdtemp(join(tmpdir(), 'playmesh-peer-'));
  const folders = makeFolders(data);
  const { first, release } = await findPortBlock(setup.processes + 1);
  const redis: OwnRedis = {
    binary: tools.valkey,
    folder: folders.redis,
    listen: { port: first + setup.processes },
    password: randomBytes(16).toString('hex'),
  };
  const ports = Array.from({ length: setup.processes }, (_, index) => first + index);
  const children = new Map<string, Child>();
  let redisVersion: string | undefined;

  const startAll = async () => {
    if (setup.withRedis && !children.has('redis')) {
      children.set('redis', start(await redisProgram(redis, folders.rendered('redis.conf'), folders.files('redis'))));
      const server = await waitForRedis(redisUrl(redis), AbortSignal.timeout(patience));
      redisVersion = `${server.kind} ${server.version}`;
    }
    await Promise.all(
      ports.map(async (port) => {
        const program = serverProgram(setup.kind, port, setup.withRedis ? redisUrl(redis) : undefined, folders);
        const child = start(program, 'continued');
        children.set(program.name, child);
        await listens(program, port, child);
      }),
    );
  };
  const kill = async (names: readonly string[]) => {
    await Promise.all(
      names.map(async (name) => {
        const child = children.get(name);
        children.delete(name);
        child?.signal('SIGKILL');
        await child?.exited;
      }),
    );
  };
  const stop = async () => {
    await kill([...children.keys()]);
    release();
    await rm(data, { recursive: true, force: true });
  };
  try {
    await startAll();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    addresses: ports.map((port) => `127.0.0.1:${port}`),
    versions: [`Node ${process.versions.node}`, ...packageVersions(setup.kind), redisVersion ?? []].flat().join(', '),
    groups: () => {
      const pids = (wanted: boolean) =>
        [...children].flatMap(([name, { pid }]) => ((name === 'redis') === wanted ? pid : []));
      return new Map([['server', pids(false)], ...(setup.withRedis ? [['redis', pids(true)] as const] : [])]);
    },
    kill: (withRedis) => kill([...children.keys()].filter((name) => withRedis || name !== 'redis')),
    restart: startAll,
    stop,
  };
}

function serverProgram(kind: Setup['kind'], port: number, redis: string | undefined, folders: Folders): Program {
  const name = `${kind}-${port}`;
  const files = folders.files(name);
  return {
    ...files,
    name,
    command: [process.execPath, join(folder, `${kind}.mjs`)],
    env: {
      ...files.env,
      NODE_ENV: 'production',
      PORT: String(port),
      ...(redis === undefined ? {} : { REDIS_URL: redis }),
    },
    stopSignal: 'SIGKILL',
  };
}

/** Resolves when the port takes connections. */
async function listens(program: Program, port: number, child: Child): Promise<void> {
  let ended = false;
  void child.exited.then(() => (ended = true));
  for (const until = performance.now() + patience; performance.now() < until && !ended; await sleep(20)) {
    const connected = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (connected) return;
  }
  throw new Failure(`${program.name} does not listen:\n${tail(program.log, 5)}`);
}

function packageVersions(kind: Setup['kind']): string[] {
  return Object.entries(packages[kind]).map(([name, path]) => {
    const text = readFileSync(join(folder, 'node_modules', path, 'package.json'), 'utf8');
    return `${name} ${(JSON.parse(text) as { version: string }).version}`;
  });
}

import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tail } from '../../local/child.ts';
import { startMesh as startLocalMesh, type Mesh } from '../../local/mesh.ts';
import { readOptions, type MeshOptions } from '../../local/options.ts';
import { findPortBlock } from '../../local/ports.ts';
import { waitForPostgres, withClient } from '../../local/postgres.ts';
import { waitForRedis } from '../../local/redis.ts';
import { databaseUrl } from '../../local/roles.ts';
import { serves } from '../../local/services.ts';

/** How long anything a test waits for may take before the test is told. Milliseconds. */
const patience = 30_000;

/** What a test may choose about its mesh. */
export type TestMeshOptions = Partial<
  Pick<MeshOptions, 'matchReplicas' | 'logLevel' | 'streamStartsPerSecond' | 'environment'>
>;

/** A whole mesh of its own for one test file: its data in a temporary folder, its ports its own. */
export type TestMesh = {
  /** host:port for clients: gRPC, grpc-web and JSON. */
  readonly edge: string;
  /** host:port between services. */
  readonly mesh: string;
  /** host:port of Envoy's admin interface. */
  readonly admin: string;
  /** host:port of the gRPC of each replica, past Envoy: `user`, `stats`, `match-0`, … */
  readonly direct: ReadonlyMap<string, string>;
  /** What services show each other on internal rpcs. */
  readonly serviceToken: string;
  readonly redisUrl: string;
  /** Queries the mesh's database as its superuser. */
  sql<Row extends Record<string, unknown>>(query: string, values?: unknown[]): Promise<Row[]>;
  /** Process id of a part: a replica, `envoy`, `postgres` or `redis`. */
  pid(name: string): number;
  /** Sends a signal to a part and its own children, and resolves when it is gone. It stays dead until `restart`. */
  kill(name: string, signal?: NodeJS.Signals): Promise<void>;
  /** Starts a part anew, dead or alive, and resolves when it serves, a replica also in Envoy's eyes. */
  restart(name: string): Promise<void>;
  /** Stops a part and its children in their tracks, as a machine that hangs does. */
  pause(name: string): Promise<void>;
  resume(name: string): Promise<void>;
  /** Resolves when Envoy takes every replica for healthy. */
  healthy(): Promise<void>;
  /** Everything a part has said since the mesh was started. */
  log(name: string): Promise<string>;
  /**
   * Runs the body of a test; when that fails, the error tells the last lines of every log.
   * @param withinMs less than what jest allows, whose own error would tell nothing
   */
  explain<T>(body: () => Promise<T>, withinMs?: number): Promise<T>;
  /** Ends everything and removes the data. */
  stop(): Promise<void>;
};

/** Starts a mesh and resolves when all of it is healthy. */
export async function startMesh(options: TestMeshOptions = {}): Promise<TestMesh> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'playmesh-mesh-'));
  const matchReplicas = options.matchReplicas ?? 2;
  const { first, release } = await findPortBlock(10 + 10 * matchReplicas);
  const ports = {
    edge: first,
    mesh: first + 1,
    admin: first + 2,
    postgres: first + 3,
    user: first + 4,
    stats: first + 6,
    redis: first + 8,
    match: first + 10,
  };
  const said: string[] = [];
  const report = {
    step: <T>(_: string, work: () => Promise<T>) => work(),
    note: (text: string) => void said.push(text),
  };
  const all = { ...readOptions({}), ...options, dataFolder, matchReplicas, ports };
  const dispose = async () => {
    release();
    await rm(dataFolder, { recursive: true, force: true });
  };
  try {
    const mesh = await startLocalMesh(all, report, AbortSignal.timeout(2 * patience), false);
    return control(mesh, join(dataFolder, 'logs'), said, dispose);
  } catch (error) {
    await dispose();
    throw error;
  }
}

function control(mesh: Mesh, logs: string, said: readonly string[], dispose: () => Promise<void>): TestMesh {
  const { surroundings, database } = mesh;
  const { ports } = surroundings.options;
  const admin = databaseUrl(database.adminUrl, database.name);
  const part = (name: string) => {
    const found = mesh.parts.get(name);
    if (!found) throw new Error(`The mesh has no ${name}, but ${[...mesh.parts.keys()].join(', ')}.`);
    return found;
  };
  const healthy = () => mesh.healthy(AbortSignal.timeout(patience));
  const served = async (name: string) => {
    const until = AbortSignal.timeout(patience);
    const replica = mesh.replicas.find((one) => one.name === name);
    if (name === 'postgres') await waitForPostgres(admin, until);
    if (name === 'redis') await waitForRedis(surroundings.redisUrl, until);
    if (replica) await serves(replica, until);
    if (replica || name === 'envoy') await mesh.healthy(until);
  };
  return {
    edge: `127.0.0.1:${ports.edge}`,
    mesh: `127.0.0.1:${ports.mesh}`,
    admin: `127.0.0.1:${ports.admin}`,
    direct: new Map(mesh.replicas.map(({ name, grpc }) => [name, `${grpc.host}:${grpc.port}`])),
    serviceToken: surroundings.secrets.serviceToken,
    redisUrl: surroundings.redisUrl,
    sql: (query, values) =>
      withClient(admin, async (client) => (await client.query<Record<string, unknown>>(query, values)).rows as never),
    pid: (name) => part(name).pid,
    async kill(name, signal = 'SIGKILL') {
      const one = part(name);
      await signalFamily(one.pid, signal);
      await one.exited;
    },
    async restart(name) {
      await part(name).restart(patience);
      await served(name);
    },
    pause: (name) => signalFamily(part(name).pid, 'SIGSTOP'),
    resume: (name) => signalFamily(part(name).pid, 'SIGCONT'),
    healthy,
    log: (name) => readFile(part(name).program.log, 'utf8'),
    async explain(body, withinMs) {
      const late = Promise.withResolvers<never>();
      const timer =
        withinMs && setTimeout(() => late.reject(new Error(`It was not done within ${withinMs / 1_000} s.`)), withinMs);
      try {
        return await Promise.race([body(), late.promise]);
      } catch (error) {
        if (error instanceof Error) error.message += `\n\n${said.join('\n')}\n${await ends(logs)}`;
        throw error;
      } finally {
        clearTimeout(timer);
      }
    },
    async stop() {
      await mesh.stop(AbortSignal.abort());
      await dispose();
    },
  };
}

/** PostgreSQL's backends are processes of their own, each in its own group: a signal must be sent to every one. */
async function signalFamily(pid: number, signal: NodeJS.Signals): Promise<void> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const own = children.trim() === '' || signal === 'SIGTERM' || signal === 'SIGINT' ? [] : children.trim().split(' ');
  for (const member of [pid, ...own.map(Number)]) {
    try {
      process.kill(member, signal);
    } catch {
      // It has ended since.
    }
  }
}

async function ends(logs: string): Promise<string> {
  const files = (await readdir(logs)).filter((file) => file.endsWith('.log'));
  return files.map((file) => `--- ${file}\n${tail(join(logs, file), 25)}`).join('\n');
}

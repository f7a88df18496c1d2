import { realpathSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endLeftover } from './child.ts';
import { drainEnvoy, envoyProgram, renderEnvoy, sickHosts, type Address } from './envoy.ts';
import { makeFolders, type Folders } from './folders.ts';
import { lock } from './lock.mjs';
import { boundPorts, type MeshOptions } from './options.ts';
import { isFree } from './ports.ts';
import { prepareRoles } from './roles.ts';
import { readSecrets } from './secrets.ts';
import {
  loadQuestions,
  migrate,
  replicas,
  serves,
  serviceProgram,
  type Replica,
  type Surroundings,
} from './services.ts';
import { Failure } from './steps.mjs';
import { openDatabase, openRedis, unlessEnded, type Database, type Launch } from './stores.ts';
import { runningMesh, writeState } from './state.ts';
import { supervise, type Part } from './supervisor.ts';
import { tools } from './tools.ts';

/** How long a part may take to end before it is killed. Milliseconds. */
const drainLimit = 25_000;
const stopLimit = 10_000;
/** PostgreSQL writes a last checkpoint, of gigabytes at worst. */
const checkpointLimit = 60_000;

/** Where a mesh tells what it is doing. */
export type Report = {
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
  note(sentence: string): void;
};

/** A whole Playmesh on this machine. */
export type Mesh = {
  /** For clients. */
  readonly edge: Address;
  readonly replicas: readonly Replica[];
  /** Every supervised program by name: postgres, redis (where they are our own), the replicas, envoy. */
  readonly parts: ReadonlyMap<string, Part>;
  readonly database: Database;
  readonly surroundings: Surroundings;
  /** Resolves when Envoy takes every replica for healthy. */
  healthy(signal: AbortSignal): Promise<void>;
  /** Ends everything in order; the data stays. When `hurry` aborts, streams are no longer given time to go. */
  stop(hurry?: AbortSignal): Promise<void>;
};

/**
 * Starts everything and resolves when all of it is healthy. What was started is ended again when something fails.
 * @throws Failure with the sentence for the user when a port is taken, another mesh runs on the same data, a version is
 *   too old or a part does not start
 */
export async function startMesh(
  options: MeshOptions,
  report: Report,
  signal: AbortSignal,
  restarts = true,
): Promise<Mesh> {
  await mkdir(options.dataFolder, { recursive: true, mode: 0o700 });
  const release = await lockData(options.dataFolder);
  const folders = makeFolders(realpathSync(options.dataFolder));
  const parts = new Map<string, Part>();
  const launch: Launch = (program) => {
    const part = supervise(program, { say: report.note, restarts });
    parts.set(program.name, part);
    return part;
  };
  const edge = { host: options.edgeHost, port: options.ports.edge };
  const admin = { host: '127.0.0.1', port: options.ports.admin };
  const all = replicas(options);
  const stop = async (hurry?: AbortSignal) => {
    rmSync(folders.state, { force: true });
    await stopParts(parts, all, admin, hurry);
    release();
  };
  try {
    await endLeftovers(folders, report);
    await refuseTakenPorts(options);
    const surroundings = await openStores(options, folders, launch, report, signal);
    await prepareSchemas(surroundings, report, signal);
    await writeFiles(folders, options, all);
    // First, so that services find each other from their first call on.
    const envoy = launch(envoyProgram(tools.envoy, folders.rendered('envoy.yaml'), folders.files('envoy')));
    await Promise.all(
      all.map((replica) => {
        const part = launch(serviceProgram(replica, surroundings));
        return report.step(`start ${replica.name}`, () => unlessEnded(part, (until) => serves(replica, until), signal));
      }),
    );
    const healthy = async (until: AbortSignal) => {
      while ((await sickHosts(admin)).length > 0) {
        until.throwIfAborted();
        await sleep(50);
      }
    };
    await report.step('start Envoy; all healthy', () => unlessEnded(envoy, healthy, signal));
    const mesh = { edge, replicas: all, parts, database: surroundings.database, surroundings, healthy, stop };
    signal.throwIfAborted();
    writeState(folders.state, edge);
    return mesh;
  } catch (error) {
    await stop(AbortSignal.abort());
    throw error;
  }
}

async function lockData(dataFolder: string): Promise<() => void> {
  const release = await lock(`mesh on ${realpathSync(dataFolder)}`);
  if (release) return release;
  const other = runningMesh(dataFolder);
  const where = other ? ` at ${other.edge} (process ${other.pid})` : '';
  throw new Failure(
    `Playmesh already runs on ${dataFolder}${where}: stop it with Ctrl-C there, or choose a DATA_FOLDER.`,
  );
}

/** Ends what a run that was killed has left behind: clients first, PostgreSQL and Valkey last. */
async function endLeftovers(folders: Folders, report: Report): Promise<void> {
  const run = folders.rendered('.');
  const names = (await readdir(run)).filter((file) => file.endsWith('.pid')).map((file) => file.slice(0, -4));
  const stores = ['postgres', 'redis'];
  const end = async (name: string, signal: NodeJS.Signals) => {
    if (await endLeftover(join(run, `${name}.pid`), signal, checkpointLimit)) {
      report.note(`ended ${name}, left behind by a run that was killed`);
    }
  };
  await Promise.all(names.filter((name) => !stores.includes(name)).map((name) => end(name, 'SIGKILL')));
  await Promise.all([end('postgres', 'SIGINT'), end('redis', 'SIGTERM')]);
}

async function refuseTakenPorts(options: MeshOptions): Promise<void> {
  for (const [name, port] of boundPorts(options)) {
    if (await isFree(name === 'edge' ? options.edgeHost : '127.0.0.1', port)) continue;
    const variable = `${name.replace(/[^a-z].*/, '').toUpperCase()}_PORT`;
    throw new Failure(
      `Port ${port}, wanted for ${name}, is taken by another program: set ${variable}, or PORT_OFFSET=100 to move all ports.`,
    );
  }
}

async function openStores(
  options: MeshOptions,
  folders: Folders,
  launch: Launch,
  report: Report,
  signal: AbortSignal,
): Promise<Surroundings> {
  const secrets = readSecrets(folders.secrets);
  const verb = (url: string | undefined) => (url === undefined ? 'start' : 'connect to');
  const [database, redis] = await Promise.all([
    report.step(`${verb(options.databaseUrl)} PostgreSQL`, () =>
      openDatabase(options, secrets, folders, launch, signal),
    ),
    report.step(`${verb(options.redisUrl)} Redis`, () => openRedis(options, secrets, folders, launch, signal)),
  ]);
  report.note(
    `${database.description}${options.databaseUrl === undefined ? '' : ' by DATABASE_URL'}, ${redis.description}${
      options.redisUrl === undefined ? '' : ' by REDIS_URL'
    }`,
  );
  return { options, secrets, folders, database, redisUrl: redis.url };
}

async function prepareSchemas(surroundings: Surroundings, report: Report, signal: AbortSignal): Promise<void> {
  const { database, secrets } = surroundings;
  await report.step('prepare roles and schemas', () => prepareRoles(database.adminUrl, database.name, secrets));
  await Promise.all([
    report.step('migrate user', () => migrate('user', surroundings, signal)),
    report.step('migrate stats', () => migrate('stats', surroundings, signal)),
    report
      .step('migrate match', () => migrate('match', surroundings, signal))
      .then(() => report.step('load the question bank', () => loadQuestions(surroundings, signal))),
  ]);
}

async function writeFiles(folders: Folders, options: MeshOptions, all: readonly Replica[]): Promise<void> {
  const of = (service: Replica['service']) => all.filter((replica) => replica.service === service);
  const { ports } = options;
  const rendered = await renderEnvoy({
    edge: { host: options.edgeHost, port: ports.edge },
    mesh: { host: '127.0.0.1', port: ports.mesh },
    admin: { host: '127.0.0.1', port: ports.admin },
    user: of('user').map(({ grpc }) => grpc),
    match: of('match').map(({ grpc }) => grpc),
    stats: of('stats').map(({ grpc }) => grpc),
    userHttp: of('user').map(({ http }) => http),
    streamStartsPerSecond: options.streamStartsPerSecond,
  });
  writeFileSync(folders.rendered('envoy.yaml'), rendered, { mode: 0o600 });
}

async function stopParts(
  parts: ReadonlyMap<string, Part>,
  all: readonly Replica[],
  admin: Address,
  hurry?: AbortSignal,
): Promise<void> {
  const services = all.flatMap(({ name }) => parts.get(name) ?? []);
  const again = () => {
    for (const part of services) part.signal('SIGTERM'); // The second one ends a service at once.
  };
  if (parts.get('envoy')?.isRunning) await drainEnvoy(admin).catch(() => undefined);
  const stopping = Promise.all(services.map((part) => part.stop(drainLimit)));
  if (hurry?.aborted) again();
  hurry?.addEventListener('abort', again, { once: true });
  await stopping;
  hurry?.removeEventListener('abort', again);
  await parts.get('envoy')?.stop(stopLimit);
  await Promise.all([parts.get('postgres')?.stop(checkpointLimit), parts.get('redis')?.stop(stopLimit)]);
}

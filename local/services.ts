import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { start, tail, type Program } from './child.ts';
import type { Address } from './envoy.ts';
import type { Folders } from './folders.ts';
import { matchPort, type MeshOptions } from './options.ts';
import { serviceUrl, type DatabaseService } from './roles.ts';
import type { Secrets } from './secrets.ts';
import { Failure } from './steps.mjs';
import type { Database } from './stores.ts';
import { root, tools } from './tools.ts';

/** One process of a service. */
export type Replica = {
  /** Also the name of its log: `user`, `stats`, `match-0`, … */
  readonly name: string;
  readonly service: DatabaseService;
  readonly grpc: Address;
  readonly http: Address;
};

/** The processes of a mesh, as the options place them. */
export function replicas(options: MeshOptions): Replica[] {
  const { ports, matchReplicas } = options;
  const replica = (name: string, service: DatabaseService, port: number): Replica => ({
    name,
    service,
    grpc: { host: '127.0.0.1', port },
    http: { host: '127.0.0.1', port: port + 1 },
  });
  const matches = Array.from({ length: matchReplicas }, (_, index) =>
    replica(`match-${index}`, 'match', matchPort(ports, index)),
  );
  return [replica('user', 'user', ports.user), replica('stats', 'stats', ports.stats), ...matches];
}

/** What the programs of services need to know of the mesh around them. */
export type Surroundings = {
  readonly options: MeshOptions;
  readonly secrets: Secrets;
  readonly folders: Folders;
  readonly database: Database;
  readonly redisUrl: string;
};

/** How to start a replica. */
export function serviceProgram(replica: Replica, surroundings: Surroundings): Program {
  const { options, secrets, folders, redisUrl } = surroundings;
  const { name, service, grpc, http } = replica;
  const files = folders.files(name);
  return {
    ...files,
    name,
    command: [process.execPath, join(root, 'services', service, 'main.ts')],
    cwd: root,
    env: {
      ...files.env,
      NODE_ENV: 'production',
      NODE_COMPILE_CACHE: tools.compileCache,
      DATABASE_URL: databaseUrlOf(service, surroundings),
      ...(service === 'stats' ? {} : { REDIS_URL: redisUrl }),
      ...(service === 'user' ? { PLAYMESH_KEY_SECRET: secrets.keySecret } : {}),
      PLAYMESH_HOST: grpc.host,
      PLAYMESH_GRPC_PORT: String(grpc.port),
      PLAYMESH_HTTP_PORT: String(http.port),
      PLAYMESH_MESH_ADDRESS: `127.0.0.1:${options.ports.mesh}`,
      PLAYMESH_SERVICE_TOKEN: secrets.serviceToken,
      PLAYMESH_REPLICA: name,
      PLAYMESH_LOG_LEVEL: options.logLevel,
      ...options.environment[service],
    },
    stopSignal: 'SIGTERM',
  };
}

const databaseUrlOf = (service: DatabaseService, { database, secrets }: Surroundings) =>
  serviceUrl(database.adminUrl, database.name, service, secrets[service]);

/** Brings the schema of a service up to date. */
export function migrate(service: DatabaseService, surroundings: Surroundings, signal: AbortSignal): Promise<void> {
  return runScript(`migrate-${service}`, service, 'migrate.ts', surroundings, signal);
}

/** Fills the match service's question bank. */
export function loadQuestions(surroundings: Surroundings, signal: AbortSignal): Promise<void> {
  return runScript('load-questions', 'match', 'load-questions.ts', surroundings, signal);
}

async function runScript(
  name: string,
  service: DatabaseService,
  script: string,
  surroundings: Surroundings,
  signal: AbortSignal,
): Promise<void> {
  const files = surroundings.folders.files(name);
  const child = start({
    ...files,
    name,
    command: [process.execPath, join(root, 'services', service, script)],
    cwd: root,
    env: {
      ...files.env,
      NODE_COMPILE_CACHE: tools.compileCache,
      DATABASE_URL: databaseUrlOf(service, surroundings),
    },
    stopSignal: 'SIGTERM',
  });
  const abort = () => {
    child.signal('SIGTERM');
  };
  signal.addEventListener('abort', abort, { once: true });
  const { code } = await child.exited;
  signal.removeEventListener('abort', abort);
  signal.throwIfAborted();
  if (code !== 0) throw new Failure(`${name} failed:\n${tail(files.log, 15)}\nThe whole log is ${files.log}.`);
}

/** Waits until a replica says that it serves. */
export async function serves({ http }: Replica, until: AbortSignal): Promise<void> {
  for (;;) {
    const answer = await fetch(`http://${http.host}:${http.port}/healthz`, { signal: AbortSignal.timeout(2000) }).catch(
      () => undefined,
    );
    if (answer?.status === 200) return;
    until.throwIfAborted();
    await sleep(50);
  }
}

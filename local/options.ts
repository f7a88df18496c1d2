import { join } from 'node:path';
import type { DatabaseService } from './roles.ts';
import { Failure } from './steps.mjs';
import { root } from './tools.ts';

/** The TCP ports of a mesh. A service has gRPC at its port and HTTP at the next; further match replicas follow in tens. */
export type Ports = {
  readonly edge: number;
  readonly mesh: number;
  readonly admin: number;
  readonly user: number;
  readonly stats: number;
  readonly match: number;
  /** Used only where the path of a unix socket in the data folder would be too long for the kernel. */
  readonly postgres: number;
  readonly redis: number;
};

/** Everything that can be chosen about a mesh on this machine. */
export type MeshOptions = {
  /** Holds the database, logs, secrets and pid files; one mesh at a time. */
  readonly dataFolder: string;
  /** Where the edge listens: loopback, unless others are to reach it. */
  readonly edgeHost: string;
  readonly ports: Ports;
  readonly matchReplicas: number;
  /** Requests and streams the edge lets begin in a second. */
  readonly streamStartsPerSecond: number;
  readonly logLevel: string;
  /** Further variables of services, where their defaults are not what is wanted. */
  readonly environment: Readonly<Partial<Record<DatabaseService, Readonly<Record<string, string>>>>>;
  /** Admin URL of another PostgreSQL, 14 or later, instead of our own; its database is used. */
  readonly databaseUrl?: string;
  /** Another Redis 7+ or Valkey 8+ instead of our own. */
  readonly redisUrl?: string;
};

const defaults: Ports = {
  edge: 8080,
  mesh: 8081,
  admin: 8082,
  user: 8110,
  stats: 8120,
  match: 8130,
  postgres: 8150,
  redis: 8151,
};

/** The environment variables of `make run` and `make dev`; what is not set has a default. */
const variables: Readonly<Record<string, string>> = {
  EDGE_PORT: 'port for clients',
  MESH_PORT: 'port between services',
  ADMIN_PORT: "Envoy's admin port",
  USER_PORT: 'gRPC of user; HTTP at the next port',
  STATS_PORT: 'gRPC of stats; HTTP at the next port',
  MATCH_PORT: 'gRPC of match-0; HTTP at the next port, match-1 ten further',
  POSTGRES_PORT: 'where its unix socket path is too long',
  REDIS_PORT: 'where its unix socket path is too long',
  PORT_OFFSET: 'added to every default port, for a second checkout',
  EDGE_HOST: 'address the edge listens on',
  MATCH_REPLICAS: 'number of match replicas',
  STREAM_STARTS_PER_SECOND: 'requests and streams the edge lets begin in a second',
  LOG_LEVEL: 'of the services',
  DATA_FOLDER: 'database, logs and secrets',
  DATABASE_URL: 'another PostgreSQL, as an admin',
  REDIS_URL: 'another Redis or Valkey',
  SMTP_URL: 'mail server, for verified addresses and forgotten passwords; none without it',
  MAIL_FROM: 'sender of mails',
  MAIL_LINK: 'link in mails, with {token} and {purpose} in it; mails show the bare token without it',
};

/**
 * Reads the options from the environment.
 * @param others further variables that the command knows, beside those of `make run`
 * @throws Failure with a sentence when one is bad; when two ports are the same; when make's own command line, or a name
 *   that begins with PLAYMESH_, sets a variable that does not exist
 */
export function readOptions(
  environment: Readonly<Record<string, string | undefined>>,
  others: readonly string[] = [],
): MeshOptions {
  refuseUnknown(environment, others);
  const number = (name: string, fallback: number, least: number, most: number) => {
    const text = environment[name];
    if (text === undefined || text === '') return fallback;
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new Failure(`${name} must be a whole number from ${least} to ${most}, not ${JSON.stringify(text)}.`);
  };
  const offset = number('PORT_OFFSET', 0, 0, 50_000);
  const port = (name: keyof Ports) => number(`${name.toUpperCase()}_PORT`, defaults[name] + offset, 1, 65_535);
  const matchReplicas = number('MATCH_REPLICAS', 2, 1, 32);
  const ports: Ports = {
    edge: port('edge'),
    mesh: port('mesh'),
    admin: port('admin'),
    user: port('user'),
    stats: port('stats'),
    match: port('match'),
    // Behind the last replica, however many there are.
    postgres: number('POSTGRES_PORT', defaults.postgres + offset + 10 * Math.max(0, matchReplicas - 2), 1, 65_535),
    redis: number('REDIS_PORT', defaults.redis + offset + 10 * Math.max(0, matchReplicas - 2), 1, 65_535),
  };
  const databaseUrl = url(environment, 'DATABASE_URL', ['postgres:', 'postgresql:']);
  const redisUrl = url(environment, 'REDIS_URL', ['redis:', 'rediss:', 'unix:']);
  const smtpUrl = url(environment, 'SMTP_URL', ['smtp:', 'smtps:']);
  const options: MeshOptions = {
    dataFolder: environment.DATA_FOLDER || join(root, '.data'),
    edgeHost: environment.EDGE_HOST || '127.0.0.1',
    ports,
    matchReplicas,
    streamStartsPerSecond: number('STREAM_STARTS_PER_SECOND', 2000, 1, 1_000_000),
    logLevel: choice(environment, 'LOG_LEVEL', ['info', 'trace', 'debug', 'warn', 'error', 'fatal', 'silent']),
    environment: smtpUrl === undefined ? {} : { user: mailVariables(smtpUrl, environment) },
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(redisUrl === undefined ? {} : { redisUrl }),
  };
  refuseSharedPorts(options);
  return options;
}

/** The gRPC and HTTP ports of match replica `index`. */
export const matchPort = (ports: Ports, index: number) => ports.match + 10 * index;

/** Every TCP port a mesh certainly binds, with what it is for. */
export function boundPorts({ ports, matchReplicas }: MeshOptions): Map<string, number> {
  const bound = new Map([
    ['edge', ports.edge],
    ['mesh', ports.mesh],
    ['admin', ports.admin],
    ['user', ports.user],
    ['user (HTTP)', ports.user + 1],
    ['stats', ports.stats],
    ['stats (HTTP)', ports.stats + 1],
  ]);
  for (let index = 0; index < matchReplicas; index++) {
    bound.set(`match-${index}`, matchPort(ports, index));
    bound.set(`match-${index} (HTTP)`, matchPort(ports, index) + 1);
  }
  return bound;
}

function refuseUnknown(environment: Readonly<Record<string, string | undefined>>, others: readonly string[]): void {
  const prefixed = Object.keys(environment).filter((name) => name.startsWith('PLAYMESH_'));
  // What stands on make's command line is meant for us; make hands it on after "--".
  const ofMake = (environment.MAKEFLAGS ?? '').split(/(?:^|\s)--\s/)[1]?.matchAll(/(?:^|\s)([A-Z][A-Z0-9_]*)=/g) ?? [];
  for (const name of [...prefixed, ...[...ofMake].map((match) => match[1] ?? '')]) {
    if (name in variables || others.includes(name)) continue;
    const known = [...others, ...Object.keys(variables)].join(', ');
    throw new Failure(
      `${name} is not a variable of ${others.length > 0 ? 'this command' : 'make run'}; it knows ${known}.`,
    );
  }
}

/** What the user service reads of mails. */
function mailVariables(smtpUrl: string, environment: Readonly<Record<string, string | undefined>>) {
  const { MAIL_FROM: from, MAIL_LINK: link } = environment;
  if (!from) throw new Failure('MAIL_FROM must be set where SMTP_URL is.');
  return {
    PLAYMESH_SMTP_URL: smtpUrl,
    PLAYMESH_MAIL_FROM: from,
    ...(link === undefined || link === '' ? {} : { PLAYMESH_MAIL_LINK: link }),
  };
}

function refuseSharedPorts(options: MeshOptions): void {
  const owners = new Map<number, string>();
  for (const [name, port] of [
    ...boundPorts(options),
    ['PostgreSQL', options.ports.postgres] as const,
    ['Redis', options.ports.redis] as const,
  ]) {
    const other = owners.get(port);
    if (other !== undefined) throw new Failure(`Port ${port} is wanted by ${other} and ${name} both.`);
    if (port > 65_535) throw new Failure(`Port ${port} of ${name} is beyond 65535.`);
    owners.set(port, name);
  }
}

function url(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
  schemes: readonly string[],
): string | undefined {
  const text = environment[name];
  if (text === undefined || text === '') return undefined;
  if (schemes.some((scheme) => text.startsWith(`${scheme}//`))) return text;
  // The value may hold a password, so it is not repeated.
  throw new Failure(`${name} must begin with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}.`);
}

function choice(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
  values: readonly [string, ...string[]],
): string {
  const text = environment[name] || values[0];
  if (values.includes(text)) return text;
  throw new Failure(`${name} must be one of ${values.join(', ')}, not ${JSON.stringify(text)}.`);
}

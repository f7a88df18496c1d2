import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Program } from './child.ts';
import { root } from './tools.ts';

/** Where something listens. */
export type Address = { readonly host: string; readonly port: number };

/** What envoy/envoy.yaml leaves open. */
export type EnvoyValues = {
  readonly edge: Address;
  readonly mesh: Address;
  readonly admin: Address;
  /** gRPC addresses of the replicas of each service. */
  readonly user: readonly Address[];
  readonly match: readonly Address[];
  readonly stats: readonly Address[];
  /** HTTP addresses of the user service, for its public keys. */
  readonly userHttp: readonly Address[];
  /** Requests and streams that the edge lets begin in a second, over all its clients. */
  readonly streamStartsPerSecond: number;
};

/** The configuration for these addresses, as Envoy reads it. */
export async function renderEnvoy(values: EnvoyValues): Promise<string> {
  return fill(await readFile(join(root, 'envoy', 'envoy.yaml'), 'utf8'), {
    EDGE_HOST: values.edge.host,
    EDGE_PORT: String(values.edge.port),
    MESH_HOST: values.mesh.host,
    MESH_PORT: String(values.mesh.port),
    ADMIN_HOST: values.admin.host,
    ADMIN_PORT: String(values.admin.port),
    USER_ENDPOINTS: endpoints(values.user),
    USER_HTTP_ENDPOINTS: endpoints(values.userHttp),
    MATCH_ENDPOINTS: endpoints(values.match),
    STATS_ENDPOINTS: endpoints(values.stats),
    STREAM_STARTS_PER_SECOND: String(values.streamStartsPerSecond),
    DESCRIPTORS: JSON.stringify(join(root, 'gen', 'descriptors.binpb')),
  });
}

/**
 * Puts values in the places of a template written `${NAME}`.
 * @throws Error when the template asks for a name that has no value, or never asks for one that has
 */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  const unused = new Set(Object.keys(values));
  const text = template.replace(/\$\{([A-Z_]+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The template asks for ${name}, which has no value.`);
    unused.delete(name);
    return value;
  });
  if (unused.size > 0) throw new Error(`The template never asks for ${[...unused].join(', ')}.`);
  return text;
}

const endpoints = (addresses: readonly Address[]) =>
  JSON.stringify(
    addresses.map(({ host, port }) => ({
      endpoint: { address: { socket_address: { address: host, port_value: port } } },
    })),
  );

/** How to start Envoy on a rendered configuration. A worker for every two cores: the services need the others. */
export function envoyProgram(
  binary: string,
  configFile: string,
  files: Pick<Program, 'log' | 'pidFile' | 'env'>,
): Program {
  const workers = Math.max(1, Math.floor(availableParallelism() / 2));
  const options = ['--concurrency', String(workers), '--disable-hot-restart', '--log-level', 'warning'];
  return {
    ...files,
    name: 'envoy',
    command: [binary, '--config-path', configFile, ...options],
    stopSignal: 'SIGTERM',
  };
}

/** Lets no new client in and asks those that are there to go elsewhere; open streams live on. */
export async function drainEnvoy(admin: Address): Promise<void> {
  await fetch(`http://${admin.host}:${admin.port}/drain_listeners?graceful&skip_exit`, { method: 'POST' });
}

/** What keeps Envoy from serving all: its own start, or clusters with hosts that have not passed their health check. */
export async function sickHosts(admin: Address): Promise<string[]> {
  const answer = await fetch(`http://${admin.host}:${admin.port}/clusters?format=json`, {
    signal: AbortSignal.timeout(1000),
  }).catch(() => undefined);
  if (!answer?.ok) return ['envoy'];
  const { cluster_statuses: clusters = [] } = (await answer.json()) as ClusterStatuses;
  return clusters.flatMap(({ name, host_statuses: hosts = [] }) => hosts.filter(isSick).map(() => name));
}

type HostStatus = { readonly health_status?: Readonly<Record<string, unknown>> };
type ClusterStatuses = {
  readonly cluster_statuses?: readonly { readonly name: string; readonly host_statuses?: readonly HostStatus[] }[];
};

/** Every flag beside the configured state, such as `failed_active_health_check`, is a reason not to use the host. */
const isSick = ({ health_status: health = {} }: HostStatus) =>
  Object.entries(health).some(([name, value]) => name !== 'eds_health_status' && Boolean(value));

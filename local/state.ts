import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identity } from './child.ts';
import type { Address } from './envoy.ts';

/** What a running mesh tells others on this machine about itself. */
export type RunningMesh = {
  readonly pid: number;
  /** host:port for clients. */
  readonly edge: string;
};

/** Tells where this process's mesh is to be found. */
export function writeState(file: string, edge: Address): void {
  const host = ['0.0.0.0', '::'].includes(edge.host) ? '127.0.0.1' : edge.host;
  writeFileSync(file, JSON.stringify({ process: identity(process.pid), edge: `${host}:${edge.port}` }));
}

/** The mesh that is ready on a data folder, if there is one. */
export function runningMesh(dataFolder: string): RunningMesh | undefined {
  const file = join(dataFolder, 'run', 'mesh.json');
  if (!existsSync(file)) return undefined;
  const { process: owner, edge } = JSON.parse(readFileSync(file, 'utf8')) as { process: string; edge: string };
  const pid = Number.parseInt(owner, 10);
  return owner === identity(pid) ? { pid, edge } : undefined;
}

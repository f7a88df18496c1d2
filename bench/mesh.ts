/** A mesh to be measured: as it ships, on free ports, its data in a temporary folder on a real disk. */
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMesh, type Mesh } from '../local/mesh.ts';
import { readOptions } from '../local/options.ts';
import { findPortBlock } from '../local/ports.ts';
import { Failure } from '../local/steps.mjs';

const replicas = 2;
const patience = 60_000;
/** `f_type` of a file system that lives in memory. */
const tmpfs = 0x01021994;

/** What ends a bench before its time; nothing of it is left. */
const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A running mesh, and how to end it. */
export type BenchMesh = {
  readonly mesh: Mesh;
  /** host:port of Envoy, and of each match replica past it. */
  readonly edge: string;
  readonly direct: readonly string[];
  /** Such as "Envoy 1.40.0, PostgreSQL 18.6, …". */
  readonly versions: string;
  /** Ends everything and removes the data. */
  stop(): Promise<void>;
};

/**
 * Starts a mesh of two match replicas with the settings it ships with, but for limits per client address, since all
 * load comes from one.
 * @throws Failure where the temporary folder is in memory: syncing to it would cost nothing
 */
export async function startBenchMesh(): Promise<BenchMesh> {
  if ((await statfs(tmpdir())).type === tmpfs) {
    throw new Failure(`${tmpdir()} is in memory, where nothing is durable: set TMPDIR to a folder on a disk.`);
  }
  const dataFolder = await mkdtemp(join(tmpdir(), 'playmesh-bench-'));
  const { first, release } = await findPortBlock(10 + 10 * replicas);
  const defaults = readOptions({});
  const options = {
    ...defaults,
    dataFolder,
    matchReplicas: replicas,
    ports: {
      edge: first,
      mesh: first + 1,
      admin: first + 2,
      postgres: first + 3,
      user: first + 4,
      stats: first + 6,
      redis: first + 8,
      match: first + 10,
    },
    environment: {
      match: {
        PLAYMESH_BENCH_MODES: 'true',
        ...(process.env.MATCH_NODE_OPTIONS ? { NODE_OPTIONS: process.env.MATCH_NODE_OPTIONS } : {}),
      },
      user: { PLAYMESH_GUEST_LIMIT: '999999/999999' },
    },
  };
  const dispose = async () => {
    release();
    await rm(dataFolder, { recursive: true, force: true });
  };
  const notes: string[] = [];
  const report = {
    step: <T>(_: string, work: () => Promise<T>) => work(),
    note: (text: string) => void notes.push(text),
  };
  try {
    const mesh = await startMesh(options, report, AbortSignal.timeout(patience));
    const stop = async () => {
      for (const signal of endSignals) process.off(signal, breakOff);
      await mesh.stop(AbortSignal.abort());
      await dispose();
    };
    const breakOff = () => void stop().then(() => process.exit(130));
    for (const signal of endSignals) process.once(signal, breakOff);
    return {
      mesh,
      edge: `${mesh.edge.host}:${mesh.edge.port}`,
      direct: mesh.replicas.filter(({ service }) => service === 'match').map(({ grpc }) => `${grpc.host}:${grpc.port}`),
      // The first note names the stores as they present themselves.
      versions: [`Node ${process.versions.node}`, await envoyVersion(options.ports.admin), notes[0]].join(', '),
      async stop() {
        // A profile is written by a process that may end by itself.
        await mesh.stop(process.env.MATCH_NODE_OPTIONS ? AbortSignal.timeout(patience) : AbortSignal.abort());
        await dispose();
      },
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function envoyVersion(adminPort: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${adminPort}/server_info`);
  const { version } = (await answer.json()) as { version: string };
  return `Envoy ${version.split('/')[1]}`;
}

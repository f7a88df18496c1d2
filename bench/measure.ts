/** One run of the load client against a mesh of its own, and what the processes used meanwhile. */
import { availableParallelism } from 'node:os';
import { runClient, type Result } from './client.ts';
import { startBenchMesh, type BenchMesh } from './mesh.ts';
import { readMemory, readUsage, usedBetween, type Groups, type Usage } from './processes.ts';

/** What came of a run. CPU is of the measured window. */
export type Measurement = {
  readonly result: Result;
  readonly versions: string;
  /** CPU seconds by process: match (all replicas), envoy, postgres, redis, user, stats, client, other. */
  readonly cpuSeconds: Readonly<Record<string, number>>;
  /** CPU seconds that the machine had. */
  readonly cpuAvailable: number;
  /** Resident memory in KiB by process with nobody connected, and with all connected before anything is played. */
  readonly memoryBefore: Readonly<Record<string, number>>;
  readonly memoryConnected: Readonly<Record<string, number>>;
};

/** How a run is done. */
export type Measure = {
  /** Arguments of the client for this mesh. */
  client(mesh: BenchMesh): readonly string[];
  /** After which the client is killed, in milliseconds. */
  readonly limitMs: number;
  /** What is done to the mesh when the measured window has ended. */
  disturb?(mesh: BenchMesh): void;
};

/** Runs it, and ends the mesh whatever happens. @throws Failure when the mesh does not start or the client fails */
export async function measure(run: Measure): Promise<Measurement> {
  const bench = await startBenchMesh();
  try {
    const load = await measureLoad(
      () => groupsOf(bench),
      run.client(bench),
      run.limitMs,
      () => run.disturb?.(bench),
    );
    return { ...load, versions: bench.versions };
  } finally {
    await bench.stop();
  }
}

/**
 * Runs the client against servers that are there.
 * @param groups the servers' processes, as they are at the moment
 * @param then what is to happen when the measured window has ended
 * @throws Failure when the client fails
 */
export async function measureLoad(
  groups: () => Groups,
  args: readonly string[],
  limitMs: number,
  then: () => void = () => undefined,
): Promise<Omit<Measurement, 'versions'>> {
  const memoryBefore = readMemory(groups());
  let memoryConnected: Record<string, number> = {};
  let before: Usage | undefined;
  let after: Usage | undefined;
  const usage = (pid: number) => readUsage(new Map([...groups(), ['client', [pid]]]));
  const result = await runClient(
    args,
    {
      connected: () => (memoryConnected = readMemory(groups())),
      measuring: (pid) => (before = usage(pid)),
      measured: (pid) => {
        after = usage(pid);
        then();
      },
    },
    limitMs,
  );
  if (!before || !after) throw new Error('The client did not say when it measured.');
  return {
    result,
    cpuSeconds: usedBetween(before, after),
    cpuAvailable: ((after.at - before.at) / 1000) * availableParallelism(),
    memoryBefore,
    memoryConnected,
  };
}

/** The mesh's processes, replicas of one service together. */
export function groupsOf({ mesh }: BenchMesh): Groups {
  const groups = new Map<string, number[]>();
  for (const [name, part] of mesh.parts) {
    const group = name.replace(/-\d+$/, '');
    groups.set(group, [...(groups.get(group) ?? []), part.pid]);
  }
  return groups;
}

/** What a measurement comes to, by move and by player. */
export type Figures = Pick<
  Result,
  'seconds' | 'p50Ms' | 'p99Ms' | 'p999Ms' | 'longestMs' | 'later' | 'checkedMoves' | 'missing' | 'failures' | 'counts'
> & {
  readonly movesPerSecond: number;
  /** By process; `other` is what the rest of the machine used. */
  readonly cpuMicrosPerMove: Readonly<Record<string, number>>;
  /** 1 is all cores for all of the time. */
  readonly shareOfMachine: Readonly<Record<string, number>>;
  /** What memory grew by when the players connected. */
  readonly memoryPerPlayerKiB: Readonly<Record<string, number>>;
};

/** @param players that were connected */
export function figuresOf(measurement: Omit<Measurement, 'versions'>, players: number): Figures {
  const { result, cpuSeconds, cpuAvailable, memoryBefore, memoryConnected } = measurement;
  return {
    seconds: result.seconds,
    movesPerSecond: result.moves / result.seconds,
    p50Ms: result.p50Ms,
    p99Ms: result.p99Ms,
    p999Ms: result.p999Ms,
    longestMs: result.longestMs,
    ...(result.later ? { later: result.later } : {}),
    cpuMicrosPerMove: mapValues(cpuSeconds, (used) => (used / result.moves) * 1e6),
    shareOfMachine: mapValues(cpuSeconds, (used) => used / cpuAvailable),
    memoryPerPlayerKiB: mapValues(memoryConnected, (kib, name) => (kib - (memoryBefore[name] ?? 0)) / players),
    checkedMoves: result.checkedMoves,
    missing: result.missing,
    failures: result.failures,
    counts: result.counts,
  };
}

function mapValues(
  record: Readonly<Record<string, number>>,
  map: (value: number, key: string) => number,
): Record<string, number> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}

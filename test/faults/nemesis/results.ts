import { execFile } from 'node:child_process';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { redisServer } from '../../../local/redis.ts';
import { Failure } from '../../../local/steps.mjs';
import { root } from '../../../local/tools.ts';
import type { TestMesh } from '../../support/mesh.ts';
import type { Counts } from './waits.ts';

/** What a run was made with; two results of which this differs are not of one run. */
export type Setting = {
  readonly seed: number;
  /** Such as "1a2b3c4", with "-dirty" where files were changed since; "unknown" outside of git. */
  readonly commit: string;
};

/** The versions of everything that took part. */
export type Versions = Readonly<Record<'node' | 'postgres' | 'redis' | 'envoy', string>>;

/** What one part of a run found: one fault, striking one mesh a few times under one load. A line of the results. */
export type Result = Setting & {
  readonly fault: string;
  /** Number of the part, from 0; seed, fault and part replay it. */
  readonly part: number;
  /** ISO 8601, when it ended. */
  readonly time: string;
  readonly seconds: number;
  readonly versions: Versions;
  readonly cores: number;
  readonly processor: string;
  /** Processes that wanted to run, on average over the part's last minute; far above `cores`, the waits are the machine's. */
  readonly loadAverage: number;
  /** How often the fault struck. */
  readonly strikes: number;
  /** Commands that were in flight when it did. */
  readonly inFlight: { readonly least: number; readonly median: number };
  readonly matches: number;
  readonly accepted: number;
  readonly lost: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  /** Violations of other promises: secrets, deadlines. */
  readonly others: number;
  /** The first of all violations, in words. */
  readonly violations: readonly string[];
  /** Players that a strike affected, once for each. */
  readonly affected: number;
  /** Those of them that had nothing accepted within the time given after it was mended. */
  readonly stranded: number;
  /** Time to the next accepted command of each affected player, in milliseconds, and how many had it. */
  readonly nextAccepted: Counts;
};

/** Reads results in the order in which they were written; none where there is no file. @throws Failure at a torn line */
export async function readResults(file: string): Promise<Result[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [JSON.parse(line) as Result];
    } catch {
      throw new Failure(`Line ${index + 1} of ${file} is not JSON: remove it.`);
    }
  });
}

export async function appendResult(file: string, result: Result): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await appendFile(file, `${JSON.stringify(result)}\n`);
}

/** Which state of the sources runs here. */
export async function commitHere(): Promise<string> {
  const git = async (...words: string[]) => (await promisify(execFile)('git', words, { cwd: root })).stdout.trim();
  try {
    return await git('describe', '--always', '--dirty', '--exclude', '*');
  } catch {
    return 'unknown';
  }
}

/** Asks the parts of a mesh for their versions. */
export async function versionsOf(mesh: TestMesh): Promise<Versions> {
  const [[postgres], redis, envoy] = await Promise.all([
    mesh.sql<{ server_version: string }>('show server_version'),
    redisServer(mesh.redisUrl),
    fetch(`http://${mesh.admin}/server_info`).then((answer) => answer.json() as Promise<{ version: string }>),
  ]);
  return {
    node: process.versions.node,
    postgres: postgres!.server_version.split(' ')[0]!,
    redis: `${redis.kind} ${redis.version}`,
    // commit/version/state/build/ssl
    envoy: envoy.version.split('/')[1]!,
  };
}

/** The machine, as far as figures depend on it. */
export const machine = () => ({
  cores: availableParallelism(),
  processor: cpus()[0]?.model.replaceAll(/\s+/g, ' ').trim() ?? 'unknown',
  loadAverage: loadavg()[0]!,
});

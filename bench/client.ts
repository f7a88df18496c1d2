/** The load client: built once, started for each case, and listened to. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Failure } from '../local/steps.mjs';
import { root } from '../local/tools.ts';

const binary = join(root, '.tools', 'bin', 'playmesh-load');

/** A span of time as the client measured it; `bench/load/workload` says what each field means. */
export type Window = {
  readonly seconds: number;
  readonly moves: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly longestMs: number;
  readonly samples: number;
};

/** What the client measured and found. */
export type Result = Window & {
  /** The span after it, where there was to be one. */
  readonly later?: Window;
  readonly clientCpuSeconds: number;
  readonly checkedMoves: number;
  readonly missing: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly counts: Readonly<Record<string, number>>;
};

type Event =
  | { readonly event: 'connected'; readonly seconds: number }
  | { readonly event: 'measuring' | 'measured' }
  | { readonly event: 'result'; readonly result: Result };

/** Who wants to know when the client is where; the client does not wait. */
export type Listener = {
  connected(pid: number): void;
  measuring(pid: number): void;
  measured(pid: number): void;
};

/**
 * Runs the client to its end.
 * @param limitMs after which it is killed: no run of load is without an end
 * @throws Failure when it ends without a result
 */
export async function runClient(args: readonly string[], listener: Listener, limitMs: number): Promise<Result> {
  const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'inherit'], timeout: limitMs, killSignal: 'SIGKILL' });
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(`code ${code ?? signal}`));
  });
  // Whoever breaks the bench off ends its load too.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const pid = child.pid ?? 0;
  let result: Result | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as Event;
    if (event.event === 'result') result = event.result;
    else listener[event.event](pid);
  }
  const end = await exited;
  process.off('exit', kill);
  if (!result) throw new Failure(`The load client ended with ${end} and no result.`);
  return result;
}

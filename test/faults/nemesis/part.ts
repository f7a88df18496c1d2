import { startMesh } from '../../support/mesh.ts';
import { check } from '../history/check.ts';
import type { Invariant, Violation } from '../history/history.ts';
import { LOAD_MESH, startLoad, type Mix } from '../history/load.ts';
import { readLogs } from '../history/logs.ts';
import type { Part } from './plan.ts';
import { randomOf } from './random.ts';
import { machine, versionsOf, type Result, type Setting } from './results.ts';
import { strike, type Strike } from './strike.ts';
import { countsOf } from './waits.ts';

/**
 * So many relays at once, each with a pass under way at any time, that there are always enough commands in flight; short
 * ones, since a match that begins is spread over the replicas again.
 */
export const NEMESIS_MIX: Partial<Mix> = { relays: 140, passes: [40, 120] };

/** Violations that are told in words; they are all counted. */
const TOLD = 20;

/** Which figure of the results a broken promise counts in; any other is counted with the others. */
const figures: Readonly<Partial<Record<Invariant, 'lost' | 'doubled' | 'outOfOrder'>>> = {
  'acknowledged is in the log': 'lost',
  'effect at most once': 'doubled',
  'log is dense': 'outOfOrder',
  'coverage without gap or double': 'outOfOrder',
  'same order for all': 'outOfOrder',
  'real-time order': 'outOfOrder',
};

/**
 * Starts a mesh, loads it, strikes as often as the part says, lets the load come to its end, and holds everything that the
 * clients saw against the logs.
 * @param tell hears of every strike, in a sentence
 */
export async function runPart(
  { fault, part, strikes }: Part,
  setting: Setting,
  tell: (sentence: string) => void,
  signal: AbortSignal,
): Promise<Result> {
  signal.throwIfAborted();
  const began = performance.now();
  const mesh = await startMesh(LOAD_MESH);
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    return await Promise.race([aborted, mesh.explain(run)]);
  } finally {
    await mesh.stop();
  }

  async function run(): Promise<Result> {
    const random = randomOf(setting.seed, fault.name, part);
    const load = await startLoad(mesh, { seed: Math.floor(random() * 2 ** 31), mix: NEMESIS_MIX });
    const struck: Strike[] = [];
    try {
      for (let number = 1; number <= strikes; number++) {
        const one = await strike(mesh, load, fault, random);
        struck.push(one);
        tell(told(fault.name, number, strikes, one));
      }
    } finally {
      await load.finish();
    }
    const logs = await readLogs(mesh, load.history);
    const violations = check(load.history, logs);
    return {
      ...setting,
      fault: fault.name,
      part,
      time: new Date().toISOString(),
      seconds: Math.round((performance.now() - began) / 1_000),
      versions: await versionsOf(mesh),
      ...machine(),
      strikes,
      inFlight: { least: Math.min(...struck.map(({ inFlight }) => inFlight)), median: median(struck) },
      matches: logs.size,
      accepted: new Set(load.history.acknowledged.map(({ commandId }) => commandId)).size,
      ...countViolations(violations),
      affected: struck.reduce((sum, { waits }) => sum + waits.length, 0),
      stranded: struck.reduce((sum, { stranded }) => sum + stranded.length, 0),
      nextAccepted: countsOf(struck.flatMap(({ waits }) => waits)),
    };
  }
}

/** The violations by figure, and the first of them in words. */
export function countViolations(
  violations: readonly Violation[],
): Pick<Result, 'lost' | 'doubled' | 'outOfOrder' | 'others' | 'violations'> {
  const counts = { lost: 0, doubled: 0, outOfOrder: 0, others: 0 };
  for (const { invariant } of violations) counts[figures[invariant] ?? 'others'] += 1;
  return { ...counts, violations: violations.slice(0, TOLD).map(({ sentence }) => sentence) };
}

function median(strikes: readonly Strike[]): number {
  const sorted = strikes.map(({ inFlight }) => inFlight).sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

function told(name: string, number: number, of: number, { victims, inFlight, waits, stranded }: Strike): string {
  const longest = Math.round(Math.max(0, ...waits));
  const lost = stranded.length === 0 ? '' : `; ${stranded.length} never came back: ${stranded.join('; ')}`;
  const what = `${name} ${number}/${of}: ${victims.join(', ') || 'no part'} struck with ${inFlight} commands in flight`;
  return `${what}; ${waits.length} players affected, the longest waited ${longest} ms${lost}`;
}

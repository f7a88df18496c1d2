/** Each important fault once, one after another, on one mesh that plays at least a hundred commands at a time. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startMesh, type TestMesh } from '../../support/mesh.ts';
import { check } from '../history/check.ts';
import { LOAD_MESH, startLoad } from '../history/load.ts';
import { readLogs } from '../history/logs.ts';
import { seeded } from '../history/seed.ts';
import { faultNamed } from './catalogue.ts';
import { NEMESIS_MIX } from './part.ts';
import { randomOf } from './random.ts';
import { IN_FLIGHT, strike, type Strike } from './strike.ts';

/** How long what hangs or is away does so here; `make faults` has the patience for more. */
const HOLD_MS = 1_500;

const FAULTS = [
  'match-kill-one',
  'match-kill-all',
  'match-hang-one',
  'match-terminate-one',
  'redis-hang',
  'redis-empty',
  'postgres-stop',
  'postgres-crash',
  'postgres-hang',
  'envoy-kill',
  'envoy-reload',
];

let mesh: TestMesh;

beforeAll(async () => {
  mesh = await startMesh(LOAD_MESH);
}, 90_000);
afterAll(() => mesh.stop(), 30_000);

test(
  'whatever is killed, hung or restarted with a hundred commands in flight: nothing acknowledged is lost, nothing happens twice, and everyone sees the same and plays on',
  () =>
    mesh.explain(() =>
      seeded(async (seed) => {
        const random = randomOf(seed, 'nemesis');
        const load = await startLoad(mesh, { seed, mix: NEMESIS_MIX });
        const strikes: Strike[] = [];
        for (const name of FAULTS) {
          const fault = faultNamed(name);
          strikes.push(await strike(mesh, load, { ...fault, holdMs: Math.min(fault.holdMs, HOLD_MS) }, random));
        }
        await load.finish();
        expect(check(load.history, await readLogs(mesh, load.history))).toEqual([]);
        for (const { inFlight, waits, stranded } of strikes) {
          expect(inFlight).toBeGreaterThanOrEqual(IN_FLIGHT);
          expect(waits.length).toBeGreaterThan(0);
          expect(stranded).toEqual([]);
        }
      }),
    ),
  180_000,
);

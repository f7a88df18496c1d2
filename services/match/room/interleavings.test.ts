import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { interleavings, promisesBrokenBy } from './simulation/interleavings.ts';
import type { Setting } from './simulation/scenario.ts';

/*
 * What a match promises, in thousands of orders in which things may happen. What fails is shrunk and told with its seed
 * and path. By environment: INTERLEAVINGS is how many times as many are tried; INTERLEAVINGS_SEED and INTERLEAVINGS_PATH
 * try one again.
 */

const TIMES = Number(process.env.INTERLEAVINGS ?? 1);
const again = {
  ...(process.env.INTERLEAVINGS_SEED && { seed: Number(process.env.INTERLEAVINGS_SEED) }),
  ...(process.env.INTERLEAVINGS_PATH && { path: process.env.INTERLEAVINGS_PATH }),
};

const settings: readonly { what: string; runs: number; setting: Setting; failsOver?: boolean }[] = [
  { what: 'Two replicas', runs: 1_000, setting: { replicas: 2 } },
  { what: 'Three replicas', runs: 400, setting: { replicas: 3 } },
  { what: 'Two replicas of a match with snapshots', runs: 100, setting: { replicas: 2, entriesBefore: 190 } },
  { what: 'Three replicas whose log loses its end now and then', runs: 700, setting: { replicas: 3 }, failsOver: true },
];

for (const { what, runs, setting, failsOver } of settings) {
  test(
    `${what} keep every promise in whatever order things happen`,
    async () => {
      const property = fc.asyncProperty(interleavings(failsOver), async (interleaving) => {
        expect(await promisesBrokenBy(interleaving, setting)).toEqual([]);
      });
      await fc.assert(property, {
        numRuns: runs * TIMES,
        // To shrink hundreds of steps may take for ever; what it has found by then is told.
        interruptAfterTimeLimit: 100_000 * TIMES,
        markInterruptAsFailure: true,
        ...again,
      });
    },
    120_000 * TIMES,
  );
}

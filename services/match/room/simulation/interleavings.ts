import fc from 'fast-check';
import { brokenPromises } from './promises.ts';
import { Scenario, type Happening, type Setting } from './scenario.ts';

const COMMON = { minLength: 50, maxLength: 250, size: 'max' } as const;

const happenings = (failsOver: boolean): fc.Arbitrary<Happening[]> =>
  fc.array(
    fc.record({
      what: fc.oneof(
        { weight: 60, arbitrary: fc.constant('task' as const) },
        { weight: 12, arbitrary: fc.constantFrom('count' as const, 'whisper', 'resend', 'miscount') },
        { weight: 10, arbitrary: fc.constant('tick' as const) },
        { weight: 6, arbitrary: fc.constantFrom('leave' as const, 'come') },
        {
          weight: 3,
          arbitrary: fc.constantFrom(
            'wait' as const,
            'database',
            'redis',
            'deafen',
            'kill',
            'stop',
            'continue',
            'forget',
          ),
        },
        { weight: failsOver ? 2 : 0, arbitrary: fc.constant('failover' as const) },
      ),
      choice: fc.nat(0xffff),
    }),
    COMMON,
  );

/** A seed of what is left to chance, and what happens. */
export type Interleaving = readonly [seed: number, happenings: readonly Happening[]];

/** @param failsOver whether the log loses its end now and then */
export const interleavings = (failsOver = false): fc.Arbitrary<Interleaving> =>
  fc.tuple(fc.nat(), happenings(failsOver));

/** Lets things happen in that order, then all is well again. Resolves to the promises that were broken. */
export async function promisesBrokenBy([seed, all]: Interleaving, setting: Setting): Promise<readonly string[]> {
  const scenario = new Scenario(seed, setting);
  await scenario.begin();
  for (const one of all) await scenario.happen(one);
  await scenario.heal();
  return brokenPromises(scenario);
}

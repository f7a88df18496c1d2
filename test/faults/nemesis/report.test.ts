import { expect, test } from '@jest/globals';
import { report } from './report.ts';
import type { Result } from './results.ts';

const part = (changes: Partial<Result>): Result => ({
  seed: 1,
  commit: 'abc',
  fault: 'match-kill-one',
  part: 0,
  time: '2026-11-21T13:00:00.000Z',
  seconds: 60,
  versions: { node: '24', postgres: '18', redis: 'Valkey 9', envoy: '1.40' },
  cores: 2,
  processor: 'some',
  loadAverage: 2,
  strikes: 40,
  inFlight: { least: 100, median: 150 },
  matches: 300,
  accepted: 50_000,
  lost: 0,
  doubled: 0,
  outOfOrder: 0,
  others: 0,
  violations: [],
  affected: 4,
  stranded: 0,
  nextAccepted: [
    [100, 3],
    [900, 1],
  ],
  ...changes,
});

const cells = (results: readonly Result[], fault = 'match-kill-one') =>
  report(results, [{ name: fault, what: 'SIGKILL' }])
    .split('\n')
    .slice(2)
    .map((line) => line.slice(2, -2).split(' | '));

test('the parts of a run are one row: sums, the least in flight, and the quantiles of all players together', () => {
  const other = part({ part: 1, inFlight: { least: 120, median: 200 }, lost: 2, nextAccepted: [[300, 4]] });
  expect(cells([part({}), other])).toEqual([
    [
      ...['SIGKILL (`match-kill-one`)', '80', '100 / 200', '100,000', '2', '0', '0', '8', '300 / 900 / 900'],
      ...['2026-11-21', 'abc'],
    ],
  ]);
});

test('only the newest run of a fault is shown', () => {
  const old = part({ commit: 'old', lost: 7 });
  expect(cells([old, part({ strikes: 3 })]).map((row) => [row[1], row[4]])).toEqual([['3', '0']]);
});

test('violations of other promises, and players that never came back, are not kept quiet', () => {
  const [row] = cells([part({ others: 3, stranded: 1 })]);
  expect([row![6], row![7]]).toEqual(['0 (3 other violations)', '4 (1 never came back)']);
});

test('a fault that never struck has no row', () => {
  expect(cells([part({})], 'redis-kill')).toEqual([]);
});

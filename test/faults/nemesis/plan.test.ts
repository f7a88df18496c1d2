import { expect, test } from '@jest/globals';
import { faults } from './catalogue.ts';
import { planOf, readRunOptions, remaining } from './plan.ts';
import type { Result } from './results.ts';

const planned = (environment: Record<string, string>) =>
  planOf(readRunOptions(environment)).map(({ fault, part, strikes }) => [fault.name, part, strikes]);

test('by default every fault strikes', () => {
  expect(new Set(planned({}).map(([name]) => name))).toEqual(new Set(faults.map(({ name }) => name)));
});

test('a thousand kills are cut into parts that add up to them', () => {
  const parts = planned({ FAULT: 'match-kill-one', KILLS: '1010' });
  expect(parts.map(([, part]) => part)).toEqual(parts.map((_, index) => index));
  expect(parts.reduce((sum, [, , strikes]) => sum + Number(strikes), 0)).toBe(1_010);
  expect(parts.at(-1)![2]).toBe(1_010 - Number(parts[0]![2]) * (parts.length - 1));
});

test('a fault that is held for long strikes less often in a part', () => {
  expect(planned({ FAULT: 'match-hang-one,redis-hang', ROUNDS: '3' })).toEqual([
    ['match-hang-one', 0, 2],
    ['match-hang-one', 1, 1],
    ['redis-hang', 0, 3],
  ]);
});

test('a run goes on where it was stopped, and begins anew with another seed or other sources', () => {
  const plan = planOf(readRunOptions({ FAULT: 'match-hang-one' }));
  const done = [{ seed: 1, commit: 'abc', fault: 'match-hang-one', part: 0, strikes: 2 } as Result];
  expect(remaining(plan, done, { seed: 1, commit: 'abc' })).toEqual([plan[1]]);
  expect(remaining(plan, done, { seed: 2, commit: 'abc' })).toEqual(plan);
  expect(remaining(plan, done, { seed: 1, commit: 'abd' })).toEqual(plan);
});

test.each([
  [{ FAULT: 'match-kil-one' }, 'There is no fault "match-kil-one", but nothing, match-kill-one, '],
  [{ KILLS: '0' }, 'KILLS, how often match-kill-one strikes (40), must be a whole number from 1 to 100000, not 0.'],
  [{ SEED: 'x' }, 'SEED, what all choices follow from (1), must be a whole number'],
])('options that make no sense are refused: %j', (environment, sentence) => {
  expect(() => readRunOptions(environment)).toThrow(sentence);
});

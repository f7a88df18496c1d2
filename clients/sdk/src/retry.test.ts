import { afterEach, expect, jest, test } from '@jest/globals';
import { Code, PlaymeshError } from './errors.ts';
import { backoffMs } from './retry.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

test('tries spread over a time that doubles from 100 ms, and never keep a player waiting for more than 2 s', () => {
  const longest = jest.spyOn(Math, 'random').mockReturnValue(1);
  expect([0, 1, 2, 3, 4, 5, 20].map((attempt) => backoffMs(attempt))).toEqual([
    100, 200, 400, 800, 1_600, 2_000, 2_000,
  ]);
  longest.mockReturnValue(0);
  expect(backoffMs(20)).toBe(0);
});

test('whom the edge turns away tries less often, and whom a service asks to wait does not wait longer than that', () => {
  jest.spyOn(Math, 'random').mockReturnValue(1);
  const turnedAway = new PlaymeshError(Code.RESOURCE_EXHAUSTED, 'local_rate_limited');
  expect([0, 1, 6, 20].map((attempt) => backoffMs(attempt, turnedAway))).toEqual([100, 200, 6_400, 8_000]);
  const asked = new PlaymeshError(Code.RESOURCE_EXHAUSTED, 'wait', { retryAfterMs: 0 });
  expect(backoffMs(20, asked)).toBe(2_000);
});

import { afterEach, expect, jest, test } from '@jest/globals';
import { backoffMs } from './retry.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

test('tries spread over a time that doubles from 100 ms, and never keep a player waiting for more than 2 s', () => {
  const longest = jest.spyOn(Math, 'random').mockReturnValue(1);
  expect([0, 1, 2, 3, 4, 5, 20].map(backoffMs)).toEqual([100, 200, 400, 800, 1_600, 2_000, 2_000]);
  longest.mockReturnValue(0);
  expect(backoffMs(20)).toBe(0);
});

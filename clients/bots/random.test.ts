import { expect, test } from '@jest/globals';
import { randomFrom, shareOf } from './random.ts';

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

test('numbers follow from their seed, and are spread evenly', () => {
  const drawn = Array.from({ length: 20_000 }, randomFrom('seed'));
  expect(drawn.slice(0, 3)).toEqual(Array.from({ length: 3 }, randomFrom('seed')));
  expect(drawn.slice(0, 3)).not.toEqual(Array.from({ length: 3 }, randomFrom('other')));
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...drawn)).toBeLessThan(1);
  expect(mean(drawn)).toBeCloseTo(0.5, 1);
  expect(mean(drawn.map((value) => value * value))).toBeCloseTo(1 / 3, 1);
});

test('a text’s share is its own, and texts that differ little have shares that differ much', () => {
  expect(shareOf('question 1')).toBe(shareOf('question 1'));
  const shares = Array.from({ length: 10_000 }, (_, index) => shareOf(`question ${index}`));
  for (let tenth = 0; tenth < 10; tenth++) {
    const within = shares.filter((share) => Math.floor(share * 10) === tenth).length;
    expect(within).toBeGreaterThan(850);
    expect(within).toBeLessThan(1_150);
  }
});

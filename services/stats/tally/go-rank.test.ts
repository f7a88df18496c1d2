import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { goRank } from './go-rank.ts';

/** From the weakest to the strongest. */
const RANKS = [
  ...Array.from({ length: 30 }, (_, index) => `${30 - index}k`),
  ...Array.from({ length: 9 }, (_, index) => `${index + 1}d`),
];
const place = (rating: number): number => RANKS.indexOf(goRank(rating));

describe('the rank of a rating of Go', () => {
  // The first whole rating of each rank, by 525 * e^(ranks above 30k / 23.15).
  test.each([
    [525, '30k'],
    [548, '30k'],
    [549, '29k'],
    [1_142, '13k'],
    [1_143, '12k'],
    [1_500, '6k'],
    [1_918, '1k'],
    [1_919, '1d'],
    [2_003, '1d'],
    [2_004, '2d'],
    [2_710, '8d'],
    [2_711, '9d'],
  ])('of %s is %s', (rating, rank) => {
    expect(goRank(rating)).toBe(rank);
  });

  test.each([
    [524, '30k'],
    [100, '30k'],
    [0, '30k'],
    [-400, '30k'],
    [2_900, '9d'],
    [6_000, '9d'],
  ])('of %s is at an end, %s', (rating, rank) => {
    expect(goRank(rating)).toBe(rank);
  });

  test('is never lower for a higher rating', () => {
    const rating = fc.double({ min: -1_000, max: 8_000, noNaN: true });
    fc.assert(
      fc.property(rating, rating, (one, other) => {
        expect(place(Math.max(one, other))).toBeGreaterThanOrEqual(place(Math.min(one, other)));
      }),
    );
  });

  test('is each of the 39 ranks for ratings of a span of its own, half a rank about the middle of it', () => {
    const within = fc.double({ min: 0.25, max: 0.75, noNaN: true });
    fc.assert(
      fc.property(fc.nat(RANKS.length - 1), within, (rank, part) => {
        expect(place(525 * Math.exp((rank + part) / 23.15))).toBe(rank);
      }),
    );
  });
});

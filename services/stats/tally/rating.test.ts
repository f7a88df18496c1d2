import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import glicko2 from 'glicko2-lite';
import type { FinishedMatch } from './match.ts';
import { aged, FIRST_RATING, rate, ratingKey, type Rating } from './rating.ts';

const DAY = 86_400_000;
const NOW = 1_800_000_000_000;

const match = (changes: Partial<FinishedMatch> = {}): FinishedMatch => ({
  feedNumber: 1,
  matchId: 'match',
  mode: 'duel',
  ratedAs: 'duels',
  userIds: ['a', 'b'],
  result: { winnerSeats: [0], scores: [1, 0] },
  isRated: true,
  endTime: NOW,
  ...changes,
});
const rating = (value: number, deviation: number): Rating => ({
  ...FIRST_RATING,
  rating: value,
  deviation,
  matches: 10,
  ratedAt: NOW,
});
const before = (ratings: Record<string, Rating>): Map<string, Rating> =>
  new Map(Object.entries(ratings).map(([userId, one]) => [ratingKey(userId, 'duels'), one]));
const of = (ratings: ReturnType<typeof rate>, userId: string) => ratings.find((one) => one.userId === userId)!;

test('The library computes the example of the paper.', () => {
  const { rating, rd, vol } = glicko2(1_500, 200, 0.06, [
    [1_400, 30, 1],
    [1_550, 100, 0],
    [1_700, 300, 0],
  ]);

  expect(rating).toBeCloseTo(1_464.06, 1);
  expect(rd).toBeCloseTo(151.52, 1);
  expect(vol).toBeCloseTo(0.05999, 4);
});

describe('a match', () => {
  // Worked by hand by the steps of glicko.net/glicko/glicko2.pdf.
  test('moves two beginners apart by the same, and makes both surer', () => {
    const moved = rate([match()], new Map());

    expect(of(moved, 'a').rating).toBeCloseTo(1_662.3, 0);
    expect(of(moved, 'b').rating).toBeCloseTo(1_337.7, 0);
    expect(of(moved, 'a').deviation).toBeCloseTo(290.3, 0);
    expect(of(moved, 'a')).toMatchObject({ ratedAs: 'duels', matches: 1, ratedAt: NOW });
  });

  test('of three players is rated as each against every other', () => {
    const ratings = before({ a: rating(1_500, 200), b: rating(1_400, 30), c: rating(1_550, 100) });
    const moved = rate([match({ userIds: ['a', 'b', 'c'], result: { winnerSeats: [0, 2], scores: [] } })], ratings);
    const met: [number, number, number][] = [
      [1_400, 30, 1],
      [1_550, 100, 0.5],
    ];
    const { rating: expected, rd } = glicko2(1_500, 200, 0.06, met);

    expect(of(moved, 'a')).toMatchObject({ rating: expected, deviation: rd });
  });

  test('that is drawn brings both nearer to each other', () => {
    const moved = rate(
      [match({ result: { winnerSeats: [], scores: [] } })],
      before({ a: rating(1_700, 80), b: rating(1_400, 80) }),
    );

    expect(of(moved, 'a').rating).toBeLessThan(1_700);
    expect(of(moved, 'b').rating).toBeGreaterThan(1_400);
  });

  test('moves who is unsure further than who is settled', () => {
    const moved = rate([match()], before({ a: rating(1_500, 300), b: rating(1_500, 50) }));

    expect(of(moved, 'a').rating - 1_500).toBeGreaterThan(5 * (1_500 - of(moved, 'b').rating));
  });

  test('that is not rated, was abandoned or had one player moves nobody', () => {
    const none = [match({ isRated: false }), match({ result: undefined }), match({ userIds: ['a'] })];

    expect(rate(none, new Map())).toEqual([]);
  });

  test('builds on the one before it, whether in one page or in two', () => {
    const matches = [match(), match({ userIds: ['b', 'c'], endTime: NOW + DAY }), match({ endTime: NOW + 2 * DAY })];
    const inOne = rate(matches, new Map());
    const first = rate(matches.slice(0, 2), new Map());
    const stored = new Map(first.map((one): [string, Rating] => [ratingKey(one.userId, one.ratedAs), one]));
    const second = rate(matches.slice(2), stored);

    for (const one of second) expect(of(inOne, one.userId)).toEqual(one);
    expect(of(inOne, 'c')).toEqual(of(first, 'c'));
  });

  test('raises who won and lowers who lost, and never makes anybody less sure than a beginner', () => {
    const anyRating = fc.tuple(fc.integer({ min: 500, max: 2_800 }), fc.integer({ min: 40, max: 350 }));
    fc.assert(
      fc.property(anyRating, anyRating, (a, b) => {
        const moved = rate([match()], before({ a: rating(...a), b: rating(...b) }));
        expect(of(moved, 'a').rating).toBeGreaterThan(a[0]);
        expect(of(moved, 'b').rating).toBeLessThan(b[0]);
        for (const { deviation } of moved) expect(deviation).toBeLessThanOrEqual(350);
      }),
      {
        examples: [
          [
            [1_974, 350],
            [500, 40],
          ],
        ],
      }, // left the first one at 350.0006
    );
  });
});

describe('a rating', () => {
  test('grows less sure with time, from a settled player’s to a beginner’s in a year, and no further', () => {
    const settled = rating(1_800, 60);

    expect(aged(settled, NOW)).toEqual(settled);
    expect(aged(settled, NOW + 30 * DAY).deviation).toBeCloseTo(115.6, 0);
    expect(aged(settled, NOW + 365 * DAY).deviation).toBeCloseTo(350, 5);
    expect(aged(settled, NOW + 3_650 * DAY)).toEqual({ ...settled, deviation: 350 });
  });

  test('of who has never been rated is where everybody begins', () => {
    expect(aged(FIRST_RATING, NOW)).toEqual(FIRST_RATING);
  });
});

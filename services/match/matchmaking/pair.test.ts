import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pair, ratingWindow, type Waiting } from './pair.ts';

/** Somebody who waits; without a time, all have waited for 30 s and meet anybody. */
const ticket = (ticketId: string, changes: Partial<Waiting> = {}): Waiting => ({
  ticketId,
  userId: `user of ${ticketId}`,
  rating: 1_500,
  waitedMs: 30_000,
  avoids: [],
  ...changes,
});
const ids = (groups: ReturnType<typeof pair>): string[][] =>
  groups.map((group) => group.map(({ ticketId }) => ticketId));
const users = (...userIds: readonly string[]): Waiting[] =>
  userIds.map((userId, index) => ticket(`${index}`, { userId, waitedMs: 30_000 - index }));

test('Those who have waited longest are put together first, and who is left over waits on.', () => {
  expect(ids(pair(users('a', 'b', 'c', 'd', 'e'), 2))).toEqual([
    ['0', '1'],
    ['2', '3'],
  ]);
});

test('A user never meets themself, and is passed over for the next.', () => {
  expect(ids(pair(users('a', 'a', 'b', 'c'), 2))).toEqual([
    ['0', '2'],
    ['1', '3'],
  ]);
  expect(pair(users('a', 'a', 'a'), 2)).toEqual([]);
});

test('Nobody meets whom they avoid, nor who avoids them.', () => {
  const [a, b, c] = [
    ticket('a', { avoids: ['user of b'] }),
    ticket('b', { waitedMs: 40_000 }),
    ticket('c', { rating: 2_900 }),
  ];

  expect(pair([a, b], 2)).toEqual([]);
  expect(ids(pair([a, b, c], 2))).toEqual([['b', 'c']]);
});

describe('by rating', () => {
  test('who has waited longest meets the nearest, not the next in line', () => {
    const waiting = [
      ticket('oldest', { rating: 1_500, waitedMs: 50_000 }),
      ticket('far', { rating: 1_900, waitedMs: 40_000 }),
      ticket('near', { rating: 1_530, waitedMs: 1_000 }),
      ticket('farther', { rating: 2_200, waitedMs: 0 }),
    ];

    expect(ids(pair(waiting, 2))).toEqual([
      ['oldest', 'near'],
      ['far', 'farther'],
    ]);
  });

  test('two meet when they are within the window of whoever has waited longer, and no sooner', () => {
    const meet = (apart: number, waitedMs: number): boolean =>
      pair([ticket('a', { waitedMs }), ticket('b', { rating: 1_500 + apart, waitedMs: 0 })], 2).length === 1;

    expect(meet(100, 0)).toBe(true);
    expect(meet(101, 0)).toBe(false);
    expect(meet(300, 4_999)).toBe(false);
    expect(meet(300, 5_000)).toBe(true);
    expect(meet(3_000, 19_999)).toBe(false);
    expect(meet(3_000, 20_000)).toBe(true);
  });

  test('the window never shrinks with waiting', () => {
    fc.assert(
      fc.property(fc.nat(30_000), fc.nat(30_000), (waited, more) => {
        expect(ratingWindow(waited + more)).toBeGreaterThanOrEqual(ratingWindow(waited));
      }),
    );
  });
});

const anybody = fc
  .array(
    fc.record({
      userId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      rating: fc.integer({ min: 1_300, max: 1_700 }),
      waitedMs: fc.nat(25_000),
      avoids: fc.subarray(['a', 'b', 'c'], { maxLength: 2 }),
    }),
    { maxLength: 30 },
  )
  .map((all) =>
    all.map(({ avoids, ...one }, index) =>
      ticket(`${index}`, { ...one, avoids: avoids.filter((userId) => userId !== one.userId) }),
    ),
  );

test('Every match is full, of different users in the window of the first, and nobody is in two.', () => {
  fc.assert(
    fc.property(anybody, fc.integer({ min: 1, max: 4 }), (waiting, seats) => {
      const groups = pair(waiting, seats);
      for (const group of groups) {
        expect(group).toHaveLength(seats);
        expect(new Set(group.map(({ userId }) => userId)).size).toBe(seats);
        const [chooser] = group;
        for (const { rating } of group) {
          expect(Math.abs(rating - chooser!.rating)).toBeLessThanOrEqual(ratingWindow(chooser!.waitedMs));
        }
        for (const { avoids } of group) for (const { userId } of group) expect(avoids).not.toContain(userId);
      }
      const tickets = groups.flat().map(({ ticketId }) => ticketId);
      expect(new Set(tickets).size).toBe(tickets.length);
    }),
  );
});

test('Of those who are left over, no two could have met.', () => {
  fc.assert(
    fc.property(anybody, (waiting) => {
      const paired = new Set(pair(waiting, 2).flat());
      const left = waiting.filter((one) => !paired.has(one));
      for (const one of left) {
        for (const other of left) expect(one === other || pair([one, other], 2).length === 0).toBe(true);
      }
    }),
  );
});

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pair, type Waiting } from './pair.ts';

const waiting = (...users: readonly string[]): Waiting[] =>
  users.map((userId, index) => ({ ticketId: `${index}`, userId }));
const ids = (groups: ReturnType<typeof pair>): string[][] =>
  groups.map((group) => group.map(({ ticketId }) => ticketId));

test('Those who have waited longest are put together first, and who is left over waits on.', () => {
  expect(ids(pair(waiting('a', 'b', 'c', 'd', 'e'), 2))).toEqual([
    ['0', '1'],
    ['2', '3'],
  ]);
});

test('A user never meets themself, and is passed over for the next.', () => {
  expect(ids(pair(waiting('a', 'a', 'b', 'c'), 2))).toEqual([
    ['0', '2'],
    ['1', '3'],
  ]);
  expect(pair(waiting('a', 'a', 'a'), 2)).toEqual([]);
});

test('Every match is full, of different users, and nobody is in two.', () => {
  const users = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 30 });
  fc.assert(
    fc.property(users, fc.integer({ min: 1, max: 4 }), (names, seats) => {
      const groups = pair(waiting(...names), seats);
      for (const group of groups) {
        expect(group).toHaveLength(seats);
        expect(new Set(group.map(({ userId }) => userId)).size).toBe(seats);
      }
      const tickets = groups.flat().map(({ ticketId }) => ticketId);
      expect(new Set(tickets).size).toBe(tickets.length);
    }),
  );
});

test('Two different users who wait for a match of two never both wait on.', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 }), (names) => {
      const paired = new Set(
        pair(waiting(...names), 2)
          .flat()
          .map(({ ticketId }) => ticketId),
      );
      const left = new Set(names.filter((_, index) => !paired.has(`${index}`)));
      expect(left.size).toBeLessThanOrEqual(1);
    }),
  );
});

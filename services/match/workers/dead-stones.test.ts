import { afterAll, expect, test } from '@jest/globals';
import { DeadStones } from './dead-stones.ts';

const deadStones = new DeadStones();
afterAll(() => deadStones.close());

/** Points of a drawn board of 9 lines. */
const drawn = (drawing: string): number[] =>
  Array.from(drawing.replaceAll(/\s/g, ''), (point) => ({ X: 1, O: 2 })[point] ?? 0);

const points = drawn(`
  . . . X O . . . .
  . . . X O . . . .
  . . . X O . . X .
  . . . X O . . . .
  . O . X O . . . .
  . . . X O . . . .
  . . . X O . . . .
  . . . X O . . . .
  . . . X O . . . .`);

test('stones that cannot live are found, the others are left', async () => {
  expect([...(await deadStones.find({ size: 9, points }))].sort((a, b) => a - b)).toEqual([25, 37]);
});

test('the event loop goes on meanwhile', async () => {
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  const boards = Array.from({ length: 8 }, () => deadStones.find({ size: 19, points: Array(361).fill(0) }));
  await Promise.all(boards);
  clearInterval(timer);
  expect(turns).toBeGreaterThan(20);
});

import { expect, test } from '@jest/globals';
import { pointName } from '../../sdk/src/games/go-board.ts';
import { handicapPoints } from './handicap.ts';

const names = (size: number, stones: number): string[] =>
  handicapPoints(size, stones)
    .map((point) => pointName(size, point))
    .sort();

test('stones are on the usual points', () => {
  expect(names(19, 2)).toEqual(['D4', 'Q16']);
  expect(names(19, 3)).toEqual(['D16', 'D4', 'Q16']); // as GNU Go has it, too
  expect(names(19, 5)).toEqual(['D16', 'D4', 'K10', 'Q16', 'Q4']);
  expect(names(19, 6)).toEqual(['D10', 'D16', 'D4', 'Q10', 'Q16', 'Q4']);
  expect(names(19, 8)).toEqual(['D10', 'D16', 'D4', 'K16', 'K4', 'Q10', 'Q16', 'Q4']);
  expect(names(19, 9)).toEqual(['D10', 'D16', 'D4', 'K10', 'K16', 'K4', 'Q10', 'Q16', 'Q4']);
  expect(names(13, 4)).toEqual(['D10', 'D4', 'K10', 'K4']);
  expect(names(9, 4)).toEqual(['C3', 'C7', 'G3', 'G7']);
});

test('small boards have few of them, or none', () => {
  expect([handicapPoints(5, 2), handicapPoints(19, 1)]).toEqual([[], []]);
  expect([handicapPoints(7, 9).length, handicapPoints(19, 12).length]).toEqual([4, 9]);
});

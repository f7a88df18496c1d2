import { expect, test } from '@jest/globals';
import { boardOf } from '../../../sdk/test-support/go-diagram.ts';
import { isShape } from './patterns.ts';
import { SearchBoard } from './search-board.ts';

const hasShapeAt = (diagram: string, point: number): boolean => {
  const board = SearchBoard.from(boardOf(diagram));
  return isShape(board.colours, board.width, board.cellOf(point));
};

const turned = (diagram: string): string => {
  const rows = diagram
    .trim()
    .split('\n')
    .map((row) => row.trim().split(' '));
  return rows
    .map((_, row) =>
      rows
        .map((line) => line[row])
        .toReversed()
        .join(' '),
    )
    .join('\n');
};

test.each([
  ['a hane around a head', 'X O X'],
  ['a hane at a side', 'X O .'],
])('%s is a shape, however it lies and whoever plays it', (_name, row) => {
  let diagram = `. . . . .\n. ${row} .\n. . . . .\n. . . . .\n. . . . .`;
  for (let turn = 0; turn < 4; turn++) {
    expect(hasShapeAt(diagram, 12)).toBe(true);
    expect(hasShapeAt(diagram.replaceAll('X', '-').replaceAll('O', 'X').replaceAll('-', 'O'), 12)).toBe(true);
    diagram = turned(diagram);
  }
});

test('shapes at the edge are found there', () => {
  const descent = `
    . . . . .
    . . . . .
    . . . . .
    . . X O .
    . . . . .`;
  expect(hasShapeAt(descent, 22)).toBe(true);
  expect(hasShapeAt(descent.replace('X O', '. O'), 22)).toBe(false);
});

test('an open board, a single stone and an eye are none', () => {
  const open = `
    . . . . .
    . . . . .
    . . . . .
    . . . . .
    . . . . .`;
  const single = open.replace('. . . . .', '. X . . .');
  for (let point = 0; point < 25; point++) {
    expect(hasShapeAt(open, point)).toBe(false);
    expect(hasShapeAt(single, point)).toBe(false);
  }
  const eye = `
    . . . . .
    . X X X .
    . X . X .
    . X X X .
    . . . . .`;
  expect(hasShapeAt(eye, 12)).toBe(false);
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BOARD } from '../../test-support/go-states.ts';
import { textOf, widthOfLine } from '../line.ts';
import { boardColumns, boardRows, isStar } from './board.ts';
import type { Position } from './board.ts';

const drawn = (position: Position, at: number, columns = 80, rows = 40, isCursor = true): string[] =>
  boardRows(position, { at, isCursor }, columns, rows).map((row) => textOf(row).trimEnd());

test('a board has coordinates without I, stones, star points, the last stone in brackets, the cursor, and the ko', () => {
  expect(drawn({ board: BOARD, lastPoint: 49, koPoint: 39 }, 60)).toEqual([
    '   A B C D E F G H J',
    ' 9 . . . . . . . . .',
    ' 8 . . . . . . . . .',
    ' 7 . . + . . . + . .',
    ' 6 . . . X O . . . .',
    ' 5 . . . k X O . . .',
    ' 4 . . . X(O). . . .',
    ' 3 . . + . . .[+]. .',
    ' 2 . . . . . . . . .',
    ' 1 . . . . . . . . .',
  ]);
});

test('the cursor is seen on any point, also beside the last stone and at the edges', () => {
  const position = { board: '.'.repeat(25), lastPoint: 0 };
  expect(drawn(position, 1)[1]).toBe(' 5(.[.]. . .');
  expect(drawn(position, 0)[1]).toBe(' 5[.]. . . .');
  expect(drawn(position, 4)[1]).toBe(' 5(.). . .[.]');
  expect(drawn(position, 5).slice(1, 3)).toEqual([' 5(.). . . .', ' 4[.]. . . .']);
  expect(drawn(position, 1, 80, 40, false)[1]).toBe(' 5(.). . . .');
});

test('dead stones and territory are told by small letters', () => {
  const board = 'bbXww' + 'boXxw' + '.....'.repeat(3);
  expect(drawn({ board }, 24).slice(1, 3)).toEqual([' 5 b b X w w', ' 4 b o X x w']);
});

test('a board that is larger than its room is shown around the cursor', () => {
  const board = '.'.repeat(625);
  const middle = drawn({ board }, 312, 25, 8);
  expect(middle[0]).toBe('   H J K L M N O P Q R S');
  expect(middle.slice(1).map((row) => row.slice(0, 2))).toEqual(['16', '15', '14', '13', '12', '11', '10']);
  expect(drawn({ board }, 0, 25, 8)[1]).toMatch(/^25\[\.\]/);
  expect(drawn({ board }, 624, 25, 8).at(-1)).toMatch(/^ 1.*\[\.\]$/);
});

test('everything is ASCII, as wide as it says, and has the cursor in it', () => {
  const boards = fc.constantFrom(5, 7, 9, 13, 19, 25).chain((size) =>
    fc.record({
      board: fc.string({ unit: fc.constantFrom(...'.XOxobw'), minLength: size * size, maxLength: size * size }),
      at: fc.nat({ max: size * size - 1 }),
      columns: fc.integer({ min: 5, max: 90 }),
      rows: fc.integer({ min: 2, max: 40 }),
    }),
  );
  fc.assert(
    fc.property(boards, ({ board, at, columns, rows }) => {
      const size = Math.sqrt(board.length);
      const lines = boardRows({ board }, { at, isCursor: true }, columns, rows);
      expect(lines.length).toBe(1 + Math.min(size, rows - 1));
      for (const row of lines) expect(widthOfLine(row)).toBe(boardColumns(size, columns));
      expect(boardColumns(size, columns)).toBeLessThanOrEqual(columns);
      const text = lines.map(textOf).join('\n');
      expect(text).toMatch(/^[ -~\n]*$/);
      expect(text.match(/\[.\]/g)).toHaveLength(1);
      // Neighbours of one tone are one piece.
      for (const row of lines)
        expect(row.every(({ tone }, index) => index === 0 || tone !== row[index - 1]!.tone)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

describe('star points', () => {
  test.each([
    [9, 5, ['C3', 'C7', 'E5', 'G3', 'G7']],
    [13, 5, ['D4', 'D10', 'G7', 'K4', 'K10']],
    [19, 9, ['D4', 'D10', 'D16', 'K4', 'K10', 'K16', 'Q4', 'Q10', 'Q16']],
    [5, 1, ['C3']],
  ])('of %d lines', (size, count, names) => {
    const stars = Array.from({ length: size * size }, (_, point) => point).filter((point) => isStar(size, point));
    const named = stars.map((point) => `${'ABCDEFGHJKLMNOPQRST'[point % size]}${size - Math.floor(point / size)}`);
    expect(stars).toHaveLength(count);
    expect(new Set(named)).toEqual(new Set(names));
  });
});

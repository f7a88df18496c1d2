import { describe, expect, test } from '@jest/globals';
import { Reading, neighboursAmong, spacesOf } from '../../../../test/support/eye-reading.ts';
import { eyesIn } from './eyes.ts';

/** An eye space away from the edges, as its points in a text; o is a dead stone. Anything else belongs to the wall. */
function eyes(...rows: string[]): number {
  const cells = rows.flatMap((row, y) => [...row].flatMap((mark, x) => ('.o'.includes(mark) ? [{ x, y, mark }] : [])));
  const space = cells.map((_, cell) => cell);
  const dead = new Set(space.filter((cell) => cells[cell]?.mark === 'o'));
  return eyesIn(space, dead, neighboursAmong(cells));
}

test('one or two points are one eye, with or without a dead stone', () => {
  for (const space of ['.', '..', '.o', 'oo']) expect(eyes(space)).toBe(1);
});

test('three points can be parted, unless a dead stone is in the middle', () => {
  expect(eyes('...')).toBe(2);
  expect(eyes('..', '.X')).toBe(2);
  expect(eyes('..o')).toBe(2);
  expect(eyes('.o.')).toBe(1);
  expect(eyes('.oo')).toBe(1);
});

test('four points in a square are one eye, in any other shape two', () => {
  expect(eyes('..', '..')).toBe(1);
  expect(eyes('....')).toBe(2);
  expect(eyes('.o..')).toBe(2);
  expect(eyes('...', '.XX')).toBe(2);
  expect(eyes('...', 'X.X')).toBe(2);
});

test('a stone on the vital point of four to six points leaves one eye', () => {
  expect(eyes('.o.', 'X.X')).toBe(1);
  expect(eyes('X.X', '.o.', 'X.X')).toBe(1);
  expect(eyes('.oX', '...')).toBe(2);
  expect(eyes('..X', '.o.')).toBe(1);
  expect(eyes('..X', '.o.', 'X.X')).toBe(1);
});

test('two by three are two eyes, even with a dead stone in the middle', () => {
  expect(eyes('...', '...')).toBe(2);
  expect(eyes('.o.', '...')).toBe(2);
  expect(eyes('.o.', '.o.')).toBe(1);
});

test('taking four dead stones in a row leaves two eyes, taking three leaves one', () => {
  expect(eyes('oooo.')).toBe(2);
  expect(eyes('ooo.')).toBe(1);
  expect(eyes('.ooo.')).toBe(1);
});

test('two dead stones that are taken at once leave two eyes', () => {
  expect(eyes('o.', '.o')).toBe(2);
});

test('a ring of eight points around a stone of the wall is two eyes', () => {
  expect(eyes('...', '.X.', '...')).toBe(2);
});

describe('held against reading out every space, with dead stones on any of its points', () => {
  const disagreements = (points: number) => {
    const wrong: string[] = [];
    let compared = 0;
    for (const cells of spacesOf(points)) {
      const reading = new Reading(cells);
      for (let stones = 0; stones < 2 ** points; stones++) {
        const position = Array.from(cells, (_, cell) => ((stones >> cell) % 2 === 1 ? 'o' : '.')).join('');
        if (!reading.isPosition(position)) continue;
        compared++;
        const dead = new Set([...[...position].keys()].filter((cell) => position[cell] === 'o'));
        const counted = eyesIn([...cells.keys()], dead, reading.neighbours);
        if ((counted === 2) !== reading.lives(position)) wrong.push(JSON.stringify({ cells, position }));
      }
    }
    return { compared, wrong };
  };

  test.each([
    [3, 14],
    [4, 75],
    [5, 371],
  ])('of %d points: all %d agree', (points, compared) => {
    expect(disagreements(points)).toEqual({ compared, wrong: [] });
  });

  test('of 6 points: all but 16 of 2203 agree, and all without dead stones', () => {
    const { compared, wrong } = disagreements(6);
    expect([compared, wrong.length]).toEqual([2203, 16]);
    expect(wrong.filter((position) => position.includes('"......"'))).toEqual([]);
  });
});

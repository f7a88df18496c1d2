import { describe, expect, test } from '@jest/globals';
import { drawing, drawnBoard } from '../../../../test/support/go-boards.ts';
import type { DrawnBoard } from '../../../../test/support/go-boards.ts';
import { tally } from './score.ts';
import type { Scoring, Tally } from './score.ts';

const area: Scoring = { scoring: 'area', komiHalfPoints: 0, handicapPoints: 0 };
const territory: Scoring = { scoring: 'territory', komiHalfPoints: 0, handicapPoints: 0 };

function count(board: DrawnBoard, scoring: Scoring, prisoners: readonly [number, number] = [0, 0]): Tally {
  return tally(board, board.dead, prisoners, scoring);
}

/** By how much Black leads, in points. */
function margin({ black, white }: Tally): number {
  return (black.totalHalfPoints - white.totalHalfPoints) / 2;
}

describe('the parts of a tally', () => {
  const board = drawnBoard(`
    ..XO.x.
    .oXO...
    ..XO.x.
    ..XO..x
    ..X.OOO
    ..XXXXX
    .o.....`);

  test('under area scoring are living stones and what they surround; prisoners and dead stones count nothing', () => {
    const { black, white } = count(board, { ...area, komiHalfPoints: 13, handicapPoints: 2 }, [3, 5]);
    const uncounted = { prisoners: 0, deadStones: 0 };
    expect(black).toEqual({
      ...{ stones: 10, territory: 19, ...uncounted, komiHalfPoints: 0, handicapPoints: 0 },
      totalHalfPoints: 2 * (10 + 19),
    });
    expect(white).toEqual({
      ...{ stones: 7, territory: 12, ...uncounted, komiHalfPoints: 13, handicapPoints: 2 },
      totalHalfPoints: 2 * (7 + 12 + 2) + 13,
    });
  });

  test('under territory scoring are territory, prisoners and dead stones; handicap stones count nothing', () => {
    const { black, white } = count(board, { ...territory, komiHalfPoints: 13, handicapPoints: 2 }, [3, 5]);
    expect(black).toEqual({
      ...{ stones: 0, territory: 19, prisoners: 3, deadStones: 2, komiHalfPoints: 0, handicapPoints: 0 },
      totalHalfPoints: 2 * (19 + 3 + 2),
    });
    expect(white).toEqual({
      ...{ stones: 0, territory: 12, prisoners: 5, deadStones: 3, komiHalfPoints: 13, handicapPoints: 0 },
      totalHalfPoints: 2 * (12 + 5 + 3) + 13,
    });
  });

  test('are told point by point, with the stones under area scoring and without them under territory scoring', () => {
    const drawn = ({ owners }: Tally) =>
      drawing(
        board.size,
        owners.map((owner) => '.bw'[owner] as string),
      );
    expect(drawn(count(board, area)).split('\n')).toEqual([
      'bbbwwww',
      'bbbwwww',
      'bbbwwww',
      'bbbwwww',
      'bbb.www',
      'bbbbbbb',
      'bbbbbbb',
    ]);
    expect(drawn(count(board, territory)).split('\n')).toEqual([
      'bb..www',
      'bb..www',
      'bb..www',
      'bb..www',
      'bb.....',
      'bb.....',
      'bbbbbbb',
    ]);
  });

  test('take each dead stone once, in any order, and pass over points without a stone', () => {
    const listed = [...board.dead].reverse();
    for (const scoring of [area, territory]) {
      expect(tally(board, [...listed, 0, ...listed, 49, -1, 0.5], [0, 0], scoring)).toEqual(count(board, scoring));
    }
  });
});

describe('who wins', () => {
  const fiveEach = drawnBoard(`
    .....
    OOOOO
    .....
    XXXXX
    .....`);

  test.each([area, territory])('nobody, with five points each and no komi: $scoring', (scoring) => {
    const { black, white } = count(fiveEach, scoring);
    expect([black.territory, white.territory]).toEqual([5, 5]);
    expect(black.totalHalfPoints).toBe(white.totalHalfPoints);
  });

  test.each([area, territory])('White by komi, with five points each: $scoring', (scoring) => {
    expect(margin(count(fiveEach, { ...scoring, komiHalfPoints: 13 }))).toBe(-6.5);
  });

  test.each([area, territory])('White by komi on an empty board, which is nobody’s: $scoring', (scoring) => {
    const empty = { size: 19, points: Array<number>(361).fill(0), dead: [] };
    const result = count(empty, { ...scoring, komiHalfPoints: 11 });
    expect(new Set(result.owners)).toEqual(new Set([0]));
    expect(margin(result)).toBe(-5.5);
  });
});

test('area scoring counts what territory scoring does not: eyes in seki and false eyes', () => {
  const seki = drawnBoard(`
    XO.O.X.XO
    XOOOXXXXO
    XXXXOOOOO
    ...XO....
    ...XO....
    ...XO....
    ...XO....
    ...XO....
    ...XO....`);
  const { owners } = count(seki, area);
  expect(owners.slice(0, 9).join('')).toBe('122201112');
  const connection = drawnBoard(`
    ..XO.
    ..XO.
    X.XO.
    OXOO.
    .OO..`);
  expect(count(connection, area).black.territory).toBe(5);
});

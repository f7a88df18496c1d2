import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { symmetries } from '../../../../test/support/go-boards.ts';
import type { DrawnBoard } from '../../../../test/support/go-boards.ts';
import { tally } from './score.ts';
import type { Scoring, Tally } from './score.ts';

const area: Scoring = { scoring: 'area', komiHalfPoints: 0, handicapPoints: 0 };
const territory: Scoring = { scoring: 'territory', komiHalfPoints: 0, handicapPoints: 0 };

function count(board: DrawnBoard, scoring: Scoring, prisoners: readonly [number, number] = [0, 0]): Tally {
  return tally(board, board.dead, prisoners, scoring);
}

const anyBoard: fc.Arbitrary<DrawnBoard> = fc
  .tuple(fc.constantFrom(5, 7, 9), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 3 }))
  .chain(([size, stones, deadOfTen]) =>
    fc
      .array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 2 }), fc.integer({ min: 0, max: 9 })), {
        minLength: size * size,
        maxLength: size * size,
      })
      .map((draws) => ({
        size,
        points: draws.map(([isStone, colour]) => (isStone < stones ? colour : 0)),
        dead: [...draws.keys()].filter((point) => (draws[point]?.[2] ?? 0) < deadOfTen),
      })),
  );
const bothScorings = fc.constantFrom(area, territory);
const swapped = (colour: number) => (colour === 0 ? 0 : 3 - colour);

test('on any board area scoring is what a walk from every point finds, and with the dame it is the whole board', () => {
  fc.assert(
    fc.property(anyBoard, (board) => {
      const { owners, black, white } = count(board, area);
      expect(owners).toEqual(naiveArea(board));
      const dame = owners.filter((owner) => owner === 0).length;
      expect((black.totalHalfPoints + white.totalHalfPoints) / 2 + dame).toBe(board.size ** 2);
    }),
  );
});

test('on any board territory is area without stones, false eyes and eyes in seki', () => {
  fc.assert(
    fc.property(anyBoard, (board) => {
      const byArea = naiveArea(board);
      const isOther = (owner: number, point: number) => {
        const living = board.points[point] !== 0 && !board.dead.includes(point);
        return owner !== 0 && (living || owner !== byArea[point]);
      };
      expect(count(board, territory).owners.filter(isOther)).toEqual([]);
    }),
  );
});

test('a total is the sum of its parts', () => {
  fc.assert(
    fc.property(anyBoard, bothScorings, fc.nat(9), fc.nat(9), fc.nat(20), (board, scoring, byBlack, byWhite, komi) => {
      const { black, white } = count(board, { ...scoring, komiHalfPoints: komi, handicapPoints: 4 }, [
        byBlack,
        byWhite,
      ]);
      for (const side of [black, white]) {
        const points = side.stones + side.territory + side.prisoners + side.deadStones + side.handicapPoints;
        expect(side.totalHalfPoints).toBe(2 * points + side.komiHalfPoints);
      }
    }),
  );
});

test('colours swapped swap the tallies', () => {
  fc.assert(
    fc.property(anyBoard, bothScorings, fc.nat(9), fc.nat(9), (board, scoring, byBlack, byWhite) => {
      const { owners, black, white } = count(board, scoring, [byBlack, byWhite]);
      const other = count({ ...board, points: board.points.map(swapped) }, scoring, [byWhite, byBlack]);
      expect(other).toEqual({ owners: owners.map(swapped), black: white, white: black });
    }),
  );
});

test('a board turned and reflected counts the same', () => {
  fc.assert(
    fc.property(anyBoard, bothScorings, (board, scoring) => {
      const expected = count(board, scoring);
      for (const symmetry of symmetries(board.size)) {
        const points: number[] = [];
        for (const [from, to] of symmetry.entries()) points[to] = board.points[from] as number;
        const result = count(
          { size: board.size, points, dead: board.dead.map((point) => symmetry[point] as number) },
          scoring,
        );
        expect({ ...result, owners: symmetry.map((to) => result.owners[to]) }).toEqual(expected);
      }
    }),
  );
});

test('where all living stones are of one colour, every other point is theirs', () => {
  fc.assert(
    fc.property(anyBoard, bothScorings, fc.constantFrom(1, 2), ({ size, points }, scoring, colour) => {
      const dead = [...points.keys()].filter((point) => points[point] !== colour);
      fc.pre(points.includes(colour));
      const { owners } = tally({ size, points }, dead, [0, 0], scoring);
      const expected = points.map((content) => (scoring === territory && content === colour ? 0 : colour));
      expect(owners).toEqual(expected);
    }),
  );
});

/** By point: the colour of its living stone, or the only one that a walk over points without living stones meets. */
function naiveArea({ size, points, dead }: DrawnBoard): number[] {
  const living = (row: number, column: number) =>
    dead.includes(row * size + column) ? 0 : (points[row * size + column] as number);
  return points.map((_, start) => {
    const seen = new Set<string>();
    const met = new Set<number>();
    const walk = (row: number, column: number) => {
      if (row < 0 || column < 0 || row >= size || column >= size || seen.has(`${row},${column}`)) return;
      if (living(row, column) !== 0) {
        met.add(living(row, column));
        return;
      }
      seen.add(`${row},${column}`);
      walk(row - 1, column);
      walk(row + 1, column);
      walk(row, column - 1);
      walk(row, column + 1);
    };
    walk(Math.floor(start / size), start % size);
    const [only, ...others] = met;
    return others.length === 0 ? (only ?? 0) : 0;
  });
}

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  BLACK,
  chainAt,
  emptyBoard,
  liberties,
  opponentOf,
  playStone,
  WHITE,
} from '../../../sdk/src/games/go-board.ts';
import type { GoBoard, StoneColour } from '../../../sdk/src/games/go-board.ts';
import { boardOf, diagramOf, markedIn } from '../../../sdk/test-support/go-diagram.ts';
import { SearchBoard } from './search-board.ts';

const points = ({ size }: GoBoard): number[] => Array.from({ length: size * size }, (_, point) => point);

/** What a search board says of a position, in a client board's words. */
function told(search: SearchBoard, board: GoBoard, colour: StoneColour): object {
  return points(board).map((point) => {
    const cell = search.cellOf(point);
    const content = search.colours[cell]!;
    if (content === 0) {
      const isLegal = search.isLegal(cell, colour);
      return { content, isLegal, liberties: isLegal ? search.libertiesAfter(cell, colour) : undefined };
    }
    const chain = search.chains[cell]!;
    const isInAtari = search.isInAtari(chain);
    return {
      content,
      size: search.stones[chain],
      last: isInAtari ? search.pointOf(search.lastLiberty(chain)) : undefined,
    };
  });
}

/** The same, found out with the client board alone. */
function expected(board: GoBoard, colour: StoneColour): object {
  return points(board).map((point) => {
    const content = board.points[point]!;
    if (content === 0) {
      const played = playStone(board, point, colour);
      if ('refusal' in played) return { content, isLegal: false, liberties: undefined };
      const after = played.captured.length > 1 ? 2 : liberties(played.board, point).length;
      return { content, isLegal: true, liberties: Math.min(2, after) };
    }
    const around = liberties(board, point);
    return { content, size: chainAt(board, point).length, last: around.length === 1 ? around[0] : undefined };
  });
}

test('it is the same board as a client’s, in any game', () => {
  const size = 7;
  const game = fc.array(fc.nat({ max: size * size - 1 }), { minLength: 150, maxLength: 150, size: 'max' });
  fc.assert(
    fc.property(game, (tries) => {
      let board = emptyBoard(size);
      const search = new SearchBoard(size);
      let colour: StoneColour = BLACK;
      for (const point of tries) {
        const played = playStone(board, point, colour);
        if ('refusal' in played) continue;
        ({ board } = played);
        search.play(search.cellOf(point), colour);
        colour = opponentOf(colour);
        expect(told(search, board, colour)).toEqual(expected(board, colour));
        expect(search.emptyCount).toBe(board.points.filter((content) => content === 0).length);
      }
      const copy = new SearchBoard(size);
      copy.copyFrom(search);
      expect(told(copy, board, colour)).toEqual(expected(board, colour));
      expect(told(SearchBoard.from(board), board, colour)).toEqual(expected(board, colour));
    }),
    { numRuns: 30 },
  );
});

describe('an eye', () => {
  const eyes = (diagram: string, colour: StoneColour): number[] => {
    const board = SearchBoard.from(boardOf(diagram));
    return points(boardOf(diagram)).filter(
      (point) => board.colours[board.cellOf(point)] === 0 && board.isEye(board.cellOf(point), colour),
    );
  };

  test('is surrounded, and its corners are safe', () => {
    const diagram = `
      * X . . X * X
      X X . . X X X
      . X X X . . .
      . X * X . . .
      . X X X . . X
      . . . . . X X
      . . . . X X *`;
    expect(eyes(diagram, BLACK)).toEqual(markedIn(diagram, '*'));
    expect(eyes(diagram, WHITE)).toEqual([]);
  });

  test('is none with an enemy at two of its corners, or at one where the edge is near', () => {
    expect(
      eyes(
        `
        . X . . X . X
        X O . . X O X
        . . O X O . .
        . . X . X . .
        . . . X . . .
        . . . . . X O
        . . . . . . X`,
        BLACK,
      ),
    ).toEqual([]);
    const one = `
      . . . . . . .
      . . . . . . .
      . . O X . . .
      . . X * X . .
      . . . X . . .
      . . . . . . .
      . . . . . . .`;
    expect(eyes(one, BLACK)).toEqual(markedIn(one, '*'));
  });
});

test('at the end every point is its stone’s, or that of the only colour around it', () => {
  const diagram = `
    . X O .
    X X O O
    . X O .
    X . O O`;
  const board = SearchBoard.from(boardOf(diagram));
  const owners = points(boardOf(diagram)).map((point) => board.ownerOf(board.cellOf(point)));
  expect(diagramOf({ size: 4, points: owners })).toBe(
    diagramOf(
      boardOf(`
        X X O O
        X X O O
        X X O O
        X . O O`),
    ),
  );
});

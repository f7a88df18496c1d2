import { describe, expect, test } from '@jest/globals';
import sabaki from '@sabaki/go-board';
import type { Sign } from '@sabaki/go-board';
import fc from 'fast-check';
import { boardOf, diagramOf, markedIn } from '../../test-support/go-diagram.ts';
import {
  BLACK,
  chainAt,
  emptyBoard,
  liberties,
  neighbours,
  opponentOf,
  passMove,
  playStone,
  pointName,
  pointNamed,
  WHITE,
} from './go-board.ts';
import type { GoBoard, StoneColour, StonePlayed } from './go-board.ts';

// The package's types promise a default export, but the module is the class itself.
const SabakiBoard = sabaki as unknown as typeof sabaki.default;

const sorted = (points: readonly number[]): number[] => points.toSorted((a, b) => a - b);

/** Plays on the point marked `*`. */
function playMarked(diagram: string, colour: StoneColour): ReturnType<typeof playStone> {
  return playStone(boardOf(diagram), markedIn(diagram, '*')[0]!, colour);
}

function played(result: ReturnType<typeof playStone>): StonePlayed {
  if ('refusal' in result) throw new Error(`refused: ${result.refusal}`);
  return result;
}

describe('a stone', () => {
  test('takes every chain that it leaves without liberties', () => {
    const before = `
      . X . X .
      X O * O X
      . X O X .
      . X O X .
      . . X . .`;
    const { board, captured } = played(playMarked(before, BLACK));
    expect(diagramOf(board)).toBe(
      diagramOf(
        boardOf(`
          . X . X .
          X . X . X
          . X . X .
          . X . X .
          . . X . .`),
      ),
    );
    expect(sorted(captured)).toEqual(markedIn(before, 'O'));
    expect(board.koPoint).toBeUndefined();
  });

  test('may fill its own last liberty where it takes something, and not otherwise', () => {
    const taking = `
      . O X . .
      O * O X .
      . O X . .
      . . . . .
      . . . . .`;
    expect(played(playMarked(taking, BLACK)).captured).toEqual([pointNamed(5, 'C4')]);
    const alone = `
      . O . . .
      O * O . .
      . O . . .
      . . . . .
      . . . . .`;
    expect(playMarked(alone, BLACK)).toEqual({ refusal: 'SUICIDE' });
    const joining = `
      * X O . .
      X O . . .
      O . . . .
      . . . . .
      . . . . .`;
    expect(playMarked(joining, BLACK)).toEqual({ refusal: 'SUICIDE' });
  });

  test('is refused on another, and beside the board', () => {
    const board = boardOf(`
      . . .
      . X .
      . . .`);
    expect(playStone(board, 4, WHITE)).toEqual({ refusal: 'OCCUPIED' });
    for (const point of [-1, 9, 1.5, Number.NaN])
      expect(playStone(board, point, WHITE)).toEqual({ refusal: 'OUTSIDE' });
  });

  test('leaves the board that it was played on as it was', () => {
    const board = Object.freeze(emptyBoard(9));
    Object.freeze(board.points);
    played(playStone(board, 40, BLACK));
    expect(board).toEqual(emptyBoard(9));
  });
});

describe('ko', () => {
  const before = `
    . X O . .
    X O * O .
    . X O . .
    . . . . .
    . . . . .`;

  test('forbids to take back at once, and only at once', () => {
    const taken = played(playMarked(before, BLACK)).board;
    const ko = pointNamed(5, 'B4')!;
    expect(taken.koPoint).toBe(ko);
    expect(playStone(taken, ko, WHITE)).toEqual({ refusal: 'KO' });
    const elsewhere = played(playStone(taken, pointNamed(5, 'E1')!, WHITE)).board;
    const answered = played(playStone(elsewhere, pointNamed(5, 'A1')!, BLACK)).board;
    expect(played(playStone(answered, ko, WHITE)).captured).toEqual(markedIn(before, '*'));
    expect(played(playStone(passMove(taken), ko, WHITE)).captured).toEqual(markedIn(before, '*'));
  });

  test('is not where one stone takes two, or where the one that took one is part of a chain', () => {
    const two = `
      . X O . .
      X O * O .
      X O O . .
      . X . . .
      . . . . .`;
    expect(played(playMarked(two.replace('O O . .', 'O X . .'), BLACK)).board.koPoint).toBeUndefined();
    const snapback = `
      O * X O .
      X X O . .
      . O O . .
      . . . . .
      . . . . .`;
    const { board, captured } = played(playMarked(snapback, BLACK));
    expect([captured, board.koPoint]).toEqual([[0], undefined]);
  });
});

test('a chain is all stones that are connected, with each liberty once', () => {
  const diagram = `
    X . X X .
    X X X . O
    . O O X .
    O O . X .
    . X X X .`;
  const board = boardOf(diagram);
  expect(sorted(chainAt(board, 0))).toEqual([0, 2, 3, 5, 6, 7]);
  expect(chainAt(board, 7)[0]).toBe(7);
  expect(sorted(liberties(board, 7))).toEqual([1, 4, 8, 10]);
  expect(sorted(liberties(board, pointNamed(5, 'B2')!))).toEqual([10, 17, 20]);
  expect([chainAt(board, 1), liberties(board, 1), chainAt(board, 25), chainAt(board, -1)]).toEqual([[], [], [], []]);
});

describe('points', () => {
  test('have two, three or four neighbours', () => {
    expect([neighbours(9, 0), neighbours(9, 4), neighbours(9, 40), neighbours(9, 80)].map(sorted)).toEqual([
      [1, 9],
      [3, 5, 13],
      [31, 39, 41, 49],
      [71, 79],
    ]);
    expect(neighbours(9, 81)).toEqual([]);
  });

  test('are called by a letter without I from the left and a row from the bottom', () => {
    expect(pointName(19, 0)).toBe('A19');
    expect(pointName(19, 15 * 19 + 3)).toBe('D4');
    expect(pointName(19, 8)).toBe('J19');
    expect(pointName(25, 624)).toBe('Z1');
    expect(pointNamed(19, 'd4')).toBe(15 * 19 + 3);
  });

  test('have names that lead back to them, each its own, on every size', () => {
    for (let size = 2; size <= 25; size++) {
      const names = Array.from({ length: size * size }, (_, point) => pointName(size, point));
      expect(new Set(names).size).toBe(size * size);
      expect(names.map((name) => pointNamed(size, name))).toEqual(names.map((_, point) => point));
    }
  });

  test('are not found by names of other boards or of none', () => {
    for (const name of ['', 'D', '4', 'I5', 'K1', 'A10', 'A0', 'A01', 'AA1', 'D4 ', 'D-4', 'pass', 'D4.5']) {
      expect(pointNamed(9, name)).toBeUndefined();
    }
  });
});

describe('held against another board', () => {
  const signOf = (colour: StoneColour): Sign => (colour === BLACK ? 1 : -1);
  const shown = (parts: readonly unknown[]): string => JSON.stringify(parts);

  /** All that a move has changed, as this board tells it and as the other one does. */
  function bothTell(board: GoBoard, other: sabaki.default, point: number): { ours: string; theirs: string } {
    const { size, points } = board;
    const vertex: [number, number] = [point % size, Math.floor(point / size)];
    const pointsOf = (vertices: readonly (readonly [number, number])[]): number[] =>
      sorted(vertices.map(([x, y]) => y * size + x));
    const contents = other.signMap.flat().map((sign) => (sign < 0 ? WHITE : sign));
    return {
      ours: shown([points, sorted(chainAt(board, point)), sorted(liberties(board, point))]),
      theirs: shown([contents, pointsOf(other.getChain(vertex)), pointsOf(other.getLiberties(vertex))]),
    };
  }

  /** Tries one point after the other, some of them the ko that there is, with colours in turn; tells what happened. */
  function hold(size: number, tries: readonly number[], happened: Set<string>): void {
    let board = emptyBoard(size);
    let other = SabakiBoard.fromDimensions(size);
    let colour: StoneColour = BLACK;
    for (const number of tries) {
      const point = (number % 2 === 0 ? board.koPoint : undefined) ?? Math.floor(number / 2);
      const vertex: [number, number] = [point % size, Math.floor(point / size)];
      const { overwrite, ko, suicide } = other.analyzeMove(signOf(colour), vertex);
      const refusal = overwrite ? 'OCCUPIED' : ko ? 'KO' : suicide ? 'SUICIDE' : 'none';
      const result = playStone(board, point, colour);
      if (('refusal' in result ? result.refusal : 'none') !== refusal) {
        throw new Error(`${shown([result])} instead of ${refusal} at ${point} on\n${diagramOf(board)}`);
      }
      happened.add(refusal);
      if ('refusal' in result) continue;
      const { captured } = result;
      const diff = board.points.flatMap((content, at) => (content !== 0 && result.board.points[at] === 0 ? [at] : []));
      expect(sorted(captured)).toEqual(diff);
      if (captured.length > 0) happened.add(captured.length > 1 ? 'MANY TAKEN' : 'ONE TAKEN');
      other = other.makeMove(signOf(colour), vertex);
      const { ours, theirs } = bothTell(result.board, other, point);
      if (ours !== theirs) throw new Error(`${ours} instead of ${theirs}\n${diagramOf(board)}`);
      ({ board } = result);
      colour = opponentOf(colour);
    }
  }

  test('games on 9, 13 and 19 lines are the same', () => {
    const happened = new Set<string>();
    const sizes = [
      { size: 9, games: 12, length: 400 },
      { size: 13, games: 5, length: 800 },
      { size: 19, games: 3, length: 1_600 },
    ];
    for (const { size, games, length } of sizes) {
      const number = fc.nat({ max: size * size * 2 - 1 });
      const tries = fc.array(number, { minLength: length, maxLength: length, size: 'max' });
      fc.assert(
        fc.property(tries, (numbers) => hold(size, numbers, happened)),
        { numRuns: games },
      );
    }
    // Else the games were too tame to tell anything.
    expect([...happened].sort()).toEqual(['KO', 'MANY TAKEN', 'OCCUPIED', 'ONE TAKEN', 'SUICIDE', 'none']);
  });
});

test('a stone on 19 lines takes less than 20 microseconds', () => {
  const times: number[] = [];
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 360 }), { minLength: 3_000, maxLength: 3_000, size: 'max' }), (tries) => {
      let board = emptyBoard(19);
      let colour: StoneColour = BLACK;
      for (const point of tries) {
        const start = performance.now();
        const result = playStone(board, point, colour);
        const took = performance.now() - start;
        if ('refusal' in result) continue;
        times.push(took);
        ({ board } = result);
        colour = opponentOf(colour);
      }
    }),
    { numRuns: 10 },
  );
  expect(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]! * 1_000).toBeLessThan(20);
});

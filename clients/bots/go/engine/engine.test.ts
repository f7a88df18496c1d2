import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  BLACK,
  emptyBoard,
  opponentOf,
  passMove,
  playStone,
  pointNamed,
  WHITE,
} from '../../../sdk/src/games/go-board.ts';
import type { GoBoard, StoneColour } from '../../../sdk/src/games/go-board.ts';
import { boardOf, markedIn } from '../../../sdk/test-support/go-diagram.ts';
import { randomFrom } from '../../random.ts';
import { chooseMove, deadStones, LEVELS } from './engine.ts';
import type { GoPosition, Level } from './engine.ts';
import type { GoAnswer } from '../player.ts';
import { SearchBoard } from './search-board.ts';

const at = (name: string): number => pointNamed(9, name)!;
const positionOf = (board: GoBoard, colour: StoneColour): GoPosition => ({ board, colour, komi: 13, scoring: 'area' });
const choose = (position: GoPosition, level: Level = 3, seed = 'seed'): GoAnswer =>
  chooseMove(position, { level, seed, limitMs: Infinity });

/** Black has the left and white the right, and nobody can do anything about it. */
const SETTLED = `
  . X . X O . O . .
  X X X X O O O O O
  . X . X O . . . .
  X X X X O O O O .
  . . . X O . . O O
  X X X X O O O O .
  . X . X O . . O .
  X X X X O O O O O
  . X . X O . O . .`;
/** The same with one neutral point. */
const WITH_DAME = SETTLED.replace('X X X X O O O O .\n  . . . X O', 'X X X . O O O O .\n  . . . X O');

describe('a move', () => {
  test('takes what stands in atari, and saves what can be saved', () => {
    const diagram = `
      . . . . . . . . .
      . . . . . . . . .
      . . X X X X . . .
      . X O O O X O O .
      . X O O O * O . .
      . . X X X X O . .
      . . . . . . . . .
      . . O . X . . . .
      . . . . . . . . .`;
    for (const level of LEVELS.slice(0, 3)) {
      const answers = [
        choose({ ...positionOf(boardOf(diagram), WHITE), last: at('F6') }, level),
        choose({ ...positionOf(boardOf(diagram), BLACK), last: at('E5') }, level),
      ];
      expect(answers).toEqual([markedIn(diagram, '*')[0], markedIn(diagram, '*')[0]]);
    }
  });

  test('is legal and fills no eye, in any position', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: 120 }), fc.constantFrom(5, 9), (seed, length, size) => {
        const random = randomFrom(seed);
        let board = emptyBoard(size);
        let colour: StoneColour = BLACK;
        for (let move = 0; move < length; move++) {
          const played = playStone(board, Math.floor(random() * size * size), colour);
          if ('refusal' in played) continue;
          ({ board } = played);
          colour = opponentOf(colour);
        }
        const answer = choose(positionOf(board, colour), 1, seed);
        if (typeof answer !== 'number') return;
        expect(playStone(board, answer, colour)).not.toHaveProperty('refusal');
        const search = SearchBoard.from(board);
        expect(search.isEye(search.cellOf(answer), colour)).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  test('is never one that is forbidden, or that ko forbids', () => {
    const diagram = `
      . . . . . . . . .
      . . . . . . . . .
      . . . X O . . . .
      . . X O * O . . .
      . . . X O . . . .
      . . . . . . . . .
      . . . . . . . . .
      . . . . . . . . .
      . . . . . . . . .`;
    const taken = playStone(boardOf(diagram), markedIn(diagram, '*')[0]!, BLACK);
    if ('refusal' in taken) throw new Error(taken.refusal);
    const { koPoint } = taken.board;
    expect(koPoint).toBe(at('D6'));
    const free: GoPosition = positionOf(passMove(taken.board), WHITE);
    for (let seed = 0; seed < 5; seed++) {
      expect(choose(positionOf(taken.board, WHITE), 1, String(seed))).not.toBe(koPoint);
      expect(choose({ ...free, forbidden: [koPoint!] }, 1, String(seed))).not.toBe(koPoint);
    }
    const everywhere = Array.from({ length: 81 }, (_, point) => point);
    expect(choose({ ...free, forbidden: everywhere })).toBe('pass');
  });

  test('follows from the seed', () => {
    const empty = positionOf(emptyBoard(9), BLACK);
    expect(choose(empty, 2, 'one')).toBe(choose(empty, 2, 'one'));
    const openings = new Set(['a', 'b', 'c', 'd', 'e', 'f'].map((seed) => choose(empty, 1, seed)));
    expect(openings.size).toBeGreaterThan(1);
  });

  test('comes in time, on large boards too', () => {
    const startMs = performance.now();
    const answer = chooseMove(positionOf(emptyBoard(19), BLACK), { level: 5, seed: 'seed', limitMs: 200 });
    expect(performance.now() - startMs).toBeLessThan(1_000); // all of its games would take several times as long
    expect(answer).toEqual(expect.any(Number));
  });
});

describe('at the end', () => {
  test('every level passes where nothing is left to gain', () => {
    for (const level of LEVELS.slice(0, 3)) {
      for (const colour of [BLACK, WHITE] as const) {
        for (const scoring of ['area', 'territory'] as const) {
          const position = { ...positionOf(boardOf(SETTLED), colour), komi: 0, scoring };
          expect(choose({ ...position, last: 'pass' }, level)).toBe('pass');
          expect(choose(position, level)).toBe('pass');
        }
      }
    }
  });

  test('a neutral point is taken where it counts, and left where it does not', () => {
    const board = boardOf(WITH_DAME);
    const dame = at('D6');
    expect(board.points[dame]).toBe(0);
    expect(choose({ ...positionOf(board, WHITE), komi: 0 })).toBe(dame);
    expect(choose({ ...positionOf(board, WHITE), komi: 0, scoring: 'territory' })).toBe('pass');
  });

  test('dead stones are left where they are, unless the players do not agree on them', () => {
    const board = boardOf(SETTLED.replace('X X X X O O O O .\n  . . . X O', 'X X X X O O O O .\n  . O . X O'));
    const position = { ...positionOf(board, BLACK), komi: 0, last: 'pass' as const };
    expect(choose(position)).toBe('pass');
    expect([at('A5'), at('C5')]).toContain(choose({ ...position, isDisputed: true }));
  });

  test('what is lost by much is resigned, and what is lost by little is counted', () => {
    const black = boardOf(`
      . X . X . X . X .
      X X X X X X X X X
      . X . X . X . X .
      X X X X X X X X X
      . X . X . X . X .
      X X X X X X X X X
      . . . . . . . . .
      O O O O O O O O O
      . O . O . O . O .`);
    expect(choose(positionOf(black, WHITE))).toBe('resign');
    expect(choose({ ...positionOf(boardOf(SETTLED), BLACK), komi: -1 })).toBe('pass');
  });

  test('stones that cannot live are dead, and others are not', () => {
    const diagram = `
      . X . X O . O . .
      X X X X O O O O O
      . X . X O x . x .
      X X X X O O O O .
      . o . X O . . O O
      X X X X O O O O .
      . X . X O . x O .
      X X X X O O O O O
      . X . X O . O . x`;
    const board = boardOf(diagram.replaceAll('x', 'X').replaceAll('o', 'O'));
    const dead = [...markedIn(diagram, 'o'), ...markedIn(diagram, 'x')].sort((a, b) => a - b);
    for (const seed of ['a', 'b', 'c']) expect(deadStones(board, seed)).toEqual(dead);
    expect(deadStones(boardOf(SETTLED), 'a')).toEqual([]);
  });

  test('stones in a seki are alive', () => {
    const seki = boardOf(`
      . X X . O O . O X
      X X X X O O O O X
      O O O O X X X X X
      O O O O X X X X X
      . O . O X . X . X
      O O O O X X X X X
      . O . O X . X . X
      O O O O X X X X X
      . O . O X . X . X`);
    expect(deadStones(seki, 'a')).toEqual([]);
    for (const colour of [BLACK, WHITE] as const)
      expect(choose({ ...positionOf(seki, colour), komi: 20 })).toBe('pass');
  });
});

describe('levels', () => {
  /** By how many points black wins, as everything is counted that stands when both have passed; or which colour resigned. */
  function play(levels: readonly [Level, Level], seed: string): number {
    let board = emptyBoard(7);
    let colour: StoneColour = BLACK;
    let last: GoPosition['last'];
    for (let move = 0; move < 200; move++) {
      const answer = choose({ ...positionOf(board, colour), last }, levels[colour - 1], `${seed} ${move}`);
      if (answer === 'resign') return colour === BLACK ? -49 : 49;
      if (answer === 'pass' && last === 'pass') break;
      const played = answer === 'pass' ? { board: passMove(board) } : playStone(board, answer, colour);
      if ('refusal' in played) throw new Error(`${played.refusal} at ${answer}`);
      ({ board } = played);
      last = answer;
      colour = opponentOf(colour);
    }
    const dead = new Set(deadStones(board, seed));
    const left = SearchBoard.from({
      size: 7,
      points: board.points.map((content, point) => (dead.has(point) ? 0 : content)),
    });
    const owners = board.points.map((_, point) => ownerOf(left, left.cellOf(point)));
    const count = (whose: StoneColour): number => owners.filter((owner) => owner === whose).length;
    return count(BLACK) - count(WHITE) - 6.5;
  }

  /** A stone's colour, or that of all stones around an empty region. */
  function ownerOf(board: SearchBoard, start: number): number {
    const region = new Set([start]);
    let around = board.colours[start]!;
    if (around === 0) {
      for (const cell of region) {
        for (const side of board.sides) {
          const content = board.colours[cell + side]!;
          if (content === 0) region.add(cell + side);
          else if (content < 3) around |= content;
        }
      }
    }
    return around;
  }

  test('level 3 beats level 1', () => {
    const wins = [0, 1, 2, 3].filter((game) => {
      const isBlack = game % 2 === 0;
      const margin = play(isBlack ? [3, 1] : [1, 3], `game ${game}`);
      return margin > 0 === isBlack;
    });
    expect(wins).toHaveLength(4); // bench/go-bots.ts plays all pairs of levels, and more of them
  });
});

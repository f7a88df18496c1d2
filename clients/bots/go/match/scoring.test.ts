import { describe, expect, test } from '@jest/globals';
import { BLACK, WHITE } from '../../../sdk/src/games/go-board.ts';
import { boardOf, markedIn } from '../../../sdk/test-support/go-diagram.ts';
import { blackAhead } from './count.ts';
import type { FinalPosition } from './count.ts';
import { judge } from './scoring.ts';
import type { Judgement } from './scoring.ts';

const DIAGRAM = `
  . X O . .
  X X O O .
  . X X O O
  X O X O .
  . X X O .`;
const position: FinalPosition = { ...boardOf(DIAGRAM), scoring: 'territory', komi: 1, prisoners: 0 };
const [dead] = markedIn(DIAGRAM, 'O').filter((point) => point === 16);

describe('the count', () => {
  test('takes dead stones off, and gives what is surrounded', () => {
    // Black: A5, A3, A1, and B2 with the stone on it. White: D5, E5, E4, E2, E1.
    expect(blackAhead(position, new Set([dead!]))).toBe(2 * (5 - 5) - 1);
    expect(blackAhead(position, new Set())).toBe(2 * (3 - 5) - 1);
    expect(blackAhead({ ...position, prisoners: 4 }, new Set())).toBe(2 * (3 + 4 - 5) - 1);
  });

  test('of area has living stones in it, and no prisoners', () => {
    const area = { ...position, scoring: 'area', prisoners: 9 } as const;
    expect(blackAhead(area, new Set([dead!]))).toBe(2 * (13 - 12) - 1);
  });
});

const judgement = (change: Partial<Judgement>): Judgement => ({
  position: { ...position, komi: -1 },
  colour: BLACK,
  dead: [dead!],
  marked: [dead!],
  markedAhead: 1,
  isOpponents: false,
  marks: new Map(),
  mayResume: true,
  ...change,
});

describe('a bot', () => {
  test('agrees to what it thinks itself', () => {
    expect(judge(judgement({}))).toEqual({ kind: 'accept' });
    expect(judge(judgement({ isOpponents: true }))).toEqual({ kind: 'accept' });
  });

  test('marks once what the service takes for alive, even where that decides nothing', () => {
    const change = { marked: [], markedAhead: 99 };
    expect(judge(judgement(change))).toEqual({ kind: 'mark', point: dead, isDead: true });
    expect(judge(judgement({ ...change, marks: new Map([[dead!, 1]]) }))).toEqual({ kind: 'accept' });
  });

  test('follows an opponent who marks something else that does not make it lose', () => {
    expect(judge(judgement({ isOpponents: true, marked: [], markedAhead: 1 }))).toEqual({ kind: 'accept' });
    const lost = { colour: WHITE, isOpponents: true, marked: [], markedAhead: 1 } as const;
    expect(judge(judgement(lost))).toEqual({ kind: 'accept' }); // White has lost in any case
  });

  test('puts right what makes it lose, then plays on for it, then puts it right a few times more and lets it stand', () => {
    const change = { isOpponents: true, marked: [], markedAhead: -3 };
    const mark = { kind: 'mark', point: dead, isDead: true };
    expect(judge(judgement(change))).toEqual(mark);
    const again = { ...change, marks: new Map([[dead!, 1]]) };
    expect(judge(judgement(again))).toEqual({ kind: 'resume' });
    expect(judge(judgement({ ...again, mayResume: false }))).toEqual(mark);
    const often = { ...change, marks: new Map([[dead!, 5]]) };
    expect(judge(judgement({ ...often, mayResume: false }))).toEqual({ kind: 'wait' });
  });

  test('takes a chain for dead as a whole, as most of its stones are', () => {
    const whites = markedIn(DIAGRAM, 'O').filter((point) => point !== 16);
    const most = judgement({ colour: WHITE, dead: [...whites.slice(2), dead!], marked: [...whites, dead!] });
    expect(judge(most)).toEqual({ kind: 'accept' });
  });
});

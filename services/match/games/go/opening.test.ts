import { describe, expect, test } from '@jest/globals';
import { DrawnGame } from './drawn-game.ts';
import { go } from './go.ts';
import { LAST_STONE } from './legal.ts';
import { openingProblem } from './opening.ts';
import { GoColour, GoRequest, GoScoring, type GoConfig, type GoOpening } from './wire.ts';

const contents = (drawing: string): string => drawing.replaceAll(/\s/g, '');

const FIVE = contents(`
  . X O . .
  X . X O .
  . X O . .
  . . . . .
  . . . . .`);

const opening = (changes: Partial<GoOpening> = {}): GoOpening => ({
  board: FIVE,
  toMove: GoColour.WHITE,
  prisoners: undefined,
  ...changes,
});

const game = (changes: Partial<GoOpening> = {}, config: Partial<GoConfig> = {}): DrawnGame =>
  new DrawnGame({ size: 5, ...config, opening: opening(changes) });

describe('a game that begins from a position', () => {
  test('has its stones, and who is to move, Black where that is not said', () => {
    expect(game().state).toMatchObject({ toMove: GoColour.WHITE, step: 1, moves: [] });
    expect(game().drawing().replaceAll(/\s/g, '')).toBe(FIVE);
    expect(game({ toMove: 0 }).state.toMove).toBe(GoColour.BLACK);
    expect(game().place(6)).toBeUndefined();
    expect(game({ toMove: GoColour.BLACK }).place(1)).toBe('OCCUPIED');
  });

  test('has its ko: the point is forbidden for one move', () => {
    const ko = game({ koPoint: 6 });
    expect(go.view(ko.state, undefined).koPoint).toBe(6);
    expect(ko.place(6)).toBe('KO');
    ko.placeAll([20, 24]);
    expect(ko.place(6)).toBeUndefined();
    expect(ko.state.prisoners).toEqual([0, 1]);
  });

  test('counts what was captured before', () => {
    const before = { black: 3, white: 1 };
    const even = game({ prisoners: before }, { scoring: GoScoring.TERRITORY });
    even.pass();
    even.pass();
    expect(even.state.count).toMatchObject({ black: { prisoners: 3 }, white: { prisoners: 1 } });
  });

  test('goes back to it, and no further, when moves are taken back', () => {
    const back = game({ koPoint: 6, prisoners: { black: 2, white: 0 } });
    const { board, past } = back.state;
    back.placeAll([20]);
    back.do({ $case: 'ask', value: { request: GoRequest.UNDO } }, 1);
    back.do({ $case: 'answer', value: { request: GoRequest.UNDO, isGranted: true } }, 0);
    expect(back.state).toMatchObject({ board, past, koPoint: 6, prisoners: [2, 0], toMove: GoColour.WHITE, moves: [] });
    expect(back.do({ $case: 'ask', value: { request: GoRequest.UNDO } }, 1)).toBe('NOTHING_TO_UNDO');
  });
});

describe('a position to begin from', () => {
  const problem = (config: Partial<GoConfig>) =>
    openingProblem(go.configure({ size: 5, opening: opening(), ...config }))?.field;

  test('is fine as it is', () => {
    expect(problem({})).toBeUndefined();
    expect(openingProblem(go.configure({}))).toBeUndefined();
  });

  test.each<[string, Partial<GoConfig>, string]>([
    ['of another size', { size: 9 }, 'opening.board'],
    ['with a handicap besides', { handicap: 2, freeHandicap: true }, 'handicap'],
    ['with a point too few', { opening: opening({ board: FIVE.slice(1) }) }, 'opening.board'],
    [
      'with a chain that has no liberty',
      { opening: opening({ board: 'XXO..OOO..'.padEnd(25, '.') }) },
      'opening.board',
    ],
    ['with a ko on a stone', { opening: opening({ koPoint: 1 }) }, 'opening.ko_point'],
    ['with a ko off the board', { opening: opening({ koPoint: 25 }) }, 'opening.ko_point'],
  ])('is refused %s, by the name of the field', (_, config, field) => {
    expect(problem(config)).toBe(field);
  });
});

test('a game that is too long ends: no stone is placed any more, and passes are', () => {
  const long = new DrawnGame({ size: 5 });
  const moves = Array.from({ length: LAST_STONE }, () => ({ colour: 1, point: null }) as const);
  long.state = { ...long.state, moves: moves.slice(1) };
  expect(long.place(0)).toBeUndefined();
  expect(long.place(1)).toBe('TOO_LONG');
  expect(long.pass()).toBeUndefined();
  expect(long.pass()).toBeUndefined();
  expect(long.state.phase).toBe('scoring');
});

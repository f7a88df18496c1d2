import { describe, expect, test } from '@jest/globals';
import { drawn, DrawnGame } from './drawn-game.ts';
import { BLACK, WHITE } from './point.ts';
import { GoKoRule, GoRuleset, GoSuicide } from './wire.ts';

describe('turns', () => {
  test('Black moves first, then both in turn', () => {
    const game = new DrawnGame();
    expect(game.place(0, 1)).toBe('NOT_YOUR_TURN');
    expect(game.place(0, 0)).toBeUndefined();
    expect(game.place(1, 0)).toBe('NOT_YOUR_TURN');
    expect(game.place(1, 1)).toBeUndefined();
  });

  test('a refused move changes nothing', () => {
    const game = new DrawnGame();
    game.placeAll([40]);
    const before = structuredClone(game.state);
    for (const point of [40, -1, 81, 1.5, NaN]) expect(game.place(point)).toMatch(/^(OCCUPIED|INVALID_POINT)$/);
    expect(game.place(41, 0)).toBe('NOT_YOUR_TURN');
    expect(game.do({ $case: 'place', value: { point: 41 } }, 1, 1)).toBe('WRONG_STEP');
    expect(game.state).toEqual(before);
  });

  test('a move meant for another step is refused, before and after it', () => {
    const game = new DrawnGame();
    const { step } = game.state;
    for (const position of [step - 1, step + 1]) {
      expect(game.do({ $case: 'pass', value: {} }, 0, position)).toBe('WRONG_STEP');
    }
  });

  test('a single pass gives the turn to the opponent, and play goes on', () => {
    const game = new DrawnGame();
    game.pass();
    expect(game.state).toMatchObject({ phase: 'play', toMove: WHITE, passes: 1 });
    game.placeAll([0]);
    expect(game.state).toMatchObject({ phase: 'play', toMove: BLACK, passes: 0 });
  });
});

describe('capture', () => {
  test('a chain without a liberty is taken off and counted', () => {
    // S1's own example: Black at the top left is walled in.
    const game = new DrawnGame(
      { komi: { halfPoints: 0 } },
      `
      X X X X a
      O . X . .
      . . O O .
      . . . . .
      . . . . .`,
      WHITE,
    );
    game.placeAll([6]);
    game.pass();
    game.placeAll('a');
    game.pass();
    game.placeAll([8]);
    expect(game.state.prisoners).toEqual([0, 5]);
    expect(game.drawing()).toBe(
      drawn(`
      . . . . O
      O O . O .
      . . O O .
      . . . . .
      . . . . .`),
    );
  });

  test('several chains are taken by one stone, and the stone may be left with only their points', () => {
    const game = new DrawnGame(
      {},
      `
      . X O X .
      X O a O X
      . X O X .
      . . X . .
      . . . . .`,
      BLACK,
    );
    game.placeAll('a');
    expect(game.state.prisoners).toEqual([4, 0]);
    expect(game.events[0]).toMatchObject({ kind: 'moved', captured: [2, 6, 8, 12] });
    expect(game.drawing()).toBe(
      drawn(`
      . X . X .
      X . X . X
      . X . X .
      . . X . .
      . . . . .`),
    );
  });

  test('a stone that captures is no suicide', () => {
    const game = new DrawnGame(
      {},
      `
      a O X . .
      O X . . .
      X . . . .
      . . . . .
      . . . . .`,
    );
    expect(game.place('a')).toBeUndefined();
    expect(game.state.prisoners).toEqual([2, 0]);
  });
});

describe('suicide', () => {
  const single = `
      a O . . .
      O . . . .
      . . . . .
      . . . . .
      . . . . .`;
  const several = `
      X a O . .
      O O . . .
      . . . . .
      . . . . .
      . . . . .`;

  test.each([
    ['of one stone', single],
    ['of several', several],
  ])('%s is refused but for the rules of New Zealand', (_, drawing) => {
    for (const ruleset of Object.values(GoRuleset)) {
      const game = new DrawnGame({ ruleset }, drawing);
      expect(game.place('a')).toBe(ruleset === GoRuleset.NEW_ZEALAND ? undefined : 'SUICIDE');
    }
  });

  test('where it is allowed the stones are the opponent’s prisoners, and there is no ko', () => {
    const game = new DrawnGame({ suicide: GoSuicide.ALLOWED }, several);
    game.placeAll('a');
    expect(game.events[0]).toMatchObject({ kind: 'moved', captured: [1] });
    expect(game.state).toMatchObject({ prisoners: [0, 2], koPoint: null, toMove: WHITE });
    expect(game.drawing().startsWith('. . O')).toBe(true);
  });
});

describe('ko', () => {
  const ko = `
      . X O . .
      X a X O .
      . X O . .
      . . . . .
      . . . . .`;

  const afterCapture = (ruleset: GoRuleset): DrawnGame => {
    const game = new DrawnGame({ ruleset }, ko, WHITE);
    // White takes the stone in the middle of the second row, from the point that it surrounds.
    expect(game.place('a')).toBeUndefined();
    expect(game.state.prisoners).toEqual([0, 1]);
    return game;
  };

  test.each(Object.entries(GoRuleset))('may not be retaken at once by rules %s', (_, ruleset) => {
    const game = afterCapture(ruleset);
    expect(game.state.koPoint).toBe(7);
    expect(game.place(7)).toBe('KO');
    game.placeAll([24, 20]);
    expect(game.place(7)).toBeUndefined();
  });

  test('may be retaken after a pass and a move elsewhere', () => {
    const game = afterCapture(GoRuleset.JAPANESE);
    game.pass();
    game.placeAll([24]);
    expect(game.place(7)).toBeUndefined();
  });

  test('capturing one stone with a stone that does not stand alone is none', () => {
    const game = new DrawnGame(
      {},
      `
      O a X . .
      X X . . .
      . . . . .
      . . . . .
      . . . . .`,
    );
    game.placeAll('a');
    expect(game.state).toMatchObject({ prisoners: [1, 0], koPoint: null });
  });

  test('capturing two stones with one is none: the point between may be played', () => {
    const game = new DrawnGame(
      {},
      `
      . O O a O
      X X X O .
      . . . . .
      . . . . .
      . . . . .`,
      BLACK,
    );
    expect(game.place('a')).toBe('SUICIDE');
    game.placeAll([0]);
    expect(game.state).toMatchObject({ prisoners: [0, 0], koPoint: null });
  });
});

describe('a whole board that was there before', () => {
  // Black sends two stones, White takes them with one, Black takes that one: the board is as it was, and White's turn.
  const sendTwo = `
      a X b X .
      O O X X .
      . O X . .
      . O O X .
      . . . . .`;

  /** One round. Says why its last move was refused, if it was. */
  const round = (game: DrawnGame): string | undefined => {
    game.placeAll('ab');
    return game.place(1);
  };

  test('may come again by simple ko, as often as both want it', () => {
    const game = new DrawnGame({ ko: GoKoRule.SIMPLE }, sendTwo);
    for (let times = 0; times < 5; times += 1) {
      expect(round(game)).toBeUndefined();
      game.pass();
    }
  });

  test('may not come again by positional superko, whoever’s turn it would be', () => {
    const game = new DrawnGame({ ko: GoKoRule.POSITIONAL_SUPERKO }, sendTwo);
    expect(round(game)).toBe('SUPERKO');
  });

  test('may come again by situational superko, but only with the other’s turn', () => {
    const game = new DrawnGame({ ko: GoKoRule.SITUATIONAL_SUPERKO }, sendTwo);
    expect(round(game)).toBeUndefined();
    game.pass();
    // That board with two stones, and White to move, was there in the first round.
    expect(game.place('a')).toBe('SUPERKO');
    expect(game.place(24)).toBeUndefined();
  });
});

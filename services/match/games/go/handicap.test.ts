import { describe, expect, test } from '@jest/globals';
import { drawn, DrawnGame } from './drawn-game.ts';
import { go } from './go.ts';
import { BLACK, mostFixedHandicap, WHITE } from './point.ts';
import { handicapPoints } from './rules.ts';
import { GoRuleset, GoScoring } from './wire.ts';

describe('fixed handicap stones', () => {
  test('stand on the third line of small boards, as the Go Text Protocol has them', () => {
    const nine = (handicap: number): string => new DrawnGame({ size: 9, handicap }).drawing();
    expect(nine(2)).toBe(
      drawn(`
      . . . . . . . . .
      . . . . . . . . .
      . . . . . . X . .
      . . . . . . . . .
      . . . . . . . . .
      . . . . . . . . .
      . . X . . . . . .
      . . . . . . . . .
      . . . . . . . . .`),
    );
    expect(nine(7)).toBe(
      drawn(`
      . . . . . . . . .
      . . . . . . . . .
      . . X . . . X . .
      . . . . . . . . .
      . . X . X . X . .
      . . . . . . . . .
      . . X . . . X . .
      . . . . . . . . .
      . . . . . . . . .`),
    );
  });

  test.each([
    [19, 2, 'D4 Q16'],
    [19, 3, 'D4 Q16 D16'],
    [19, 4, 'D4 Q16 D16 Q4'],
    [19, 5, 'D4 Q16 D16 Q4 K10'],
    [19, 6, 'D4 Q16 D16 Q4 D10 Q10'],
    [19, 8, 'D4 Q16 D16 Q4 D10 Q10 K4 K16'],
    [19, 9, 'D4 Q16 D16 Q4 D10 Q10 K4 K16 K10'],
    [13, 5, 'D4 K10 D10 K4 G7'],
    [9, 4, 'C3 G7 C7 G3'],
  ])('on %i lines %i of them stand on %s', (size, handicap, names) => {
    const { board, toMove } = new DrawnGame({ size, handicap }).state;
    const expected = names.split(' ').map((name) => {
      const column = 'ABCDEFGHJKLMNOPQRSTUVWXYZ'.indexOf(name[0]!);
      return (size - Number(name.slice(1))) * size + column;
    });
    const stones = board.points.flatMap((stone, point) => (stone === BLACK ? [point] : []));
    expect(stones).toEqual(expected.sort((a, b) => a - b));
    expect(toMove).toBe(WHITE);
  });

  test('are as many as a board has points for', () => {
    expect([5, 7, 9, 19].map(mostFixedHandicap)).toEqual([0, 4, 9, 9]);
    expect(go.configure({ size: 5, handicap: 9 }).handicap).toBe(0);
    expect(go.configure({ size: 7, handicap: 9 }).handicap).toBe(4);
  });
});

describe('free handicap stones', () => {
  test('are placed by Black one after the other, without a pass, and then White moves', () => {
    const game = new DrawnGame({ handicap: 3, freeHandicap: true });
    expect(game.pass()).toBe('HANDICAP_FIRST');
    game.placeAll([0, 40]);
    expect(game.state).toMatchObject({ toMove: BLACK, handicapLeft: 1 });
    expect(game.place(40)).toBe('OCCUPIED');
    game.placeAll([80]);
    expect(game.state).toMatchObject({ toMove: WHITE, handicapLeft: 0 });
    expect(game.pass()).toBeUndefined();
    expect(game.pass()).toBeUndefined();
    expect(game.state.phase).toBe('scoring');
  });
});

describe('komi and compensation', () => {
  test('komi is half a point in handicap games, unless it is said otherwise', () => {
    expect(go.configure({ handicap: 2 }).komi).toEqual({ halfPoints: 1 });
    expect(go.configure({ handicap: 2, komi: { halfPoints: 0 } }).komi).toEqual({ halfPoints: 0 });
    const even = Object.values(GoRuleset).map((ruleset) => go.configure({ ruleset }).komi!.halfPoints);
    expect(even).toEqual([13, 15, 15, 13, 14]);
  });

  test('White gets points for the stones by Chinese and AGA rules, where area is counted', () => {
    const points = (ruleset: GoRuleset, scoring: GoScoring = 0): number =>
      handicapPoints(go.configure({ ruleset, scoring, handicap: 4 }));
    expect(Object.values(GoRuleset).map((ruleset) => points(ruleset))).toEqual([0, 4, 3, 0, 0]);
    expect(points(GoRuleset.CHINESE, GoScoring.TERRITORY)).toBe(0);
    expect(handicapPoints(go.configure({ ruleset: GoRuleset.AGA }))).toBe(0);
  });

  test('which stands in the count', () => {
    const game = new DrawnGame({ size: 9, ruleset: GoRuleset.CHINESE, handicap: 2 });
    game.pass();
    game.pass();
    expect(game.state.count).toMatchObject({
      black: { stones: 2, territory: 79, totalHalfPoints: 162 },
      white: { handicap: 2, komiHalfPoints: 1, totalHalfPoints: 5 },
    });
  });
});

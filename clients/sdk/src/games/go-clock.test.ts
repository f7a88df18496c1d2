import { expect, test } from '@jest/globals';
import { GoColour, GoView } from '../../../../gen/playmesh/match/v1/go.ts';
import type { GoClock } from '../../../../gen/playmesh/match/v1/go.ts';
import { goClocks, goTimeLeft } from './go-clock.ts';

const clock = (changes: Partial<GoClock>): GoClock => ({ mainMs: 0, periods: 0, periodMs: 0, stones: 0, ...changes });
const START = 1_000_000;

/** Black's clock after it has run for so long, with White's, which stands. */
function blackAfter(black: GoClock, ranMs: number): GoClock {
  const clocks = [black, clock({ mainMs: 77 })];
  const view = GoView.fromPartial({ toMove: GoColour.BLACK, clocks, untilTimeMs: START + goTimeLeft(black) });
  const [now, other] = goClocks(view, START + ranMs);
  expect(other).toEqual(clocks[1]);
  return now!;
}

test('main time runs down, and not below nothing', () => {
  const fischer = clock({ mainMs: 60_000 });
  expect(blackAfter(fischer, 0)).toEqual(fischer);
  expect(blackAfter(fischer, 21_500)).toEqual(clock({ mainMs: 38_500 }));
  expect(blackAfter(fischer, 99_000)).toEqual(clock({ mainMs: 0 }));
  expect(blackAfter(fischer, -300)).toEqual(fischer); // a device's idea of the match's clock may be a little early
});

test('periods of Japanese byo-yomi are used up one after the other, each shown with what is left of it', () => {
  const byoYomi = clock({ mainMs: 5_000, periods: 3, periodMs: 10_000 });
  expect(blackAfter(byoYomi, 4_000)).toEqual({ ...byoYomi, mainMs: 1_000 });
  expect(blackAfter(byoYomi, 5_000)).toEqual({ ...byoYomi, mainMs: 0 });
  expect(blackAfter(byoYomi, 9_000)).toEqual(clock({ periods: 3, periodMs: 6_000 }));
  expect(blackAfter(byoYomi, 15_000)).toEqual(clock({ periods: 3, periodMs: 0 }));
  expect(blackAfter(byoYomi, 15_001)).toEqual(clock({ periods: 2, periodMs: 9_999 }));
  expect(blackAfter(byoYomi, 34_000)).toEqual(clock({ periods: 1, periodMs: 1_000 }));
  expect(blackAfter(byoYomi, 90_000)).toEqual(clock({ periods: 1, periodMs: 0 }));
});

test('a Canadian period runs after main time, and its stones stay until one is played', () => {
  const canadian = clock({ mainMs: 5_000, periodMs: 60_000, stones: 12 });
  expect(blackAfter(canadian, 3_000)).toEqual({ ...canadian, mainMs: 2_000 });
  expect(blackAfter(canadian, 25_000)).toEqual(clock({ periodMs: 40_000, stones: 12 }));
});

test('clocks stand where nobody is to move', () => {
  const clocks = [clock({ mainMs: 9_000 }), clock({ mainMs: 8_000 })];
  const scoring = GoView.fromPartial({ toMove: GoColour.UNSPECIFIED, clocks, untilTimeMs: START });
  expect(goClocks(scoring, START + 5_000)).toEqual(clocks);
  const waiting = GoView.fromPartial({ toMove: GoColour.BLACK, clocks, untilTimeMs: 0 });
  expect(goClocks(waiting, START)).toEqual(clocks);
});

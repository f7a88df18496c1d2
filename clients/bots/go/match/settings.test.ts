import { describe, expect, test } from '@jest/globals';
import { fullClock, timeLeft } from '../../../../services/match/games/go/clock.ts';
import { modes } from '../../../../services/match/games/catalogue.ts';
import { configure } from '../../../../services/match/games/go/rules.ts';
import type { GoConfig as ServiceConfig, GoTimeControl } from '../../../../services/match/games/go/wire.ts';
import type { GoConfig } from '../../../sdk/src/index.ts';
import { timeOf } from './game-time.ts';
import { isPlayable, komiOf, scoringOf } from './settings.ts';

const configOf = (requested: Partial<ServiceConfig>): GoConfig => configure(requested);
const withTime = (control: GoTimeControl): GoConfig => configOf({ size: 9, time: { control } });

test('a ruleset decides how is counted, and what White gets for handicap stones', () => {
  const of = (ruleset: ServiceConfig['ruleset'], handicap = 0) => {
    const config = configOf({ ruleset, handicap });
    return [scoringOf(config), komiOf(config)];
  };
  expect([1, 2, 3, 4, 5].map((ruleset) => of(ruleset as ServiceConfig['ruleset']))).toEqual([
    ['territory', 13],
    ['area', 15],
    ['area', 15],
    ['territory', 13],
    ['area', 14],
  ]);
  expect([1, 2, 3, 5].map((ruleset) => of(ruleset as ServiceConfig['ruleset'], 4)[1])).toEqual([1, 9, 7, 1]);
});

describe('what can be played', () => {
  test('is every mode of Go, and what it is by default', () => {
    const configs = modes.filter(({ game }) => game.name === 'go').map(({ config }) => configOf(config));
    expect(configs.map(isPlayable)).toEqual(configs.map(() => true));
    expect(configs).toHaveLength(12);
    expect(isPlayable(configOf({}))).toBe(true);
  });

  test('is not what leaves no time, nor boards that engines do not know', () => {
    expect(isPlayable(withTime({ $case: 'absolute', value: { mainMs: 5_000 } }))).toBe(false);
    expect(isPlayable(withTime({ $case: 'absolute', value: { mainMs: 60_000 } }))).toBe(true);
    expect(isPlayable(withTime({ $case: 'simple', value: { moveMs: 1_000 } }))).toBe(true);
    expect(isPlayable(withTime({ $case: 'canadian', value: { mainMs: 0, periodMs: 5_000, stones: 50 } }))).toBe(false);
    expect(isPlayable(withTime({ $case: 'fischer', value: { mainMs: 1_000, incrementMs: 0, maxMs: 0 } }))).toBe(false);
    expect(isPlayable(configOf({ size: 21 }))).toBe(false);
  });
});

describe('the time that is left', () => {
  const leftOf = (control: GoTimeControl, spentMs: number) => {
    const clock = fullClock(control);
    const time = timeOf(withTime(control), clock, timeLeft(clock) - spentMs);
    return time && [time.settings.kind, time.mainMs, time.periodMs, time.left];
  };

  test.each<[string, GoTimeControl, number, unknown]>([
    ['absolute', { $case: 'absolute', value: { mainMs: 60_000 } }, 1_000, ['absolute', 59_000, 0, 0]],
    [
      'Fischer',
      { $case: 'fischer', value: { mainMs: 60_000, incrementMs: 5_000, maxMs: 0 } },
      0,
      ['fischer', 60_000, 0, 0],
    ],
    [
      'main',
      { $case: 'byoYomi', value: { mainMs: 60_000, periods: 5, periodMs: 30_000 } },
      1_000,
      ['byoyomi', 59_000, 30_000, 5],
    ],
    [
      'a period',
      { $case: 'byoYomi', value: { mainMs: 60_000, periods: 5, periodMs: 30_000 } },
      95_000,
      ['byoyomi', 0, 25_000, 4],
    ],
    [
      'no time',
      { $case: 'byoYomi', value: { mainMs: 0, periods: 5, periodMs: 30_000 } },
      150_000,
      ['byoyomi', 0, 0, 1],
    ],
    [
      'Canadian',
      { $case: 'canadian', value: { mainMs: 10_000, periodMs: 60_000, stones: 20 } },
      15_000,
      ['canadian', 0, 55_000, 20],
    ],
    ['a move', { $case: 'simple', value: { moveMs: 10_000 } }, 4_000, ['byoyomi', 0, 6_000, 1]],
    ['days', { $case: 'correspondence', value: { days: 3 } }, 0, undefined],
    ['the last minute of days', { $case: 'correspondence', value: { days: 1 } }, 86_340_000, ['byoyomi', 0, 60_000, 1]],
  ])('of %s', (_, control, spentMs, expected) => {
    expect(leftOf(control, spentMs)).toEqual(expected);
  });
});

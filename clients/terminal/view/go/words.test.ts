import { expect, test } from '@jest/globals';
import { GoColour, GoDecision } from '../../../sdk/src/index.ts';
import type { GoClock } from '../../../sdk/src/index.ts';
import { goConfig } from '../../test-support/go-states.ts';
import { clockTime, clockWords, resultCode, rulesWords, timeWords } from './words.ts';
import { TIMES } from '../../state/go/game-choices.ts';

const clock = (changes: Partial<GoClock>): GoClock => ({ mainMs: 0, periods: 0, periodMs: 0, stones: 0, ...changes });

test.each([
  [0, '0:00.0'],
  [8_249, '0:08.2'],
  [9_990, '0:10'],
  [10_000, '0:10'],
  [10_001, '0:11'],
  [59_500, '1:00'],
  [581_000, '9:41'],
  [3_600_000, '1:00:00'],
  [3_723_000, '1:02:03'],
  [86_400_000 * 3, '3 d 0 h'],
  [86_400_000 * 2 + 3_600_000 * 23.5, '2 d 23 h'],
  [-5, '0:00.0'],
])('%d ms on a clock are %s', (ms, text) => {
  expect(clockTime(ms)).toBe(text);
});

test('a clock tells what comes after the main time, and which period runs', () => {
  expect(clockWords(clock({ mainMs: 60_000 }))).toBe('1:00');
  expect(clockWords(clock({ mainMs: 60_000, periods: 5, periodMs: 30_000 }))).toBe('1:00 + 5x0:30');
  expect(clockWords(clock({ periods: 3, periodMs: 22_000 }))).toBe('0:22 (3 left)');
  expect(clockWords(clock({ periods: 1, periodMs: 7_300 }))).toBe('0:07.3 (last)');
  expect(clockWords(clock({ mainMs: 60_000, periodMs: 300_000, stones: 20 }))).toBe('1:00 + 20/5:00');
  expect(clockWords(clock({ periodMs: 201_000, stones: 12 }))).toBe('3:21 for 12');
});

test('times and rules are told in words', () => {
  expect(TIMES.slice(0, 5).map(({ time }) => timeWords(time))).toEqual([
    '1 min, and 5 s a move',
    '30 s + 5 x 10 s',
    '1 min + 10 moves in 1 min',
    '10 s a move',
    '5 min each',
  ]);
  expect(timeWords(TIMES.at(-1)!.time)).toBe('14 days a move');
  expect(rulesWords(goConfig())).toBe('Japanese, komi 6.5');
  expect(rulesWords(goConfig({ ruleset: 5, komi: { halfPoints: 1 }, handicap: 3, freeHandicap: true }))).toBe(
    'New Zealand, komi 0.5, 3 handicap stones, placed freely',
  );
});

test.each([
  [GoColour.BLACK, GoDecision.SCORE, 7, 'B+3.5'],
  [GoColour.WHITE, GoDecision.RESIGNATION, 0, 'W+R'],
  [GoColour.WHITE, GoDecision.TIME, 0, 'W+T'],
  [GoColour.UNSPECIFIED, GoDecision.SCORE, 0, 'draw'],
  [GoColour.UNSPECIFIED, GoDecision.AGREEMENT, 0, 'draw'],
  [GoColour.UNSPECIFIED, GoDecision.ANNULMENT, 0, 'no result'],
])('colour %d by decision %d and %d half points is %s', (winner, decision, marginHalfPoints, code) => {
  expect(resultCode({ winner, decision, marginHalfPoints })).toBe(code);
});

import { expect, test } from '@jest/globals';
import { timeLeftArguments, timeSettingsCommand } from './gtp-time.ts';
import type { GoTime, GoTimeSettings } from '../time.ts';

const ABSOLUTE: GoTimeSettings = { kind: 'absolute', mainMs: 900_500 };
const FISCHER: GoTimeSettings = { kind: 'fischer', mainMs: 300_000, incrementMs: 10_000 };
const BYOYOMI: GoTimeSettings = { kind: 'byoyomi', mainMs: 600_000, periodMs: 30_000, periods: 5 };
const CANADIAN: GoTimeSettings = { kind: 'canadian', mainMs: 600_000, periodMs: 300_000, stones: 25 };
const GTP = new Set(['time_settings', 'time_left']);
const KGS = new Set([...GTP, 'kgs-time_settings']);

test.each([
  [ABSOLUTE, 'time_settings 900 0 0', 'kgs-time_settings absolute 900'],
  [FISCHER, 'time_settings 290 10 1', 'time_settings 290 10 1'],
  [BYOYOMI, 'time_settings 720 30 1', 'kgs-time_settings byoyomi 600 30 5'],
  [CANADIAN, 'time_settings 600 300 25', 'time_settings 600 300 25'],
])('%j is told as well as the engine can hear it', (settings, gtp, kgs) => {
  expect(timeSettingsCommand(settings, GTP)).toBe(gtp);
  expect(timeSettingsCommand(settings, KGS)).toBe(kgs);
  expect(timeSettingsCommand(settings, new Set())).toBeUndefined();
});

test('an engine of KGS alone is told of overtime in its words', () => {
  const alone = new Set(['kgs-time_settings']);
  expect(timeSettingsCommand(CANADIAN, alone)).toBe('kgs-time_settings canadian 600 300 25');
});

test.each<[string, GoTime, string, string]>([
  ['main time', { settings: ABSOLUTE, mainMs: 12_900, periodMs: 0, left: 0 }, '12 0', '12 0'],
  ['main time and increments', { settings: FISCHER, mainMs: 75_000, periodMs: 0, left: 0 }, '65 0', '65 0'],
  ['less than an increment', { settings: FISCHER, mainMs: 8_000, periodMs: 0, left: 0 }, '8 1', '8 1'],
  ['main time and all periods', { settings: BYOYOMI, mainMs: 10_000, periodMs: 30_000, left: 5 }, '130 0', '10 0'],
  ['three periods', { settings: BYOYOMI, mainMs: 0, periodMs: 20_000, left: 3 }, '50 0', '20 3'],
  ['the last period', { settings: BYOYOMI, mainMs: 0, periodMs: 20_000, left: 1 }, '20 1', '20 1'],
  ['main time and stones', { settings: CANADIAN, mainMs: 5_000, periodMs: 300_000, left: 25 }, '5 0', '5 0'],
  ['seven stones', { settings: CANADIAN, mainMs: 0, periodMs: 90_000, left: 7 }, '90 7', '90 7'],
])('%s left', (_name, time, gtp, kgs) => {
  expect([timeLeftArguments(time, GTP), timeLeftArguments(time, KGS)]).toEqual([gtp, kgs]);
});

import { describe, expect, test } from '@jest/globals';
import { mainTimeOfSgf, overtimeLeftOfSgf, secondsOfSgf } from './sgf-time.ts';

describe('mainTimeOfSgf', () => {
  test.each([
    ['600', { seconds: 600 }],
    ['0', { seconds: 0 }],
    ['40.5', { seconds: 40.5 }],
    ['10:00', { seconds: 600 }],
    ['5:00:00', { seconds: 18_000 }],
    ['30:00(5x1:00)', { seconds: 1_800, overtime: '5x1:00' }],
    ['30:00+30:00/25', { seconds: 1_800, overtime: '30:00/25' }],
    ['10h', { seconds: 36_000 }],
    ['3.5 hrs', { seconds: 12_600 }],
    ['9 hours each', { seconds: 32_400 }],
    ['-', undefined],
    ['', undefined],
    ['1 hr/125 moves', undefined],
    ['99999999999', undefined],
  ])('reads %s', (text, time) => {
    expect(mainTimeOfSgf(text)).toEqual(time);
  });
});

describe('secondsOfSgf', () => {
  test.each([
    ['599.8765', 599.877],
    ['5.', 5],
    [' 7 ', 7],
    ['-1', undefined],
    ['1e3', undefined],
    ['0:07:42', undefined],
    ['', undefined],
  ])('reads %s', (text, seconds) => {
    expect(secondsOfSgf(text)).toBe(seconds);
  });
});

describe('overtimeLeftOfSgf', () => {
  test.each([
    ['25', 25],
    ['0', 0],
    ['10000', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['', undefined],
  ])('reads %s', (text, left) => {
    expect(overtimeLeftOfSgf(text)).toBe(left);
  });
});

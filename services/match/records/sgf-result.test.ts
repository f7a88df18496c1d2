import { describe, expect, test } from '@jest/globals';
import type { GoRecordResult } from './go-record.ts';
import { resultOfSgf, resultToSgf } from './sgf-result.ts';

/** A result as it is written in FF[4]. */
const read = (text: string): string => resultToSgf(resultOfSgf(text));

describe('resultOfSgf', () => {
  test.each([
    ['B+3.5', 'B+3.5'],
    ['W+0.50', 'W+0.5'],
    ['B+64', 'B+64'],
    ['W+12,5', 'W+12.5'],
    ['B+3.75', 'B+7.5'],
    ['b + 2.5 points', 'B+2.5'],
    ['B+R', 'B+R'],
    ['W+Resign', 'W+R'],
    ['White+Resign', 'W+R'],
    ['W+R (152 moves)', 'W+R'],
    ['White wins by resignation', 'W+R'],
    ['B+T', 'B+T'],
    ['W+Time', 'W+T'],
    ['B+F', 'B+F'],
    ['W+Forfeit', 'W+F'],
    ['B+', 'B+'],
    ['W+Jigo', 'W+'],
    ['W+0.0', 'W+'],
    ['B+0.3', 'B+'],
    ['B+99999', 'B+'],
    ['B+Illegal', 'B+'],
    ['0', '0'],
    ['Draw', '0'],
    ['jigo', '0'],
    ['Void', 'Void'],
    ['?', '?'],
    ['', '?'],
    ['has adjourned', '?'],
    ['Bob+R', '?'],
    ['黑中盘胜', 'B+R'],
    ['白中押し勝ち', 'W+R'],
    ['흑불계승', 'B+R'],
    ['白胜43.5目', 'W+43.5'],
    ['黑胜4子', 'B+8'],
    ['白3目半勝', 'W+3.5'],
    ['백1집반승', 'W+1.5'],
    ['黑胜3又3/4子', 'B+'],
    ['白超时负', 'B+T'],
    ['黒時間切れ負け', 'W+T'],
    ['黑超时胜', 'B+T'],
    ['和棋', '0'],
  ])('reads %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });
});

describe('resultToSgf', () => {
  test.each<[string, GoRecordResult]>([
    ['B+3.5', { kind: 'won', winner: 'black', by: 'score', margin: 7 }],
    ['W+12', { kind: 'won', winner: 'white', by: 'score', margin: 24 }],
    ['W+R', { kind: 'won', winner: 'white', by: 'resignation' }],
    ['W+T', { kind: 'won', winner: 'white', by: 'time' }],
    ['W+F', { kind: 'won', winner: 'white', by: 'forfeit' }],
    ['B+', { kind: 'won', winner: 'black', by: 'unstated' }],
    ['0', { kind: 'draw' }],
    ['Void', { kind: 'void' }],
    ['?', { kind: 'unknown' }],
  ])('writes %s, and reads it back', (text, result) => {
    expect(resultToSgf(result)).toBe(text);
    expect(resultOfSgf(text)).toEqual(result);
  });
});

import { describe, expect, test } from '@jest/globals';
import { countsOf, longestWaits, mergeCounts, quantile, type Moment } from './waits.ts';

const accepted = (player: string, ...times: number[]): Moment[] =>
  times.map((at) => ({ player, at, what: 'accepted' }));

describe('longestWaits', () => {
  test('is the longest time between the fault, the accepted commands after it, and the end', () => {
    const acceptances = [...accepted('ada', 50, 130, 900, 950), ...accepted('ben', 110, 980)];
    expect([...longestWaits(['ada', 'ben'], acceptances, 100, 1_000)]).toEqual([
      ['ada', 770],
      ['ben', 870],
    ]);
  });

  test('an acknowledgement that was under way when the fault struck does not end the wait', () => {
    expect(longestWaits(['ada'], accepted('ada', 101, 3_000), 100, 3_001).get('ada')).toBe(2_899);
  });

  test('who has nothing accepted waited all the time, and others are not counted', () => {
    expect([...longestWaits(['ada'], accepted('ben', 150), 100, 700)]).toEqual([['ada', 600]]);
  });

  test('there is no wait between two matches, but the first command of the next one is waited for', () => {
    const moments: Moment[] = [
      ...accepted('ada', 150),
      { player: 'ada', at: 170, what: 'over' },
      { player: 'ada', at: 900, what: 'shown' },
      ...accepted('ada', 960),
    ];
    expect(longestWaits(['ada'], moments, 100, 970).get('ada')).toBe(60);
  });

  test('a match that is shown anew after a reconnect begins no new wait', () => {
    const moments: Moment[] = [{ player: 'ada', at: 600, what: 'shown' }, ...accepted('ada', 700)];
    expect(longestWaits(['ada'], moments, 100, 710).get('ada')).toBe(600);
  });
});

describe('counts', () => {
  test('round up to two digits, and keep how many there were', () => {
    expect(countsOf([0, 0.2, 7.5, 8, 99.1, 101, 1_234, 1_299])).toEqual([
      [0, 1],
      [1, 1],
      [8, 2],
      [100, 1],
      [110, 1],
      [1_300, 2],
    ]);
  });

  test('of parts add up to those of the whole', () => {
    const [first, second] = [
      [1, 5, 5, 900],
      [5, 20],
    ] as const;
    expect(mergeCounts([countsOf(first), countsOf(second)])).toEqual(countsOf([...first, ...second]));
  });

  test('a quantile is the least value that so many are not above', () => {
    const counts = countsOf(Array.from({ length: 100 }, (_, index) => index + 1));
    expect([0.5, 0.99, 1].map((share) => quantile(counts, share))).toEqual([50, 99, 100]);
    expect(quantile([], 0.5)).toBeUndefined();
  });
});

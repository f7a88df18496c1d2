import { describe, expect, test } from '@jest/globals';
import { ACCESS_TOKEN_MS, nextSignTime, PUBLISH_AHEAD_MS, publishedKeys, signingKey } from './key-schedule.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const EVERY = 30 * DAY;
const key = (id: string, signTime: number) => ({ id, signTime });
const ids = (keys: readonly { id: string }[]) => keys.map(({ id }) => id);

describe('signingKey', () => {
  test('is the newest whose time has come, in whatever order they are listed', () => {
    const keys = [key('next', 2 * DAY), key('old', 0), key('now', DAY)];
    expect(signingKey(keys, DAY)?.id).toBe('now');
    expect(signingKey(keys, DAY - 1)?.id).toBe('old');
    expect(signingKey([], DAY)).toBeUndefined();
  });
});

describe('publishedKeys', () => {
  test('has the next key before it signs, and the last one until its tokens are gone', () => {
    const keys = [key('old', 0), key('new', DAY)];
    expect(ids(publishedKeys(keys, DAY - 1))).toEqual(['old', 'new']);
    expect(ids(publishedKeys(keys, DAY + ACCESS_TOKEN_MS))).toEqual(['old', 'new']);
    expect(ids(publishedKeys(keys, DAY + ACCESS_TOKEN_MS + MINUTE))).toEqual(['new']);
  });
});

describe('nextSignTime', () => {
  test('begins at once where there is no key, since nobody has cached any', () => {
    expect(nextSignTime([], DAY, EVERY)).toBe(DAY);
  });

  test('leaves a key its time, and publishes the next one ahead of its end', () => {
    expect(nextSignTime([key('a', 0)], EVERY - PUBLISH_AHEAD_MS - 1, EVERY)).toBeUndefined();
    expect(nextSignTime([key('a', 0)], EVERY - PUBLISH_AHEAD_MS, EVERY)).toBe(EVERY);
  });

  test('publishes ahead also when nobody ran for long', () => {
    expect(nextSignTime([key('a', 0)], 2 * EVERY, EVERY)).toBe(2 * EVERY + PUBLISH_AHEAD_MS);
  });

  test('has one key to come at most, however often a rotation is asked for', () => {
    const now = DAY;
    const asked = nextSignTime([key('a', 0)], now, 0);
    expect(asked).toBe(now + PUBLISH_AHEAD_MS);
    expect(nextSignTime([key('a', 0), key('b', asked!)], now + 1, 0)).toBeUndefined();
  });
});

import { describe, expect, test } from '@jest/globals';
import { newId } from '../../harness/ids.ts';
import { makeRefreshToken, readRefreshToken } from './refresh-token.ts';

describe('a refresh token', () => {
  test('names its session, and is found by its hash', () => {
    const sessionId = newId();
    const { text, hash } = makeRefreshToken(sessionId);
    expect(readRefreshToken(text)).toEqual({ sessionId, hash });
  });

  test('cannot be guessed from another one of the same session', () => {
    const sessionId = newId();
    const texts = new Set(Array.from({ length: 100 }, () => makeRefreshToken(sessionId).text));
    expect(texts.size).toBe(100);
  });

  test.each([
    ['empty', ''],
    ['too short', 'A'.repeat(63)],
    ['too long', 'A'.repeat(68)],
    ['with strange letters', `${'A'.repeat(60)}!!!!`],
    ['padded', `${'A'.repeat(64)}=`],
  ])('is none when it is %s', (_, text) => {
    expect(readRefreshToken(text)).toBeUndefined();
  });
});

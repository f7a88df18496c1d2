import { describe, expect, test } from '@jest/globals';
import { seal, unseal } from './sealing.ts';

const SECRET = 'a key secret that only tests ever use';
const KEY = Buffer.from('a private key');

describe('a sealed key', () => {
  test('comes back with the same id and secret', () => {
    expect(unseal(seal(KEY, 'id', SECRET), 'id', SECRET)).toEqual(KEY);
  });

  test('shows nothing of the key, and never looks the same', () => {
    const [one, two] = [seal(KEY, 'id', SECRET), seal(KEY, 'id', SECRET)];
    expect(one.includes(KEY)).toBe(false);
    expect(one.equals(two)).toBe(false);
  });

  test('opens under no other id and no other secret', () => {
    const sealed = seal(KEY, 'id', SECRET);
    expect(() => unseal(sealed, 'other', SECRET)).toThrow();
    expect(() => unseal(sealed, 'id', `${SECRET}!`)).toThrow();
  });

  test('does not open once any byte of it has changed', () => {
    const sealed = seal(KEY, 'id', SECRET);
    for (let index = 0; index < sealed.length; index++) {
      const changed = Buffer.from(sealed);
      changed[index]! ^= 1;
      expect(() => unseal(changed, 'id', SECRET)).toThrow();
    }
  });

  test('does not open when it is cut short', () => {
    expect(() => unseal(seal(KEY, 'id', SECRET).subarray(0, 20), 'id', SECRET)).toThrow();
  });
});

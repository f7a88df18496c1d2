import { expect, test } from '@jest/globals';
import { commonPasswords } from './common-passwords.ts';

test('thousands of common passwords are known, in lower case and long enough to be tried', () => {
  expect(commonPasswords.size).toBeGreaterThan(10_000);
  for (const password of ['password1', '12345678', 'iloveyou', 'qwertyuiop', 'trustno1']) {
    expect(commonPasswords).toContain(password);
  }
  expect([...commonPasswords].filter((each) => each.length < 8 || each !== each.toLowerCase())).toEqual([]);
});

import { describe, expect, test } from '@jest/globals';
import { whyRefused } from './password.ts';

describe('a new password', () => {
  const names = { username: 'Ann-Smith', email: 'Ann@Example.org' };
  const common = new Set(['password1', 'iloveyou']);

  test.each([
    ['common', 'password1', 'is one of the most common passwords; choose another'],
    ['common but for its case', 'PassWord1', 'is one of the most common passwords; choose another'],
    ['common but for how it is typed', 'ｐassword１', 'is one of the most common passwords; choose another'],
    ['the username', 'ann-smith', 'must not be the username or the email'],
    ['the email', 'ANN@example.org', 'must not be the username or the email'],
  ])('is refused when it is %s', (_, password, why) => {
    expect(whyRefused(password, names, common)).toBe(why);
  });

  test.each([['password1!'], ['ann-smith and more'], ['correct horse battery']])('may be %s', (password) => {
    expect(whyRefused(password, names, common)).toBeUndefined();
  });
});

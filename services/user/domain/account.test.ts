import { describe, expect, test } from '@jest/globals';
import { completeRoles, readLogin, sameName, sameRoles, type Role } from './account.ts';

test.each<[string, Role[], Role[]]>([
  ['nothing', [], ['player']],
  ['roles in any order, some twice', ['admin', 'host', 'host'], ['player', 'host', 'admin']],
  ['all roles', ['admin', 'operator', 'host', 'player'], ['player', 'host', 'operator', 'admin']],
])('completeRoles makes of %s a list with player, each once, lowest first', (_, wanted, complete) => {
  expect(completeRoles(wanted)).toEqual(complete);
});

test('sameRoles compares complete lists', () => {
  expect(sameRoles(completeRoles(['admin']), completeRoles(['player', 'admin']))).toBe(true);
  expect(sameRoles(completeRoles(['admin']), completeRoles(['host']))).toBe(false);
});

test('sameName looks past case alone', () => {
  expect([sameName('Ann', 'aNN'), sameName('Ann', 'Anne')]).toEqual([true, false]);
});

describe('readLogin', () => {
  test.each([
    ['ann', { by: 'username', value: 'ann' }],
    ['Ann.Smith-1_x', { by: 'username', value: 'Ann.Smith-1_x' }],
    ['ann@example.org', { by: 'email', value: 'ann@example.org' }],
    ['an', undefined],
    ['ann smith', undefined],
    ['ann@', undefined],
    ['ann@b@c', undefined],
    ['a\0nn@example.org', undefined],
    [`${'x'.repeat(33)}`, undefined],
  ])('reads %j', (login, name) => {
    expect(readLogin(login)).toEqual(name);
  });
});

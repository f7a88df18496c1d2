import { expect, test } from '@jest/globals';
import { GRACE_MS, judgeRefresh } from './refresh.ts';

const NOW = 1_000_000;
const unspent = { generation: 3, spendTime: undefined, repeated: false };
const spentNow = { generation: 3, spendTime: NOW, repeated: false };

test.each([
  ['the newest token', { token: unspent, generation: 3 }, 'rotate'],
  ['the newest token from another client', { token: unspent, generation: 3, sameClient: false }, 'rotate'],
  ['a token whose twin was used instead', { token: unspent, generation: 4 }, 'reuse'],
  ['a token just spent', { token: spentNow, generation: 4 }, 'repeat'],
  ['a token spent 10 s ago', { token: { ...spentNow, spendTime: NOW - GRACE_MS }, generation: 4 }, 'repeat'],
  ['a token spent longer ago', { token: { ...spentNow, spendTime: NOW - GRACE_MS - 1 }, generation: 4 }, 'reuse'],
  ['a token just spent, by another client', { token: spentNow, generation: 4, sameClient: false }, 'reuse'],
  ['a token repeated before', { token: { ...spentNow, repeated: true }, generation: 4 }, 'reuse'],
  ['a token just spent whose answer has been used', { token: spentNow, generation: 5 }, 'reuse'],
])('the use of %s', (_, attempt, verdict) => {
  expect(judgeRefresh({ sameClient: true, now: NOW, ...attempt })).toBe(verdict);
});

import { expect, test } from '@jest/globals';
import type { Key as InkKey } from 'ink';
import { keysOf } from './keys.ts';

const heard = (input: string, pressed: Partial<InkKey> = {}) => keysOf(input, pressed as InkKey);

test('keys that were typed fast are keys of their own, and pasted lines no commands', () => {
  expect(heard('12')).toEqual([
    { kind: 'text', text: '1' },
    { kind: 'text', text: '2' },
  ]);
  expect(heard('A\r')).toEqual([{ kind: 'text', text: 'A' }, { kind: 'enter' }]);
  expect(heard('é👍')).toHaveLength(2);
  expect(heard('\u0007')).toEqual([]);
});

test('named keys mean the same with and without modifiers, and unknown ones nothing', () => {
  expect(heard('', { return: true })).toEqual([{ kind: 'enter' }]);
  expect(heard('', { escape: true, meta: true })).toEqual([{ kind: 'escape' }]);
  expect(heard('', { tab: true, shift: true })).toEqual([{ kind: 'backTab' }]);
  expect(heard('', { tab: true })).toEqual([{ kind: 'tab' }]);
  expect(heard('x', { ctrl: true })).toEqual([]);
});

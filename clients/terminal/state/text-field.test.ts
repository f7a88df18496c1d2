import { expect, test } from '@jest/globals';
import type { Key } from './key.ts';
import { EMPTY_FIELD, fieldWith, typed } from './text-field.ts';

const type = (field: typeof EMPTY_FIELD, ...keys: string[]) => {
  const kinds = ['left', 'right', 'home', 'end', 'backspace', 'delete', 'up'];
  const keyOf = (key: string): Key => (kinds.includes(key) ? ({ kind: key } as Key) : { kind: 'text', text: key });
  return keys.reduce((before, key) => typed(before, keyOf(key), 10), field);
};

test('a field is written and mended anywhere', () => {
  expect(type(EMPTY_FIELD, 'A', 'd', 'a')).toEqual({ text: 'Ada', at: 3 });
  expect(type(fieldWith('Ada'), 'left', 'left', 'backspace', 'B')).toEqual({ text: 'Bda', at: 1 });
  expect(type(fieldWith('Ada'), 'home', 'delete', 'O', 'end', '!')).toEqual({ text: 'Oda!', at: 4 });
  expect(type(EMPTY_FIELD, 'backspace', 'delete', 'left', 'right', 'up')).toEqual(EMPTY_FIELD);
});

test('characters are those that a reader sees, and no more than may be', () => {
  expect(type(fieldWith('a👩‍👩‍👧'), 'backspace')).toEqual({ text: 'a', at: 1 });
  expect(type(fieldWith('12345678'), 'abcdef')).toEqual({ text: '12345678ab', at: 10 });
  expect(type(EMPTY_FIELD, 'pas\u001bted\n')).toEqual({ text: 'pasted', at: 6 });
});

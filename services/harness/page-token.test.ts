import { describe, expect, test } from '@jest/globals';
import { newId } from './ids.ts';
import { ID_PATTERN, pageSize, readPageToken, TIME_PATTERN, writePageToken } from './page-token.ts';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a page token', () => {
  test('says where the next page begins', () => {
    const id = newId();
    expect(readPageToken(writePageToken('1700000000000', id), TIME_PATTERN, ID_PATTERN)).toEqual(['1700000000000', id]);
  });

  test('is empty for the first page', () => {
    expect(readPageToken('', ID_PATTERN)).toBeUndefined();
  });

  test.each([
    ['no JSON', 'nonsense'],
    ['no list', encode({ length: 1 })],
    ['a number', encode([1])],
    ['too few parts', encode([])],
    ['too many parts', encode([newId(), newId()])],
    ['no id', encode(["' or 1=1 --"])],
    ['an id and more', encode([`${newId()} `])],
  ])('is refused when it holds %s', (_, token) => {
    expect(() => readPageToken(token, ID_PATTERN)).toThrow('page_token must be the next_page_token of a list');
  });
});

test.each([
  [0, 20],
  [7, 7],
  [100, 100],
  [101, 100],
])('a page of %i has %i', (asked, size) => {
  expect(pageSize(asked, 20, 100)).toBe(size);
});

import { expect, test } from '@jest/globals';
import { linesOfItems } from './item-lines.ts';

const lines = (...text: string[]): number[] => {
  const json = text.join('\n');
  JSON.parse(json);
  return linesOfItems(json, 'items');
};

test('Each item is in the line in which it begins.', () => {
  expect(lines('{"items": [1,', '"two", [3,', '3], {"four":', '[4]}', ', null]}')).toEqual([1, 2, 2, 3, 5]);
});

test('Signs within texts are no signs, and an escaped quote ends no text.', () => {
  expect(lines('{"a": "items\\"", "items": ["[,]", "\\\\",', '"{\\","]}')).toEqual([1, 1, 2]);
});

test('Only the array of that name counts, in the outermost object, and the last one of them.', () => {
  expect(
    lines('{"a": {"items": [1]}, "b": ["items",', '[2]], "items": 5, "items": [3, 4],', '"items": [', '6 ] }'),
  ).toEqual([4]);
  expect(lines('{"items": []}')).toEqual([]);
  expect(lines('{"a": ["items", [1]]}')).toEqual([]);
});

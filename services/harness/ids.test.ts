import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse, stringify, validate, version } from 'uuid';
import { idFromBytes, idToBytes, newId, writeId } from './ids.ts';

test('the text and the bytes of an id are those of every other UUID library', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      bytes[6] = (bytes[6]! & 0x0f) | 0x70;
      bytes[8] = (bytes[8]! & 0x3f) | 0x80;
      expect(idFromBytes(bytes)).toBe(stringify(bytes));
      expect(idToBytes(stringify(bytes))).toEqual(parse(stringify(bytes)));
      expect(idToBytes(stringify(bytes).toUpperCase())).toEqual(bytes);
    }),
  );
});

test('an id is written where it is to stand, and nowhere else', () => {
  const bytes = new Uint8Array(20).fill(1);
  writeId('00010203-0405-0607-0809-0a0b0c0d0e0f', bytes, 2);
  expect([...bytes]).toEqual([1, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 1, 1]);
});

test('new ids are UUIDv7 of now, each greater than the one before', () => {
  const before = Date.now();
  const ids = Array.from({ length: 2_000 }, newId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
  for (const id of ids) {
    expect(validate(id) && version(id)).toBe(7);
    const time = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(Date.now());
  }
});

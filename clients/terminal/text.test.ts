import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cut, pad, padStart, plain, widthOf, wrap } from './text.ts';

describe('the width of a text', () => {
  test.each([
    ['Ada', 3],
    ['Zoë', 3],
    ['日本語', 6],
    ['ｱｲｳ', 3],
    ['한국어', 6],
    ['👍', 2],
    ['❤', 1],
    ['e\u0301', 1],
    ['', 0],
  ])('%j takes %d columns', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });
});

describe('a plain text', () => {
  test.each([
    ['a\nb\tc', 'a b c'],
    ['\u001b[31mred', ' [31mred'],
    ['left\u202eright', 'leftright'],
    ['👩‍👩‍👧 family', '👩 family'],
    ['👍🏽', '👍'],
    ['❤\ufe0f', '❤'],
    ['🇩🇪', 'DE'],
    ['e\u0301', 'é'],
    [`z${'\u0300'.repeat(40)}`, `z${'\u0300'.repeat(2)}`],
    ['1\ufe0f\u20e3', '1'],
  ])('of %j is %j', (text, shown) => {
    expect(plain(text)).toBe(shown);
  });

  test('holds nothing that a terminal would obey or that has no width of its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        expect(plain(text)).not.toMatch(/\p{Cc}|\p{Bidi_Control}|\u200d|\ufe0f/u);
      }),
    );
  });
});

describe('texts in columns', () => {
  const texts = fc.string({ unit: 'grapheme', maxLength: 60 }).map(plain);
  const widths = fc.integer({ min: 2, max: 40 });

  test('are cut with an ellipsis, to whole characters', () => {
    expect(cut('Canberra', 8)).toBe('Canberra');
    expect(cut('Canberra', 5)).toBe('Canb…');
    expect(cut('日本語', 4)).toBe('日…');
    expect(cut('日本語', 0)).toBe('');
  });

  test('are never wider than they may be, and as wide as they must be', () => {
    fc.assert(
      fc.property(texts, widths, (text, width) => {
        expect(widthOf(cut(text, width))).toBeLessThanOrEqual(width);
        expect(widthOf(pad(text, width))).toBe(width);
        expect(widthOf(padStart(text, width))).toBe(width);
        for (const row of wrap(text, width)) expect(widthOf(row)).toBeLessThanOrEqual(width);
      }),
    );
  });

  test('are wrapped between words, and lose nothing but spaces', () => {
    expect(wrap('What is the capital of Australia?', 12)).toEqual(['What is the', 'capital of', 'Australia?']);
    expect(wrap('Donaudampfschiff', 5)).toEqual(['Donau', 'dampf', 'schif', 'f']);
    expect(wrap('', 5)).toEqual(['']);
    fc.assert(
      fc.property(texts, widths, (text, width) => {
        expect(wrap(text, width).join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });
});

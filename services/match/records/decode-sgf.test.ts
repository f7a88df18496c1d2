import { describe, expect, test } from '@jest/globals';
import { decodeSgf } from './decode-sgf.ts';

/** Bytes from Latin-1 text, with other bytes as \xNN. */
const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('decodeSgf', () => {
  test.each([
    ['GB2312', '(;CA[gb2312]PB[\xbf\xc2\xbd\xe0])', '(;CA[gb2312]PB[柯洁])'],
    ['GB18030 behind a space', '(;CA [ GB18030 ]PB[\xbf\xc2\xbd\xe0])', '(;CA [ GB18030 ]PB[柯洁])'],
    ['Big5, with a bracket within 本', '(;CA[Big5]C[\xa5\xbb\xa6\x5d\xa7\x7b])', '(;CA[Big5]C[本因坊])'],
    ['Shift_JIS, with a backslash at the end of ソ', '(;PB[\x83\x5c]CA[Shift_JIS])', '(;PB[ソ]CA[Shift_JIS])'],
    ['EUC-KR', '(;CA[EUC-KR]PB[\xc0\xcc])', '(;CA[EUC-KR]PB[이])'],
    ['KOI8-R', '(;CA[KOI8-R]PB[\xc7\xcf])', '(;CA[KOI8-R]PB[го])'],
    ['ISO-8859-1, spelled as an old program does', '(;CA[ISO8859_1]PB[\xe9])', '(;CA[ISO8859_1]PB[é])'],
    ['a label with an underscore', '(;CA[windows_1251]PB[\xe3\xee])', '(;CA[windows_1251]PB[го])'],
    ['UTF-8', '(;CA[UTF-8]PB[\xc3\xa9])', '(;CA[UTF-8]PB[é])'],
    ['UTF-8 that is broken', '(;CA[UTF-8]PB[\xe9])', '(;CA[UTF-8]PB[\ufffd])'],
    ['UTF-8 by its mark, whatever CA says', '\xef\xbb\xbf(;CA[Big5]PB[\xc3\xa9])', '(;CA[Big5]PB[é])'],
    ['UTF-16 by its mark', '\xff\xfe(\0;\0)\0', '(;)'],
    ['UTF-16 the other way round', '\xfe\xff\0(\0;\0)', '(;)'],
  ])('reads %s', (_, file, text) => {
    expect(decodeSgf(bytes(file))).toBe(text);
  });

  test.each([
    ['without CA', '(;PB['],
    ['with a label that nobody knows', '(;CA[x-mine]PB['],
    ['with an empty label', '(;CA[]PB['],
    ['with a label that the file itself disproves', '(;CA[UTF-16]PB['],
    ['with a property that only ends in CA', '(;XCA[Big5]PB['],
  ])('takes a file %s for UTF-8 where it can be, else for ISO-8859-1', (_, start) => {
    expect(decodeSgf(bytes(`${start}\xc3\xa9])`))).toBe(`${start}é])`);
    expect(decodeSgf(bytes(`${start}\xe9])`))).toBe(`${start}é])`);
  });
});

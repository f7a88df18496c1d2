import { describe, expect, test } from '@jest/globals';
import { MAX_SGF_BYTES } from './go-record.ts';
import { readSgf } from './read-sgf.ts';

/** The piece again and again, up to the most that is read. */
function mebibyteOf(piece: string, start = '(;', end = ')'): Buffer {
  const room = MAX_SGF_BYTES - Buffer.byteLength(start + end);
  return Buffer.from(start + piece.repeat(Math.floor(room / Buffer.byteLength(piece))) + end);
}

/** Linear, they take a quarter of a second; what grows with the square would take minutes. */
const LONGEST_MS = 5_000;

/** Milliseconds of this process, for the machine may have other things to do. */
function costOf(run: () => unknown): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

describe('readSgf', () => {
  test.each([
    ['a comment', mebibyteOf('x', '(;C[', '])')],
    ['a comment of escapes', mebibyteOf('\\]', '(;C[', '])')],
    ['a name outside the basic plane', mebibyteOf('😀', '(;PB[', '])')],
    ['a value that never closes', mebibyteOf('x', '(;C[', '')],
    ['opening brackets', mebibyteOf('[')],
    ['opening brackets after the game', mebibyteOf('[', '(;)')],
    ['nodes', mebibyteOf(';')],
    ['branches, each in the other', mebibyteOf('(;B[aa]', '(;', '')],
    ['parentheses and spaces', mebibyteOf('( ', '', '')],
    ['spaces', mebibyteOf(' ')],
    ['line breaks', mebibyteOf('\r', '(;', '')],
    ['a property', mebibyteOf('A', '(;', '[])')],
    ['properties', mebibyteOf('A[]')],
    ['comments in nodes', mebibyteOf(';C[x]', '(;SZ[9];B[aa]')],
    ['comments of one node', mebibyteOf('[x]', '(;SZ[9];B[aa]C')],
    ['spaces in a charset', mebibyteOf(' ', '(;CA[', '])')],
    ['charsets', mebibyteOf('CA[x')],
    ['a number', mebibyteOf('9', '(;KM[6.', '])')],
    ['a clock', mebibyteOf('(', '(;TM[30:00(', '])')],
    ['a result', mebibyteOf('r', '(;RE[W+', '])')],
    ['rules', mebibyteOf('rules', '(;RU[', '])')],
  ])('reads or refuses a mebibyte of %s in time that grows with its length', (_, bytes) => {
    expect(bytes.length).toBeGreaterThan(MAX_SGF_BYTES - 8);
    expect(costOf(() => readSgf(bytes))).toBeLessThan(LONGEST_MS);
  });

  test.each([
    ['stones', `(;SZ[25]AB${'[aa:yy]'.repeat(49_000)})`],
    ['stones in many nodes', `(;SZ[25]${';AB[aa:yy]'.repeat(16_000)})`],
    ['territory', `(;SZ[25]TB${'[aa:yy]'.repeat(49_000)}TW${'[aa:yy]'.repeat(900)})`],
  ])('reads or refuses as many rectangles of %s as it takes values, soon', (_, text) => {
    expect(costOf(() => readSgf(text))).toBeLessThan(LONGEST_MS);
  });

  test('refuses more points of setup than any position takes', () => {
    const { refusal } = readSgf(`(;SZ[25]AB${'[aa:yy]'.repeat(17)})`) as { refusal: unknown };
    expect(refusal).toEqual({ message: 'AB: more points are set up than are read', line: 1, column: 123 });
    expect(readSgf(`(;SZ[25]AB${'[aa:yy]'.repeat(16)})`)).toHaveProperty('record');
  });
});

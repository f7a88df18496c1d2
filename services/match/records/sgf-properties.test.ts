import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { GoRecord, GoRecordMove, GoRecordResult } from './go-record.ts';
import { readSgf } from './read-sgf.ts';
import { asComment, asLine } from './sgf-text.ts';
import { writeSgf } from './write-sgf.ts';

/** Any text, with much of what SGF gives a meaning. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(']', '[', '\\', ':', ';', '(', ')', '\n', '\r', '\r\n', '\t', ' ', '\0', '\uD800', '碁', '😀'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

const optional = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(values, { nil: undefined });
const someText = (plain: (text: string) => string): fc.Arbitrary<string | undefined> =>
  optional(anyText.map((text) => plain(text) || undefined));
const line = someText(asLine);
const comment = someText(asComment);
const time = optional(fc.nat(9_999_999_999).map((milliseconds) => milliseconds / 1_000));
const colour = fc.constantFrom('black' as const, 'white' as const);

const result: fc.Arbitrary<GoRecordResult> = fc.oneof(
  fc.record({
    kind: fc.constant('won' as const),
    winner: colour,
    by: fc.constant('score' as const),
    margin: fc.integer({ min: 1, max: 19_999 }),
  }),
  fc.record({
    kind: fc.constant('won' as const),
    winner: colour,
    by: fc.constantFrom('resignation' as const, 'time' as const, 'forfeit' as const, 'unstated' as const),
  }),
  fc.constantFrom({ kind: 'draw' as const }, { kind: 'void' as const }, { kind: 'unknown' as const }),
);

const record: fc.Arbitrary<GoRecord> = fc
  .integer({ min: 2, max: 12 })
  .map((half) => half * 2 + 1)
  .chain((size) => {
    const points = size * size;
    const some = fc.uniqueArray(fc.nat(points - 1), { maxLength: 40 }).map(ascending);
    const move: fc.Arbitrary<GoRecordMove> = fc.record({
      colour,
      point: fc.option(fc.nat(points - 1)),
      secondsLeft: time,
      overtimeLeft: optional(fc.nat(9_999)),
      comment,
    });
    const player = fc.record({ name: line, rank: line });
    return fc.record({
      size: fc.constant(size),
      komi: optional(fc.integer({ min: -201, max: 201 })),
      handicap: fc.nat(points),
      ruleset: optional(fc.constantFrom('japanese', 'chinese', 'aga', 'korean', 'new_zealand')),
      black: player,
      white: player,
      event: line,
      round: line,
      place: line,
      date: line,
      mainSeconds: time,
      overtime: line,
      result: optional(result),
      setup: fc
        .record({ black: some, white: some, firstToPlay: optional(colour) })
        .map(({ black, white, ...others }) => ({
          black,
          white: white.filter((point) => !black.includes(point)),
          ...others,
        })),
      moves: fc.array(move, { maxLength: 30 }),
      comment,
      territory: fc.record({ black: some, white: some }),
      dead: some,
    });
  });

function ascending(points: readonly number[]): number[] {
  return points.toSorted((one, other) => one - other);
}

describe('writeSgf and readSgf', () => {
  test('any record that is written comes back equal, as text and as bytes', () => {
    fc.assert(
      fc.property(record, (original) => {
        const written = writeSgf(original);
        expect(readSgf(written)).toEqual({ record: original });
        expect(readSgf(new TextEncoder().encode(written))).toEqual({ record: original });
      }),
      { numRuns: 200 },
    );
  });

  test('any text comes back as a record holds it', () => {
    fc.assert(
      fc.property(record, anyText, (original, text) => {
        const given = { ...original, event: text, comment: text };
        const held = { ...original, event: asLine(text) || undefined, comment: asComment(text) || undefined };
        expect(readSgf(writeSgf(given))).toEqual({ record: held });
      }),
    );
  });
});

describe('asLine and asComment', () => {
  test('change nothing the second time', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          anyText.map((text) => text.repeat(60)),
        ),
        (text) => {
          expect(asLine(asLine(text))).toBe(asLine(text));
          expect(asComment(asComment(text))).toBe(asComment(text));
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** Refused with a place, or read to a record that can be written and read again. */
function holds(input: string | Uint8Array): void {
  const answer = readSgf(input);
  if ('record' in answer) {
    expect(readSgf(writeSgf(answer.record))).toEqual(answer);
  } else {
    expect(answer.refusal).toEqual({
      message: expect.stringMatching(/./),
      line: expect.any(Number),
      column: expect.any(Number),
    });
    expect(Math.min(answer.refusal.line, answer.refusal.column)).toBeGreaterThanOrEqual(1);
    expect(answer.refusal.message.length).toBeLessThan(200);
  }
}

describe('readSgf', () => {
  const pieces = fc.constantFrom(
    ...[
      '(',
      ';',
      ')',
      '(;',
      '[',
      ']',
      '\\',
      '\n',
      ' ',
      '[]',
      '[aa]',
      '[tt]',
      '[cc:ee]',
      '[zz]',
      '[1]',
      '[5]',
      '[-3.5]',
    ],
    ...['B', 'W', ';B[aa]', ';W[bb]', 'AB', 'AW', 'AE', 'PL[W]', 'SZ', 'SZ[5]', 'GM', 'KM', 'HA', 'RE', 'RE[B+', 'TM'],
    ...['C[', 'GC[x]', 'BL', 'OW', 'TB', 'TW[aa:bb]', 'KGSDE', 'black', 'CoPyright', 'CA[GBK]', '1', '碁', '😀', '\0'],
  );

  test('refuses or reads any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), holds));
  });

  test('refuses or reads any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), holds));
  });

  test('refuses or reads anything that is made of pieces of SGF', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        holds(`(;${parts.join('')}`);
        holds(`(;SZ[5]${parts.join('')})`);
      }),
      { numRuns: 1_000 },
    );
  });

  test('refuses or reads real files that are cut, doubled and overwritten', () => {
    const files = ['pysgf/kgs.sgf', 'pysgf/panda1.sgf', 'sabaki-sgf/utf16le.sgf', 'gnugo/PsyDuck-GNU.sgf'].map((name) =>
      readFileSync(join(import.meta.dirname, 'fixtures', name)),
    );
    const change = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(20), fc.uint8Array({ maxLength: 8 }));
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.array(change, { maxLength: 4 }), (file, changes) => {
        let bytes: Uint8Array = file;
        for (const [where, length, inserted] of changes) {
          const start = Math.floor(where * bytes.length);
          bytes = Buffer.concat([bytes.subarray(0, start), inserted, bytes.subarray(start + length)]);
        }
        holds(bytes);
      }),
      { numRuns: 150 },
    );
  });
});

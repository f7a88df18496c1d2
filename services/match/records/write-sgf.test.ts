import { describe, expect, test } from '@jest/globals';
import sgf from '@sabaki/sgf';
import type { GoRecord } from './go-record.ts';
import { readSgf } from './read-sgf.ts';
import { writeSgf } from './write-sgf.ts';

const EMPTY: GoRecord = {
  size: 9,
  handicap: 0,
  black: {},
  white: {},
  setup: { black: [], white: [] },
  moves: [],
  territory: { black: [], white: [] },
  dead: [],
};

describe('writeSgf', () => {
  test('writes what a record has, in one order', () => {
    const record: GoRecord = {
      dead: [8],
      territory: { black: [0, 1], white: [80] },
      moves: [
        { colour: 'white', point: 40, secondsLeft: 598.123, comment: 'Tengen: \\o/ [sic]' },
        { colour: 'black', point: 22, secondsLeft: 29.5, overtimeLeft: 5 },
        { colour: 'white', point: null },
        { colour: 'black', point: null, comment: 'good game' },
      ],
      setup: { black: [24, 56], white: [], firstToPlay: 'white' },
      comment: 'Found in\nan old book.',
      result: { kind: 'won', winner: 'black', by: 'score', margin: 5 },
      overtime: '5x30 byo-yomi',
      mainSeconds: 600,
      date: '1846-09-11,14,15',
      place: 'Osaka',
      round: '1',
      event: 'Ear-reddening game',
      white: { name: 'Gennan Inseki', rank: '8d' },
      black: { name: 'Honinbo [Shusaku]', rank: '4d' },
      ruleset: 'new_zealand',
      handicap: 2,
      komi: 13,
      size: 9,
    };
    expect(writeSgf(record)).toBe(`(;FF[4]GM[1]CA[UTF-8]AP[Playmesh:1]
SZ[9]RU[NZ]KM[6.5]HA[2]
PB[Honinbo [Shusaku\\]]BR[4d]
PW[Gennan Inseki]WR[8d]
EV[Ear-reddening game]RO[1]PC[Osaka]DT[1846-09-11,14,15]
TM[600]OT[5x30 byo-yomi]
RE[B+2.5]
GC[Found in
an old book.]
AB[gc][cg]
PL[W]
;W[ee]WL[598.123]C[Tengen: \\\\o/ [sic\\]];B[ec]BL[29.5]OB[5];W[];B[]C[good game]
TB[aa][ba]TW[ii]KGSDE[ia])
`);
  });

  test('writes no more than a record has', () => {
    expect(writeSgf(EMPTY)).toBe('(;FF[4]GM[1]CA[UTF-8]AP[Playmesh:1]\nSZ[9])\n');
    expect(writeSgf({ ...EMPTY, komi: 0, dead: [0] })).toBe(
      '(;FF[4]GM[1]CA[UTF-8]AP[Playmesh:1]\nSZ[9]KM[0]\nKGSDE[aa])\n',
    );
  });

  test.each(['a]b', 'a\\', '\\]', '[[:]]', 'a\\\nb', '\\\\\\', ')(;'])(
    'escapes %j so that any reader has it back',
    (text) => {
      const written = writeSgf({
        ...EMPTY,
        event: text,
        comment: text,
        moves: [{ colour: 'black', point: 0, comment: text }],
      });
      // The library's own reading of values, without ours.
      const values = [...sgf.tokenizeIter(written)]
        .filter(({ type }) => type === 'c_value_type')
        .map(({ value }) => sgf.unescapeString(value.slice(1, -1)));
      expect(values.filter((value) => value === text)).toHaveLength(text.includes('\n') ? 2 : 3);
      expect(readSgf(written)).toHaveProperty('record.moves.0.comment', text);
    },
  );

  test('breaks lines between nodes and values, never within a text', () => {
    const comment = 'word '.repeat(100).trim();
    const written = writeSgf({
      ...EMPTY,
      size: 25,
      setup: { black: Array.from({ length: 300 }, (_, index) => index), white: [] },
      moves: [
        ...Array.from({ length: 60 }, (_, index) => ({
          colour: 'white' as const,
          point: 624 - index,
          secondsLeft: index,
        })),
        { colour: 'black', point: null, comment },
      ],
    });
    const lines = written.split('\n');
    expect(lines.filter((row) => row.length > 80)).toEqual([expect.stringContaining(comment)]);
    expect(lines.filter((row) => row.length > 70).length).toBeGreaterThan(20);
  });

  test('writes texts as a record holds them, whatever was given', () => {
    const text = ' \ttab\r\nline\0\u0007 \uD83D \u0085end \n';
    const written = writeSgf({ ...EMPTY, event: text, comment: text, black: { name: ' \n ' } });
    expect(readSgf(written)).toEqual({
      record: { ...EMPTY, event: 'tab line \uFFFD  end', comment: '  tab\nline \uFFFD  end' },
    });
  });

  test('writes points in order and once, and times to the millisecond', () => {
    const written = writeSgf({
      ...EMPTY,
      setup: { black: [5, 1, 5], white: [] },
      dead: [9, 0, 9],
      mainSeconds: 0.0004,
      moves: [{ colour: 'black', point: 3, secondsLeft: 1 / 3 }],
    });
    expect(written).toContain('\nTM[0]\nAB[ba][fa]\n;B[da]BL[0.333]KGSDE[aa][ab])');
  });

  const move = (change: object): Partial<GoRecord> => ({ moves: [{ colour: 'black', point: 0, ...change }] });

  test.each<[string, Partial<GoRecord>]>([
    ['its size is 8', { size: 8 }],
    ['its size is 27', { size: 27 }],
    ['its size is NaN', { size: Number.NaN }],
    ['its komi is 202 half points', { komi: 202 }],
    ['its komi is 6.5 half points', { komi: 6.5 }],
    ['its handicap is -1', { handicap: -1 }],
    ['its handicap is 82', { handicap: 82 }],
    ['its main time is -1 s', { mainSeconds: -1 }],
    ['its main time is Infinity s', { mainSeconds: Number.POSITIVE_INFINITY }],
    ['its margin is 0 half points', { result: { kind: 'won', winner: 'white', by: 'score', margin: 0 } }],
    ['its margin is 20000 half points', { result: { kind: 'won', winner: 'white', by: 'score', margin: 20_000 } }],
    ['81 is a point off the board', { setup: { black: [81], white: [] } }],
    ['-1 is a point off the board', { setup: { black: [], white: [-1] } }],
    ['0.5 is a point off the board', { dead: [0.5] }],
    ['99 is a point off the board', { territory: { black: [], white: [99] } }],
    ['a black and a white stone are set up on the same point', { setup: { black: [3, 4], white: [5, 4] } }],
    ['move 1 is off the board, at 81', move({ point: 81 })],
    ['move 1 leaves NaN s', move({ secondsLeft: Number.NaN })],
    ['move 1 leaves 10000 stones or periods', move({ overtimeLeft: 10_000 })],
    ['it has 2001 moves', { moves: Array.from({ length: 2_001 }, () => ({ colour: 'black', point: null })) }],
  ])('throws where %s', (problem, change) => {
    expect(() => writeSgf({ ...EMPTY, ...change })).toThrow(new RangeError(`this is no record of a game: ${problem}`));
  });

  test('throws where the text would be more than is read', () => {
    const moves = Array.from(
      { length: 60 },
      () => ({ colour: 'black', point: 0, comment: 'x'.repeat(20_000) }) as const,
    );
    expect(writeSgf({ ...EMPTY, moves: moves.slice(0, 50) }).length).toBeGreaterThan(1_000_000);
    expect(() => writeSgf({ ...EMPTY, moves })).toThrow(/^the record has 12\d{5} bytes, at most 1048576 are read$/);
  });
});

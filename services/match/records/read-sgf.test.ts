import { describe, expect, test } from '@jest/globals';
import { MAX_COMMENT_LENGTH, MAX_LINE_LENGTH } from './go-record.ts';
import type { GoRecord } from './go-record.ts';
import { readSgf } from './read-sgf.ts';

function record(sgf: string): GoRecord {
  const answer = readSgf(sgf);
  if ('refusal' in answer) throw new Error(answer.refusal.message);
  return answer.record;
}

/** A refusal as line:column message. */
function refusal(sgf: string): string {
  const answer = readSgf(sgf);
  if ('record' in answer) throw new Error('it was taken');
  const { line, column, message } = answer.refusal;
  return `${line}:${column} ${message}`;
}

const moves = (sgf: string): string =>
  record(sgf)
    .moves.map(({ colour, point }) => `${colour === 'black' ? 'B' : 'W'}${point ?? '-'}`)
    .join(' ');

describe('readSgf', () => {
  test('reads what a game has', () => {
    const sgf = `(;FF[4]GM[1]SZ[9]CA[UTF-8]AP[CGoban:3]RU[Japanese]KM[6.50]HA[2]
PB[Honinbo [Shusaku\\]]BR[4d]PW[Gennan Inseki]WR[8d]EV[Ear-reddening game]RO[1]PC[Osaka]DT[1846-09-11,14,15]
TM[600]OT[5x30 byo-yomi]RE[B+2.5]GC[Found in
an old book.]AB[gc][cg]
;W[ee]WL[598.123]C[Tengen\\: \\\\o/]
;B[ec]BL[29.5]OB[5]
;W[];B[]TB[aa:ba]TW[ai]KGSDE[ee])`;
    expect(record(sgf)).toEqual({
      size: 9,
      komi: 13,
      handicap: 2,
      ruleset: 'japanese',
      black: { name: 'Honinbo [Shusaku]', rank: '4d' },
      white: { name: 'Gennan Inseki', rank: '8d' },
      event: 'Ear-reddening game',
      round: '1',
      place: 'Osaka',
      date: '1846-09-11,14,15',
      mainSeconds: 600,
      overtime: '5x30 byo-yomi',
      result: { kind: 'won', winner: 'black', by: 'score', margin: 5 },
      comment: 'Found in\nan old book.',
      setup: { black: [24, 56], white: [] },
      moves: [
        { colour: 'white', point: 40, secondsLeft: 598.123, comment: 'Tengen: \\o/' },
        { colour: 'black', point: 22, secondsLeft: 29.5, overtimeLeft: 5 },
        { colour: 'white', point: null },
        { colour: 'black', point: null },
      ],
      territory: { black: [0, 1], white: [72] },
      dead: [40],
    });
  });

  test('takes a record that says nothing for an even game on the full board', () => {
    expect(record('(;)')).toEqual({
      size: 19,
      handicap: 0,
      black: {},
      white: {},
      setup: { black: [], white: [] },
      moves: [],
      territory: { black: [], white: [] },
      dead: [],
    });
  });

  test.each([
    ['the first branch of each node', '(;SZ[9];B[aa](;W[ba](;B[ca];W[da])(;B[ea]))(;W[fa]))', 'B0 W1 B2 W3'],
    ['the first game of a collection', '(;SZ[9];B[aa])(;GM[2]SZ[8];B[zz])', 'B0'],
    ['the game after the headers of a mail', 'From: a (at home)\n\n( \n;SZ[9];B[aa])', 'B0'],
    ['nothing of what follows the game', '(;SZ[9];B[aa])[[[[', 'B0'],
    ['names with small letters between, as in FF[1] and FF[2]', '(;GaMe[1]SiZe[9];Black[aa];White[ba])', 'B0 W1'],
    ['white space between everything', '( ; SZ [ 9 ]\r\n;\tB\n[aa]\n; W [ba ] )', 'B0 W1'],
    ['a game without FF and GM', '(;SZ[9];B[aa])', 'B0'],
    ['a move in the root', '(;SZ[9]B[aa];W[ba])', 'B0 W1'],
    ['moves of one colour in a row', '(;SZ[9];B[aa];B[ba];W[ca])', 'B0 B1 W2'],
    ['empty nodes', '(;SZ[9];;B[aa];;;W[ba];)', 'B0 W1'],
    ['properties that it does not know', '(;SZ[9]ZZZ[a][b]MULTIGOGM[1];B[aa]LB[bb:1]TR[cc]SBKV[50])', 'B0'],
    ['the size written twice', '(;SZ[9:9];B[aa])', 'B0'],
    ['tt as a pass on up to 19 lines', '(;SZ[19];B[tt];W[])', 'B- W-'],
    ['tt as a point on more', '(;SZ[21];B[tt];W[ua])', 'B418 W20'],
    ['letters to y on the largest board', '(;SZ[25];B[yy];W[ya];B[ay])', 'B624 W24 B600'],
    ['the smallest board', '(;SZ[5];B[ee])', 'B24'],
  ])('reads %s', (_, sgf, expected) => {
    expect(moves(sgf)).toBe(expected);
  });

  describe('setup', () => {
    const stones = (sgf: string): unknown => record(sgf).setup;

    test('takes points and rectangles, in any order and given twice', () => {
      expect(stones('(;SZ[5]AB[ba][aa:ca][cb:ba]AW[ee])')).toEqual({ black: [0, 1, 2, 6, 7], white: [24] });
    });

    test('adds up what nodes before the first move set up, and who is to play', () => {
      const sgf = '(;SZ[5]AB[aa][ba];AW[ba]AE[aa];AB[ca]PL[W];W[ee])';
      expect(stones(sgf)).toEqual({ black: [2], white: [1], firstToPlay: 'white' });
    });

    test('takes an empty list for none', () => {
      expect(stones('(;SZ[5]AB[]AW[ ];B[aa];AB[])')).toEqual({ black: [], white: [] });
    });

    test('takes stones beside a move in the root', () => {
      expect(stones('(;SZ[5]AB[aa]PL[black]B[ba])')).toEqual({ black: [0], white: [], firstToPlay: 'black' });
    });

    test.each([
      ['off the board', '(;SZ[5]\nAB[aa][fa])', '2:7 AB: "fa" is not on a board of 5 lines'],
      ['in a rectangle that leaves the board', '(;SZ[5]AW[aa:ff])', '1:10 AW: "aa:ff" is not on a board of 5 lines'],
      ['with three corners', '(;SZ[5]AB[aa:bb:cc])', '1:10 AB: "aa:bb:cc" is not on a board of 5 lines'],
      ['of both colours on a point', '(;SZ[5]AB[aa:cc]AW[bb])', '1:19 AW: "bb" has a point that AB has too'],
      ['put and taken off in one node', '(;SZ[5]AB[aa]AE[aa])', '1:16 AE: "aa" has a point that AB has too'],
      ['in mid-game', '(;SZ[5];B[aa];AW[bb];W[cc])', '1:17 AW: stones are set up after the first move'],
      ['taken off in mid-game', '(;SZ[5];B[aa];AE[aa];W[cc])', '1:17 AE: stones are set up after the first move'],
    ])('refuses stones %s', (_, sgf, expected) => {
      expect(refusal(sgf)).toBe(expected);
    });
  });

  describe('the end', () => {
    test('takes the stones that AE takes off at the last move or after it for dead', () => {
      expect(record('(;SZ[5];B[aa];W[bb]AE[aa])').dead).toEqual([0]);
      expect(record('(;SZ[5];B[aa];W[bb];AE[bb][aa])').dead).toEqual([0, 6]);
      expect(record('(;SZ[5]AB[aa];AE[aa])').dead).toEqual([]);
      expect(record('(;SZ[5]AB[aa];B[bb]AE[aa])').dead).toEqual([]);
    });

    test('takes marks of territory at the last move or after it, not those before', () => {
      const { territory } = record('(;SZ[5];B[aa]TB[ee];W[bb];C[over]TB[ba][ba][aa]TW[zz][cc])');
      expect(territory).toEqual({ black: [0, 1], white: [12] });
      expect(record('(;SZ[5];B[aa]TB[ee];W[bb])').territory).toEqual({ black: [], white: [] });
      expect(record('(;SZ[5]TB[ee])').territory).toEqual({ black: [24], white: [] });
    });
  });

  describe('komi', () => {
    test.each([
      ['6.5', 13],
      ['6.50', 13],
      ['0.500000', 1],
      ['7', 14],
      ['5.', 10],
      ['0', 0],
      ['-0', 0],
      ['-3.5', -7],
      ['+5.5', 11],
      ['6,5', 13],
      ['100.5', 201],
      ['-100.5', -201],
      ['3.75', 15],
      ['375', 15],
      ['325', 13],
      ['650', 13],
      ['750', 15],
    ])('reads %s', (komi, halfPoints) => {
      expect(record(`(;KM[${komi}])`).komi).toBe(halfPoints);
    });

    test('has none where KM is missing or empty', () => {
      expect(record('(;)')).not.toHaveProperty('komi');
      expect(record('(;KM[ ])')).not.toHaveProperty('komi');
    });

    test("knows the Fox server's hundredths, and that its 0 in an even game says nothing", () => {
      expect(record('(;KM[50]HA[2]AP[GNU Go:3.8]AP[foxwq])').komi).toBe(1);
      expect(record('(;KM[0]HA[2]AP[foxwq])').komi).toBe(0);
      expect(record('(;KM[0]HA[0]AP[foxwq])')).not.toHaveProperty('komi');
    });

    test.each(['101', '-101', '150', '2050', '1e1', '6.3', '6.5 points', '?', '9999999'])('refuses %s', (komi) => {
      const expected = `1:5 KM: "${komi}" is no komi: whole or half points from -100.5 to 100.5`;
      expect(refusal(`(;KM[${komi}])`)).toBe(expected);
    });
  });

  test('leaves out what describes the game but cannot be read', () => {
    const sgf = '(;RU[Ing]HA[对子]TM[-]RE[has adjourned]PB[ ]BR[\n]PL[?];B[aa]BL[8hr 59m]OB[many])';
    const { size, black, result, handicap, setup, moves: played, ...others } = record(sgf);
    expect({ size, black, result, handicap }).toEqual({
      size: 19,
      black: {},
      result: { kind: 'unknown' },
      handicap: 0,
    });
    expect(setup).toEqual({ black: [], white: [] });
    expect(played).toEqual([{ colour: 'black', point: 0 }]);
    expect(Object.keys(others).sort()).toEqual(['dead', 'territory', 'white']);
  });

  test('takes what is said of the game from the root or any node before the play, the first of each', () => {
    const { black, white, result } = record('(;PB[a];PB[b]PW[c];B[aa]RE[W+R];W[bb]RE[B+R]WR[3d])');
    expect({ black, white, result }).toEqual({
      black: { name: 'a' },
      white: { name: 'c' },
      result: { kind: 'won', winner: 'white', by: 'resignation' },
    });
  });

  test("takes a move's own clock, not the other player's", () => {
    const played = record('(;;B[aa]BL[100]WL[200]OW[3];W[bb]WL[3.0004]OB[1])').moves;
    expect(played).toEqual([
      { colour: 'black', point: 0, secondsLeft: 100 },
      { colour: 'white', point: 20, secondsLeft: 3 },
    ]);
  });

  test('keeps the comments of nodes without a move: with the game before the first, with the move before them after it', () => {
    const { comment, moves: played } = record('(;GC[game]C[root];C[second];B[aa]C[one];C[two];W[bb];C[end \n])');
    expect(comment).toBe('game\n\nroot\n\nsecond');
    expect(played.map((move) => move.comment)).toEqual(['one\n\ntwo', 'end']);
  });

  test('cuts long texts, and says so with an ellipsis', () => {
    const sgf = `(;PB[${'x'.repeat(MAX_LINE_LENGTH + 1)}]PW[${'x'.repeat(MAX_LINE_LENGTH)}]C[${'😀'.repeat(20_000)}])`;
    const { black, white, comment } = record(sgf);
    expect(black.name).toBe(`${'x'.repeat(MAX_LINE_LENGTH - 1)}…`);
    expect(white.name).toBe('x'.repeat(MAX_LINE_LENGTH));
    expect(comment).toBe(`${'😀'.repeat(MAX_COMMENT_LENGTH / 2 - 1)}…`);
  });

  test.each([
    ['an empty text', '', '1:1 this is not SGF: it has no "(;", with which a game begins'],
    ['another text', 'aaa\n(hello)', '1:1 this is not SGF: it has no "(;", with which a game begins'],
    ['another game', '(;FF[4]\n  GM[2];B[aa])', '2:5 GM: "2" is another game; Go is 1'],
    ['an even size', '(;SZ[8])', board('8')],
    ['a small size', '(;SZ[3])', board('3')],
    ['a large size', '(;SZ[27])', board('27')],
    ['a rectangle', '(;SZ[19:13])', board('19:13')],
    ['a size that is no number', '(;SZ[big])', board('big')],
    ['a move off the board', '(;SZ[9]\n;B[aa]\n;W[jj])', '3:3 W: "jj" is not on a board of 9 lines'],
    ['tt on a board without it, but for a pass', '(;SZ[9];B[ts])', '1:10 B: "ts" is not on a board of 9 lines'],
    ['a move below the board', '(;SZ[9];B[aj])', '1:10 B: "aj" is not on a board of 9 lines'],
    ['a move in capitals', '(;;B[AA])', '1:5 B: "AA" is not on a board of 19 lines'],
    ['a move in numbers', '(;;B[Q16])', '1:5 B: "Q16" is not on a board of 19 lines'],
    ['moves of both colours in a node', '(;;B[aa]W[bb])', '1:10 W: the node has a move already'],
    ['two moves of a colour in a node', '(;;B[aa][bb])', '1:9 B: the node has a move already'],
    ['a property given twice', '(;;B[aa]C[x]B[aa])', '1:14 B: the node has a move already'],
    ['a property without a value', '(;;B;W[aa])', '1:4 B has no value'],
    ['a value without a property', '(;[aa])', '1:3 a value stands here without a property'],
    ['a value at the start of a branch', '(;B[aa]([bb]))', '1:9 a value stands here without a property'],
    ['a value that never closes', '(;\nC[never \\]', '2:2 the value that opens here never closes'],
    ['a game that is cut off', '(;;B[aa]\n;W[bb]\n', '3:1 the game is cut off: its closing parenthesis is missing'],
    ['what is no part of SGF', '(;PB[a] 1)', '1:9 "1" cannot stand here'],
    ['it by its character, not by half of one', '(;PB[😀] 😀)', '1:9 "😀" cannot stand here'],
    ['a long value, shortened', `(;SZ[${'long '.repeat(50)}])`, board('long long long long …')],
  ])('refuses %s', (_, sgf, expected) => {
    expect(refusal(sgf)).toBe(expected);
  });

  test('counts lines as an editor does, whatever ends them', () => {
    for (const end of ['\n', '\r\n', '\r', '\n\r']) {
      expect(refusal(['(;SZ[9]', 'C[two', 'lines]', '', ';B[zz])'].join(end))).toMatch(/^5:3 /);
    }
  });

  test('takes 2,000 moves and refuses more', () => {
    expect(record(`(;${';B[aa]'.repeat(2_000)})`).moves).toHaveLength(2_000);
    expect(refusal(`(;\n${';B[aa]'.repeat(2_001)})`)).toBe('2:12001 the game has more than 2000 moves');
  });

  test('takes a mebibyte and refuses more, as text and as bytes', () => {
    const mebibyte = `(;C[${'é'.repeat((1 << 19) - 3)}])`;
    const bytes = new TextEncoder().encode(mebibyte);
    expect(bytes).toHaveLength(1 << 20);
    for (const input of [mebibyte, bytes]) expect(readSgf(input)).toHaveProperty('record');
    for (const input of [`${mebibyte} `, new Uint8Array([...bytes, 32])]) {
      const message = 'the text has 1048577 bytes, at most 1048576 are read';
      expect(readSgf(input)).toEqual({ refusal: { message, line: 1, column: 1 } });
    }
  });
});

function board(size: string): string {
  return `1:5 SZ: "${size}" is no board of ours: they are square, with 5 to 25 lines, an odd number`;
}

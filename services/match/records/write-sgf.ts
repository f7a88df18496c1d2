import { Buffer } from 'node:buffer';
import sgf from '@sabaki/sgf';
import { MAX_SGF_BYTES } from './go-record.ts';
import type { GoRecord, GoRecordMove } from './go-record.ts';
import { problemOf } from './record-problem.ts';
import { pointToSgf } from './sgf-point.ts';
import { resultToSgf } from './sgf-result.ts';
import { rulesetToSgf } from './sgf-ruleset.ts';
import { asComment, asLine } from './sgf-text.ts';

/** AP: what wrote the file, and the version of how it writes. */
const APPLICATION = 'Playmesh:1';

/** Lines are at most this long, but for texts, which are left in one piece. */
const LINE_WIDTH = 78;

/**
 * The record as SGF, FF[4], in UTF-8: the root with what is said of the game, then a node for each move; what was marked
 * at the end is in the last node. The same record always gives the same text.
 *
 * `readSgf` makes an equal record of it, with texts as `asLine` and `asComment` leave them, times in whole milliseconds
 * and points in ascending order. A record that is none is the caller's mistake and throws a RangeError: a point off the
 * board, a number out of its limits, two stones on a point, more than `MAX_SGF_BYTES`.
 */
export function writeSgf(record: GoRecord): string {
  const problem = problemOf(record);
  if (problem !== undefined) throw new RangeError(`this is no record of a game: ${problem}`);
  const marks = marksOf(record);
  const moves = record.moves.flatMap((move, index) => [
    ...nodeOf(move, record.size),
    ...(index === record.moves.length - 1 ? marks : []),
  ]);
  const rows = [...rootOf(record), record.moves.length === 0 ? marks : [], moves].filter((row) => row.length > 0);
  const text = `(;${rows.map(wrapped).join('\n')})\n`;
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_SGF_BYTES) throw new RangeError(`the record has ${bytes} bytes, at most ${MAX_SGF_BYTES} are read`);
  return text;
}

/** The root's properties in rows; a line may break before each piece of a row. */
function rootOf(record: GoRecord): string[][] {
  const { size, komi, handicap, ruleset, black, white, mainSeconds, result, setup, comment } = record;
  return [
    ['FF[4]', 'GM[1]', 'CA[UTF-8]', `AP[${APPLICATION}]`],
    [
      `SZ[${size}]`,
      ...(ruleset === undefined ? [] : [`RU[${rulesetToSgf(ruleset)}]`]),
      ...(komi === undefined ? [] : [`KM[${komi / 2}]`]),
      ...(handicap === 0 ? [] : [`HA[${handicap}]`]),
    ],
    [...line('PB', black.name), ...line('BR', black.rank)],
    [...line('PW', white.name), ...line('WR', white.rank)],
    [...line('EV', record.event), ...line('RO', record.round), ...line('PC', record.place), ...line('DT', record.date)],
    [...(mainSeconds === undefined ? [] : [`TM[${seconds(mainSeconds)}]`]), ...line('OT', record.overtime)],
    result === undefined ? [] : [`RE[${resultToSgf(result)}]`],
    commentOf('GC', comment),
    points('AB', setup.black, size),
    points('AW', setup.white, size),
    setup.firstToPlay === undefined ? [] : [`PL[${setup.firstToPlay === 'black' ? 'B' : 'W'}]`],
  ];
}

function nodeOf({ colour, point, secondsLeft, overtimeLeft, comment }: GoRecordMove, size: number): string[] {
  const letter = colour === 'black' ? 'B' : 'W';
  const move = `;${letter}[${point === null ? '' : pointToSgf(point, size)}]`;
  const clock = secondsLeft === undefined ? '' : `${letter}L[${seconds(secondsLeft)}]`;
  const overtime = overtimeLeft === undefined ? '' : `O${letter}[${overtimeLeft}]`;
  return [move + clock + overtime, ...commentOf('C', comment)];
}

function marksOf({ size, territory, dead }: GoRecord): string[] {
  return [
    ...points('TB', territory.black, size),
    ...points('TW', territory.white, size),
    // SGF has no property for dead stones; this is KGS's.
    ...points('KGSDE', dead, size),
  ];
}

function points(name: string, list: readonly number[], size: number): string[] {
  const values = [...new Set(list)].sort((one, other) => one - other).map((point) => `[${pointToSgf(point, size)}]`);
  return values.map((value, index) => (index === 0 ? name + value : value));
}

function line(name: string, text = ''): string[] {
  return valueOf(name, asLine(text));
}

function commentOf(name: string, text = ''): string[] {
  return valueOf(name, asComment(text));
}

function valueOf(name: string, text: string): string[] {
  return text === '' ? [] : [`${name}[${sgf.escapeString(text)}]`];
}

function seconds(time: number): string {
  return String(Math.round(time * 1_000) / 1_000);
}

/** The pieces one after the other, with a line break before each that would make its line too long. */
function wrapped(pieces: readonly string[]): string {
  let text = '';
  let column = 0;
  for (const piece of pieces) {
    const firstLine = piece.indexOf('\n') < 0 ? piece.length : piece.indexOf('\n');
    if (column > 0 && column + firstLine > LINE_WIDTH) {
      text += '\n';
      column = 0;
    }
    text += piece;
    column = piece.includes('\n') ? piece.length - piece.lastIndexOf('\n') - 1 : column + piece.length;
  }
  return text;
}

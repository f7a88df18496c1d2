import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import sgf from '@sabaki/sgf';
import { decodeSgf } from './decode-sgf.ts';
import type { GoRecord } from './go-record.ts';
import { readSgf } from './read-sgf.ts';
import { writeSgf } from './write-sgf.ts';

const FOLDER = join(import.meta.dirname, 'fixtures');

const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(?:sgf|mgt)$/.test(name))
  .sort();

function recordOf(name: string): GoRecord {
  const answer = readSgf(readFileSync(join(FOLDER, name)));
  if ('refusal' in answer) throw new Error(`${name}: ${JSON.stringify(answer.refusal)}`);
  return answer.record;
}

/** The moves of a file as the library's own parser tells them, as `B:pd`. */
function movesByLibrary(name: string): string[] {
  const moves: string[] = [];
  let node = sgf.parse(decodeSgf(readFileSync(join(FOLDER, name)))).find(({ data }) => Object.keys(data).length > 0);
  for (; node !== undefined; node = node.children[0]) {
    for (const colour of ['B', 'W']) moves.push(...(node.data[colour] ?? []).map((point) => `${colour}:${point}`));
  }
  return moves;
}

describe('real records', () => {
  test('are there', () => {
    expect(files.length).toBeGreaterThanOrEqual(30);
  });

  test.each(files)('%s is read, written and read again: the same record, the same text', (name) => {
    const record = recordOf(name);
    const written = writeSgf(record);
    expect(readSgf(written)).toStrictEqual({ record });
    expect(readSgf(new TextEncoder().encode(written))).toStrictEqual({ record });
    const again = readSgf(written);
    expect('record' in again && writeSgf(again.record)).toBe(written);
  });

  test.each(files)("%s has each move on the board, with the file's colours and points", (name) => {
    const { size, moves } = recordOf(name);
    const letters = 'abcdefghijklmnopqrstuvwxy'.slice(0, size);
    const written = moves.map(({ colour, point }) => {
      const letter = colour === 'black' ? 'B' : 'W';
      if (point === null) return `${letter}:`;
      return `${letter}:${letters[point % size]}${letters[Math.floor(point / size)]}`;
    });
    expect(written).toEqual(movesByLibrary(name).map((move) => move.replace(/:tt$/, ':')));
  });

  test('are of many sizes, with handicaps, passes, comments, clocks, overtime, territory and dead stones', () => {
    const records = files.map(recordOf);
    const having = (test: (record: GoRecord) => boolean): number => records.filter(test).length;
    expect(new Set(records.map(({ size }) => size))).toEqual(new Set([9, 11, 13, 19]));
    expect(having(({ handicap }) => handicap > 1)).toBeGreaterThan(5);
    expect(having(({ setup }) => setup.white.length > 0)).toBeGreaterThan(1);
    for (const has of [
      ({ point }) => point === null,
      ({ comment }) => comment !== undefined,
      ({ secondsLeft }) => secondsLeft !== undefined,
      ({ overtimeLeft }) => overtimeLeft !== undefined,
    ] satisfies ((move: GoRecord['moves'][number]) => boolean)[]) {
      expect(having(({ moves }) => moves.some(has))).toBeGreaterThan(0);
    }
    expect(having(({ territory }) => territory.black.length > 0)).toBeGreaterThan(5);
    expect(having(({ dead }) => dead.length > 0)).toBeGreaterThan(5);
    expect(new Set(records.map(({ result }) => result?.kind))).toEqual(new Set(['won', 'unknown', undefined]));
  });
});

describe('peculiarities of real records', () => {
  test.each([
    ['sabaki-sgf/chinese.sgf', '古力', '柯洁', '围棋 is fun'],
    ['sabaki-sgf/japanese.sgf', '井山 裕太', '山下 敬吾', '囲碁 is fun'],
    ['sabaki-sgf/korean.sgf', '이세돌', '박정환', '바둑 is fun'],
  ])('%s has its letters in an encoding of its own', (name, black, white, comment) => {
    const record = recordOf(name);
    expect([record.black.name, record.white.name, record.moves[1]?.comment]).toEqual([black, white, comment]);
  });

  test('the same game in UTF-8 and UTF-16 is the same record', () => {
    expect(recordOf('sabaki-sgf/utf16le.sgf')).toEqual(recordOf('sabaki-sgf/utf8bom.sgf'));
  });

  test('FF[1], with its long names: Black, SiZe, KoMi', () => {
    const { size, komi, black, white, moves } = recordOf('pysgf/xmgt97.sgf');
    expect({ size, komi, black, white }).toEqual({ size: 9, komi: -3, black: { name: 'hi' }, white: { name: 'ka' } });
    expect(moves).toHaveLength(60);
    expect(moves.at(-2)?.comment ?? moves.at(-1)?.comment).toContain('Black wins by 3.5');
  });

  test('KGS: handicap stones in the root, byo-yomi in words, territory at the end', () => {
    const record = recordOf('pysgf/kgs.sgf');
    expect(record).toMatchObject({
      komi: 1,
      handicap: 2,
      ruleset: 'japanese',
      black: { name: 'azlan', rank: '1d' },
      mainSeconds: 0,
      overtime: '3x20 byo-yomi',
      setup: { black: [72, 288], white: [] },
      result: { kind: 'won', winner: 'white', by: 'resignation' },
    });
    expect(record.territory.black.length + record.territory.white.length).toBe(38);
  });

  test('OGS: every move in a branch of its own, the chat in comments', () => {
    const { moves, overtime, result, comment } = recordOf('pysgf/ogs.sgf');
    expect({ moves: moves.length, overtime, result }).toEqual({
      moves: 113,
      overtime: '86400 fischer',
      result: { kind: 'unknown' },
    });
    expect(comment).toMatch(/^Game chats will be available/);
  });

  test('IGS: properties of its own, a clock for each move, komi with six decimals', () => {
    const { komi, handicap, moves, white } = recordOf('pysgf/panda1.sgf');
    expect({ komi, handicap, white }).toEqual({ komi: 1, handicap: 2, white: { name: 'player1', rank: '11k+' } });
    expect(moves.every(({ secondsLeft }) => secondsLeft !== undefined)).toBe(true);
  });

  test('Fox: no charset, a handicap of one, a komi of 0 that says nothing in an even game', () => {
    expect(recordOf('pysgf/fox-black-first.sgf')).toMatchObject({ handicap: 1, komi: 0, black: { rank: '15级' } });
    expect(recordOf('pysgf/fox-even.sgf')).not.toHaveProperty('komi');
  });

  test('old master games: dates and results in words', () => {
    expect(recordOf('goban-original-games/M-68-3.sgf')).toMatchObject({ date: '1968/Sept/9,10', place: 'Tokyo' });
    expect(recordOf('goban-original-games/Hon-95-5.sgf').result).toEqual({
      kind: 'won',
      winner: 'white',
      by: 'resignation',
    });
    expect(recordOf('kombilo/1600JSTP06.sgf').setup).toEqual({ black: [60, 300], white: [72, 288] });
  });

  test('programs that take the dead stones off with AE when the game is over', () => {
    expect(recordOf('gnugo/FSF-neurogo.sgf').dead).toHaveLength(57);
    expect(recordOf('gnugo/game01.sgf').dead).toEqual([60, 70, 72]);
  });
});

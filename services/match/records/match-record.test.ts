import { describe, expect, test } from '@jest/globals';
import { emptyBoard, place } from '../games/go/board.ts';
import { DrawnGame, T0 } from '../games/go/drawn-game.ts';
import { BLACK, WHITE } from '../games/go/point.ts';
import { situation, type GoLogEvent } from '../games/go/state.ts';
import { GoKoRule, GoRequest, GoRuleset, type GoCommand } from '../games/go/wire.ts';
import type { GoRecord } from './go-record.ts';
import { recordOfMatch } from './match-record.ts';
import { readSgf } from './read-sgf.ts';
import { realRecord, recordFiles } from './real-records.ts';
import { writeSgf } from './write-sgf.ts';

const settled = { rank: '2d', isProvisional: false };
const unsure = { rank: '12k', isProvisional: true };
const about = { players: ['Ada', 'Ben'], ratings: [settled, unsure], beganAt: T0 };

/** A game that is played by hand, and all that it stores. */
class Recorded extends DrawnGame {
  readonly log: GoLogEvent[] = [];

  override put(input: Parameters<DrawnGame['put']>[0]): string | undefined {
    const refusal = super.put(input);
    if (refusal === undefined) this.log?.push(...this.events);
    return refusal;
  }

  record(): GoRecord {
    return recordOfMatch(this.state, this.log, about);
  }
}

const read = (sgf: string | Uint8Array): GoRecord => {
  const result = readSgf(sgf);
  if ('refusal' in result) throw new Error(result.refusal.message);
  return result.record;
};

describe('the record of a match', () => {
  test('has names, rules, komi, handicap, times and the moves with what the clocks showed', () => {
    const game = new Recorded({
      size: 9,
      ruleset: GoRuleset.CHINESE,
      handicap: 2,
      time: { control: { $case: 'byoYomi', value: { mainMs: 60_000, periods: 5, periodMs: 30_000 } } },
    });
    game.now += 10_500;
    game.placeAll([40]);
    game.now += 75_000;
    game.placeAll([41]);
    expect(game.record()).toMatchObject({
      size: 9,
      komi: 1,
      handicap: 2,
      ruleset: 'chinese',
      black: { name: 'Ada', rank: '2d' },
      white: { name: 'Ben', rank: '12k?' },
      mainSeconds: 60,
      overtime: '5x30 byo-yomi',
      setup: { black: [24, 56] },
      moves: [
        { colour: 'white', point: 40, secondsLeft: 49.5 },
        { colour: 'black', point: 41, secondsLeft: 30, overtimeLeft: 5 },
      ],
      result: undefined,
    });
  });

  test('has ranks that are read again as they were written, and none of who has none or is not known', () => {
    const game = new Recorded({ size: 9 });
    const sgf = writeSgf(game.record());
    expect(sgf).toContain('PB[Ada]BR[2d]');
    expect(sgf).toContain('PW[Ben]WR[12k?]');
    expect(read(sgf)).toMatchObject({ black: { rank: '2d' }, white: { name: 'Ben', rank: '12k?' } });
    const unrated = { rank: '', isProvisional: true };
    const { black, white } = recordOfMatch(game.state, game.log, { ...about, ratings: [unrated, undefined] });
    expect([black, white]).toEqual([{ name: 'Ada' }, { name: 'Ben' }]);
  });

  test('has the position that the game began from, and who moved first', () => {
    const board = '.XO......'.padEnd(81, '.');
    const opening = { board, toMove: 2 as const, prisoners: undefined };
    const game = new Recorded({ size: 9, opening });
    game.placeAll([40]);
    const record = game.record();
    expect(record.setup).toEqual({ black: [1], white: [2], firstToPlay: 'white' });
    expect(record.moves.map(({ colour }) => colour)).toEqual(['white']);
    expect(read(writeSgf(record)).setup).toEqual(record.setup);
  });

  test('has no moves that were taken back, and the clocks of those that came instead', () => {
    const game = new Recorded({ size: 9 });
    game.placeAll([0, 1]);
    game.now += 5_000;
    game.placeAll([2]);
    game.do({ $case: 'ask', value: { request: GoRequest.UNDO } }, 0);
    game.do({ $case: 'answer', value: { request: GoRequest.UNDO, isGranted: true } }, 1);
    game.now += 7_000;
    game.placeAll([3]);
    const { moves } = game.record();
    expect(moves.map(({ point }) => point)).toEqual([0, 1, 3]);
    expect(moves[2]!.secondsLeft).toBe(game.state.clocks[0].mainMs / 1_000);
  });

  test('has the result, territory and dead stones once it is scored', () => {
    const game = new Recorded(
      { komi: { halfPoints: 0 } },
      `
      . . . . .
      X X X X X
      . . . . .
      O O O O O
      . . X . .`,
    );
    game.pass();
    game.pass();
    game.do({ $case: 'mark', value: { point: 22, isDead: true } }, 0);
    for (const seat of [0, 1]) game.do({ $case: 'accept', value: {} }, seat);
    expect(game.record()).toMatchObject({
      result: { kind: 'won', winner: 'white', by: 'score', margin: 2 },
      territory: { black: [0, 1, 2, 3, 4], white: [20, 21, 22, 23, 24].filter((point) => point !== 22) },
      dead: [22],
    });
  });

  test.each([
    ['resigned', (game: DrawnGame) => game.put({ kind: 'gone', seat: 0, reason: 'resigned' }), 'resignation'],
    [
      'lost by time',
      (game: DrawnGame) => {
        game.now += 86_400_000;
        return game.put({ kind: 'tick' });
      },
      'time',
    ],
  ])('says who won when the other %s', (_, end, by) => {
    const game = new Recorded();
    expect(end(game)).toBeUndefined();
    expect(game.record().result).toEqual({ kind: 'won', winner: 'white', by });
  });
});

test.each(recordFiles)('the real game %s is legal here move by move, and its record has its moves', (name) => {
  const real = realRecord(name);
  // Rules differ in what may come again; nothing else that was played is forbidden by any of them.
  const game = new Recorded({ size: real.size, ko: GoKoRule.SIMPLE, passes: 4 });
  const board = place(place(emptyBoard(real.size), real.setup.black, BLACK), real.setup.white, WHITE);
  game.state = { ...game.state, board, past: situation(board, BLACK) };
  for (const { colour, point } of real.moves) {
    const toMove = colour === 'black' ? BLACK : WHITE;
    game.state = { ...game.state, toMove, passes: 0 };
    const command: GoCommand = point === null ? { $case: 'pass', value: {} } : { $case: 'place', value: { point } };
    expect(game.do(command)).toBeUndefined();
  }
  const again = read(writeSgf(game.record()));
  const bare = ({ moves }: GoRecord) => moves.map(({ colour, point }) => ({ colour, point }));
  expect(bare(again)).toEqual(bare(real));
});

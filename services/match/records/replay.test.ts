import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { afterReplayMove } from '../../../clients/sdk/src/go-record-calls.ts';
import { DrawnGame } from '../games/go/drawn-game.ts';
import { go } from '../games/go/go.ts';
import { openingProblem } from '../games/go/opening.ts';
import { GoColour, GoDecision, GoRequest, GoRuleset, type GoCommand, type GoView } from '../games/go/wire.ts';
import type { RoomState, Step } from '../room/state.ts';
import type { GoRecord } from './go-record.ts';
import { replayOfMatch } from './match-replay.ts';
import { readSgf } from './read-sgf.ts';
import { realRecord, recordFiles } from './real-records.ts';
import { replayOfRecord } from './record-replay.ts';
import { configFrom, type Position, type Replay } from './replay.ts';

const viewOf = ({ state }: Pick<Position, 'state'>): GoView => go.view(state, undefined);

/** What a client makes of the first position and the moves. */
const folded = ({ start, moves }: Replay): GoView[] =>
  moves.reduce<GoView[]>((views, move) => [...views, afterReplayMove(views.at(-1)!, move)], [viewOf(start!)]);

/** A game that is played by hand, with its log. */
class Logged extends DrawnGame {
  readonly steps: Step[] = [];

  override put(input: Parameters<DrawnGame['put']>[0]): string | undefined {
    const before = this.state;
    const refusal = super.put(input);
    if (refusal !== undefined || !this.steps) return refusal;
    let state = before;
    for (const event of this.events) {
      state = go.evolve(state, event);
      const step = { event: { kind: 'game', event }, state: { gameState: state, seq: this.steps.length + 1 } };
      this.steps.push(step as Step);
    }
    return undefined;
  }

  replay(from: number): Replay {
    const first = new DrawnGame({ size: 5 }).state;
    const started: Step = {
      event: { kind: 'game', event: { kind: 'started', sinceMs: 0, untilMs: 0 } },
      state: { gameState: first, seq: 0 } as RoomState,
    };
    return replayOfMatch([[started], this.steps], from);
  }
}

const nothing = { $case: 'pass', value: {} } as const;
const undo = { request: GoRequest.UNDO };
const commands: fc.Arbitrary<readonly [GoCommand, number]> = fc.tuple(
  fc.oneof(
    { weight: 12, arbitrary: fc.nat(24).map((point): GoCommand => ({ $case: 'place', value: { point } })) },
    { weight: 4, arbitrary: fc.constant<GoCommand>(nothing) },
    { weight: 2, arbitrary: fc.constant<GoCommand>({ $case: 'ask', value: undo }) },
    { weight: 3, arbitrary: fc.constant<GoCommand>({ $case: 'answer', value: { ...undo, isGranted: true } }) },
    { weight: 2, arbitrary: fc.constant<GoCommand>({ $case: 'resume', value: {} }) },
  ),
  fc.nat(1),
);

describe('the replay of a match', () => {
  test('has just the moves that stand, and each position as a client makes it of them', () => {
    const property = fc.property(fc.array(commands, { minLength: 1, maxLength: 80 }), (tried) => {
      const game = new Logged({ size: 5 });
      for (const [command, seat] of tried) game.do(command, seat);
      const replay = game.replay(0);
      const { moves } = game.state;
      expect(replay).toMatchObject({ end: game.state, length: moves.length });
      expect(replay.moves.map(({ colour, moved }) => ({ colour, point: moved.point ?? null }))).toEqual(moves);
      const positions = Array.from({ length: moves.length + 1 }, (_, index) => game.replay(index));
      positions.forEach(({ start, moves: rest }, index) => {
        expect(start!.state.moves).toEqual(moves.slice(0, index));
        expect(rest).toEqual(replay.moves.slice(index));
      });
      // The last one is as the game stands, after what was taken back and resumed too.
      if (game.state.phase === 'play') expect(positions.at(-1)!.start!.state).toEqual({ ...game.state, asked: null });
      expect(game.replay(moves.length + 1)).toMatchObject({ start: undefined, length: moves.length });
      // Where play went on, or moves were taken back, clocks and steps are those of then.
      const shown = (view: GoView) => ({ ...view, clocks: 0, step: 0, untilTimeMs: 0, toMove: 0, passes: 0 });
      expect(folded(replay).map(shown)).toEqual(positions.map(({ start }) => shown(viewOf(start!))));
    });
    fc.assert(property, { numRuns: 300 });
  });
});

function replayed(record: GoRecord, from = 0): Replay {
  const replay = replayOfRecord(record, from);
  if ('problem' in replay) throw new Error(replay.problem);
  return replay;
}

function recordOf(sgf: string): GoRecord {
  const read = readSgf(sgf);
  if ('refusal' in read) throw new Error(read.refusal.message);
  return read.record;
}

const replayOf = (sgf: string, from = 0): Replay => replayed(recordOf(sgf), from);
const problemOf = (sgf: string): unknown => replayOfRecord(recordOf(sgf), 0);

describe('the replay of a record', () => {
  test.each(recordFiles)('of %s is what a client makes of it, and every position can be played on from', (name) => {
    const record = realRecord(name);
    const replay = replayed(record);
    expect(replay.length).toBe(record.moves.length);
    const views = folded(replay);
    expect(views).toHaveLength(replay.length + 1);
    for (let from = 0; from <= replay.length; from += 7) {
      const { start, moves } = replayed(record, from);
      expect(viewOf(start!)).toEqual(views[from]);
      expect(moves).toEqual(replay.moves.slice(from));
      const { state } = start!;
      const config = go.configure(configFrom(state));
      expect(openingProblem(config)).toBeUndefined();
      const begun = new DrawnGame(config).state;
      expect(begun.board.hash).toEqual(state.board.hash);
      expect(begun).toMatchObject({ toMove: state.toMove, koPoint: state.koPoint, prisoners: state.prisoners });
    }
  });

  test('has its comments, clocks and result, and what was marked in the end', () => {
    const sgf =
      '(;SZ[5]RU[Chinese]KM[7.5]TM[600]RE[B+3.5]C[Before.];B[bb]BL[590.5]C[First.];W[dd];B[];W[]TB[aa]KGSDE[dd])';
    const { start, moves, end } = replayOf(sgf);
    expect([start!, ...moves].map(({ comment }) => comment)).toEqual(['Before.', 'First.', '', '', '']);
    const first = replayOf(sgf, 1).start!;
    expect(first.comment).toBe('First.');
    expect(first.state.clocks.map(({ mainMs }) => mainMs)).toEqual([590_500, 600_000]);
    expect(replayOf(sgf, 5)).toMatchObject({ start: undefined, length: 4, moves: [] });
    expect(go.view(end, undefined)).toMatchObject({
      board: 'b.....X............o......'.slice(0, 18) + 'o......',
      result: { winner: GoColour.BLACK, decision: GoDecision.SCORE, marginHalfPoints: 7 },
    });
    expect(configFrom(end)).toMatchObject({ ruleset: GoRuleset.CHINESE, komi: { halfPoints: 15 }, time: undefined });
  });

  test('has stones that were set up, and White first where there is a handicap', () => {
    expect(replayOf('(;SZ[9]HA[2]AB[cc][gg])').start!.state.toMove).toBe(GoColour.WHITE);
    expect(replayOf('(;SZ[9]AB[cc]AW[gg]PL[W])').start!.state.toMove).toBe(GoColour.WHITE);
    expect(replayOf('(;SZ[9])').start!.state.toMove).toBe(GoColour.BLACK);
  });

  test('takes what no ruleset of here allows: suicide, a side that moves twice, a ko taken back at once', () => {
    const suicide = replayOf('(;SZ[5];B[ba];B[ab];W[aa])');
    expect(suicide.end.board.points[0]).toBe(0);
    expect(suicide.end.prisoners).toEqual([1, 0]);
    expect(folded(suicide).at(-1)).toMatchObject({ prisoners: { black: 1, white: 0 } });
  });

  test('is none where a stone is on another one, or stones were set up without a liberty', () => {
    expect(problemOf('(;SZ[5];B[aa];W[bb];B[aa])')).toEqual({ problem: 'move 3 is on a stone' });
    expect(problemOf('(;SZ[5]AB[aa]AW[ba][ab])')).toEqual({
      problem: 'the stones set up must leave every chain a liberty, that of point 0 too',
    });
  });

  test('has no komi below 0 to play on with', () => {
    expect(configFrom(replayOf('(;SZ[5]KM[-5.5])').end).komi).toEqual({ halfPoints: 0 });
  });
});

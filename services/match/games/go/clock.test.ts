import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { afterMove, afterTime, fullClock, MOST_DELAY_A_GAME_MS, MOST_DELAY_MS, timeLeft } from './clock.ts';
import { DrawnGame, T0 } from './drawn-game.ts';
import { go } from './go.ts';
import { GoDecision, GoRequest, type GoClock, type GoTimeControl } from './wire.ts';

const byoYomi: GoTimeControl = { $case: 'byoYomi', value: { mainMs: 60_000, periods: 5, periodMs: 30_000 } };
const canadian: GoTimeControl = { $case: 'canadian', value: { mainMs: 60_000, periodMs: 300_000, stones: 3 } };

/** The clock after moves that took so long. */
const after = (control: GoTimeControl, ...spentMs: number[]): GoClock =>
  spentMs.reduce((clock, spent) => afterMove(control, clock, spent), fullClock(control));

describe('kinds of time', () => {
  test('absolute: what is spent is gone', () => {
    const control: GoTimeControl = { $case: 'absolute', value: { mainMs: 60_000 } };
    expect(after(control, 20_000, 15_000)).toEqual({ mainMs: 25_000, periods: 0, periodMs: 0, stones: 0 });
    expect(timeLeft(after(control, 60_000))).toBe(0);
  });

  test('Fischer: each move adds, up to the bound, which takes nothing away', () => {
    const control: GoTimeControl = { $case: 'fischer', value: { mainMs: 60_000, incrementMs: 10_000, maxMs: 65_000 } };
    expect(after(control, 20_000).mainMs).toBe(50_000);
    expect(after(control, 1_000).mainMs).toBe(65_000);
    expect(after(control, 60_000).mainMs).toBe(10_000);
    const low: GoTimeControl = { $case: 'fischer', value: { mainMs: 60_000, incrementMs: 10_000, maxMs: 5_000 } };
    expect(after(low, 1_000).mainMs).toBe(59_000);
    const free: GoTimeControl = { $case: 'fischer', value: { mainMs: 60_000, incrementMs: 10_000, maxMs: 0 } };
    expect(after(free, 0, 0).mainMs).toBe(80_000);
  });

  test('byo-yomi: a period is lost only to a move that takes longer', () => {
    expect(timeLeft(fullClock(byoYomi))).toBe(210_000);
    expect(after(byoYomi, 50_000)).toMatchObject({ mainMs: 10_000, periods: 5 });
    expect(after(byoYomi, 90_000)).toMatchObject({ mainMs: 0, periods: 5, periodMs: 30_000 });
    expect(after(byoYomi, 90_001)).toMatchObject({ mainMs: 0, periods: 4 });
    expect(after(byoYomi, 60_000, 30_000, 29_999)).toMatchObject({ mainMs: 0, periods: 5 });
    expect(after(byoYomi, 60_000, 75_000)).toMatchObject({ periods: 3 });
    expect(after(byoYomi, 210_000)).toMatchObject({ periods: 1 });
  });

  test('Canadian: so many stones in a period, then it is whole again', () => {
    expect(timeLeft(fullClock(canadian))).toBe(360_000);
    expect(after(canadian, 59_999)).toMatchObject({ mainMs: 1, periodMs: 300_000, stones: 3 });
    expect(after(canadian, 100_000)).toMatchObject({ mainMs: 0, periodMs: 260_000, stones: 2 });
    expect(after(canadian, 100_000, 100_000)).toMatchObject({ periodMs: 160_000, stones: 1 });
    expect(after(canadian, 100_000, 100_000, 160_000)).toMatchObject({ periodMs: 300_000, stones: 3 });
  });

  test('simple and correspondence: each move has the whole time', () => {
    expect(after({ $case: 'simple', value: { moveMs: 5_000 } }, 4_000, 5_000).mainMs).toBe(5_000);
    expect(after({ $case: 'correspondence', value: { days: 3 } }, 86_400_000).mainMs).toBe(3 * 86_400_000);
  });

  test('time without a move is spent like time with one, and adds nothing', () => {
    expect(afterTime(fullClock(byoYomi), 95_000)).toMatchObject({ mainMs: 0, periods: 4 });
    expect(afterTime(fullClock(canadian), 100_000)).toMatchObject({ mainMs: 0, periodMs: 260_000, stones: 3 });
  });

  test('nobody gains by thinking longer, and no clock goes below nothing', () => {
    const controls = fc.constantFrom<GoTimeControl>(byoYomi, canadian, {
      $case: 'absolute',
      value: { mainMs: 90_000 },
    });
    fc.assert(
      fc.property(controls, fc.array(fc.nat(400_000), { maxLength: 20 }), fc.nat(10_000), (control, moves, more) => {
        let clock = fullClock(control);
        for (const wish of moves) {
          const spent = Math.min(wish, timeLeft(clock));
          const longer = Math.min(spent + more, timeLeft(clock));
          expect(timeLeft(afterTime(clock, longer))).toBeLessThanOrEqual(timeLeft(afterTime(clock, spent)));
          clock = afterMove(control, clock, spent);
          expect(Math.min(...Object.values(clock as object as Record<string, number>))).toBeGreaterThanOrEqual(0);
        }
      }),
      { seed: 1 },
    );
  });
});

describe('the clock of a game', () => {
  const fast = { time: { control: { $case: 'absolute' as const, value: { mainMs: 10_000 } } } };

  test('runs for whose turn it is, and stands for the other', () => {
    const game = new DrawnGame(fast);
    game.now += 4_000;
    game.placeAll([0]);
    game.now += 3_000;
    game.placeAll([1]);
    expect(game.state.clocks).toMatchObject([{ mainMs: 6_000 }, { mainMs: 7_000 }]);
    expect(go.view(game.state, undefined).untilTimeMs).toBe(game.now + 6_000);
  });

  test('a move at the last moment is in time, a millisecond later it is too late', () => {
    const game = new DrawnGame(fast);
    game.now = T0 + 10_001;
    expect(game.place(0)).toBe('TOO_LATE');
    game.now = T0 + 10_000;
    expect(game.place(0)).toBeUndefined();
  });

  test('a flag falls once, and whoever’s it is loses by time', () => {
    const game = new DrawnGame(fast);
    game.placeAll([0]);
    game.now = go.deadline(game.state)!;
    expect(game.put({ kind: 'tick' })).toBeUndefined();
    expect(go.outcome(game.state)).toMatchObject({ reason: 'completed', winnerSeats: [0] });
    expect(game.state.result).toEqual({ winner: 1, decision: GoDecision.TIME, marginHalfPoints: 0 });
    expect(game.state.clocks[1].mainMs).toBe(0);
    expect(game.put({ kind: 'tick' })).toBe('NOT_RUNNING');
  });

  test('time on the way is given back, up to the bound for a move', () => {
    const game = new DrawnGame(fast);
    const placeAfter = (ms: number, delayMs: number): string | undefined => {
      game.now += ms;
      const command = { $case: 'place' as const, value: { point: game.state.moves.length } };
      return game.put({ kind: 'command', seat: game.seatToMove(), position: game.state.step, command, delayMs });
    };
    placeAfter(1_000, 200);
    expect(game.state.clocks[0].mainMs).toBe(9_200);
    placeAfter(1_000, 5_000);
    expect(game.state.clocks[1].mainMs).toBe(9_000 + MOST_DELAY_MS);
    placeAfter(100, 400);
    expect(game.state.clocks[0].mainMs).toBe(9_200); // no more than was spent
    expect(game.state.delaysMs).toEqual([300, MOST_DELAY_MS]);
    game.now = game.state.untilMs;
    expect(placeAfter(400, 300)).toBe('TOO_LATE');
    expect(placeAfter(0, 400)).toBeUndefined();
  });

  test('and up to the bound for a game, by when the flag falls at once', () => {
    const game = new DrawnGame({ size: 19, time: { control: { $case: 'simple', value: { moveMs: 60_000 } } } });
    for (let made = 0; made < MOST_DELAY_A_GAME_MS / MOST_DELAY_MS; made += 1) {
      for (const command of [
        { $case: 'place' as const, value: { point: made } },
        { $case: 'pass' as const, value: {} },
      ]) {
        expect(go.deadline(game.state)).toBe(game.state.untilMs + MOST_DELAY_MS);
        game.now += 1_000;
        game.put({ kind: 'command', seat: game.seatToMove(), position: game.state.step, command, delayMs: 1_000 });
      }
    }
    expect(game.state.delaysMs).toEqual([MOST_DELAY_A_GAME_MS, MOST_DELAY_A_GAME_MS]);
    expect(go.deadline(game.state)).toBe(game.state.untilMs);
  });

  test('an outage is given back whole to the clock that runs', () => {
    const game = new DrawnGame(fast);
    game.now += 2_000;
    game.put({ kind: 'timeGivenBack', byMs: 60_000 });
    game.now += 61_000;
    game.placeAll([0]);
    expect(game.state.clocks[0].mainMs).toBe(7_000);
  });

  test('an undo gives no time back to who asks for it, and takes none of who grants it', () => {
    const game = new DrawnGame(fast);
    game.now += 1_000;
    game.placeAll([0]);
    game.now += 2_000;
    game.do({ $case: 'ask', value: { request: GoRequest.UNDO } }, 0);
    game.do({ $case: 'answer', value: { request: GoRequest.UNDO, isGranted: true } }, 1);
    expect(game.state.clocks).toMatchObject([{ mainMs: 9_000 }, { mainMs: 10_000 }]);
    expect(game.state.untilMs).toBe(game.now + 9_000);
    game.placeAll([0, 1]);
    game.now += 3_000;
    game.do({ $case: 'ask', value: { request: GoRequest.UNDO } }, 0);
    game.do({ $case: 'answer', value: { request: GoRequest.UNDO, isGranted: true } }, 1);
    expect(game.state.clocks).toMatchObject([{ mainMs: 6_000 }, { mainMs: 10_000 }]);
  });
});

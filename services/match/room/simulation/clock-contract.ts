import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Clock } from '../../../harness/clock.ts';

/** A clock to be tried, whichever it is, with the database that it goes by. */
export interface TriedClock {
  readonly clock: Clock;
  /** The database's time now, in milliseconds since 1970. */
  databaseTime(): number;
  /** The database's time jumps, as when another one is promoted. */
  jump(ms: number): void;
  /** From now on the database answers after so long, or never. */
  answerAfter(ms: number | undefined): void;
  /** Lets time pass. */
  pass(ms: number): Promise<void>;
}

/** Timers of a machine may be early by so much, and a busy one may stop for so long between two readings. */
const EARLY_MS = 2;
const BUSY_MS = 250;

/** What every Clock must do: the same tests for the simulated one and for the one on the database's time. */
export function describeClockContract(name: string, open: () => Promise<TriedClock>): void {
  describe(`${name} as a clock`, () => {
    let tried: TriedClock;
    let clock: Clock;
    beforeEach(async () => {
      tried = await open();
      clock = tried.clock;
    });
    const error = (): number => Math.abs(clock.now() - tried.databaseTime());

    test('is at the database’s time, in whole milliseconds', async () => {
      expect(error()).toBeLessThan(BUSY_MS);
      await tried.pass(7);

      expect(error()).toBeLessThan(BUSY_MS);
      expect(Number.isInteger(clock.now())).toBe(true);
    });

    test('goes on as time does, by now and by the monotonic count', async () => {
      const began = tried.databaseTime();
      const [now, monotonic] = [clock.now(), clock.monotonic()];
      await tried.pass(30);

      for (const passed of [clock.now() - now, clock.monotonic() - monotonic]) {
        expect(passed).toBeGreaterThanOrEqual(30 - EARLY_MS);
        expect(passed).toBeLessThan(tried.databaseTime() - began + BUSY_MS);
      }
    });

    test('follows the database when it resamples, and drags no ages with it', async () => {
      tried.jump(-60_000);
      const before = clock.monotonic();
      await clock.resample();

      expect(error()).toBeLessThan(BUSY_MS);
      expect(clock.monotonic()).toBeGreaterThanOrEqual(before);
    });

    test('goes by the last sample while the database is away', async () => {
      tried.answerAfter(undefined);
      await clock.resample();
      await tried.pass(10);

      expect(error()).toBeLessThan(BUSY_MS);
    });

    test('leaves out a sample that took more than 100 ms', async () => {
      tried.jump(60_000);
      tried.answerAfter(150);
      const sampling = clock.resample();
      await tried.pass(200);
      await sampling;

      expect(error()).toBeGreaterThan(50_000);
    });

    test('calls back once, not before its time, and never before `after` has returned', async () => {
      const calledAfter = new Map<number, number[]>([20, 0, -5].map((ms) => [ms, []]));
      for (const [ms, calls] of calledAfter) {
        const began = clock.monotonic();
        clock.after(ms, () => calls.push(clock.monotonic() - began));
      }
      expect([...calledAfter.values()].flat()).toEqual([]);
      await tried.pass(60);

      for (const [ms, calls] of calledAfter) {
        expect(calls).toHaveLength(1);
        expect(calls[0]).toBeGreaterThanOrEqual(ms - EARLY_MS);
      }
    });

    test('calls back in the order of what is due, and of asking where that is the same', async () => {
      const called: number[] = [];
      [600, 5, 40, 40].forEach((ms, index) => clock.after(ms, () => called.push(index)));
      await tried.pass(700);

      expect(called).toEqual([1, 2, 3, 0]);
    });

    test('does not call back what is called off, were it by a callback; calling off what was called does nothing', async () => {
      let called = 0;
      const cancelFirst = clock.after(5, () => {
        called += 1;
        cancelSecond();
      });
      const cancelSecond = clock.after(30, () => (called += 10));
      await tried.pass(80);
      cancelFirst();
      await tried.pass(10);

      expect(called).toBe(1);
    });
  });
}

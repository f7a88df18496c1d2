import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lastMs, thinkingMs } from './time.ts';
import type { GoTime } from './time.ts';

const POINTS = 361;

test('main time lasts for a whole game, and is used', () => {
  const settings = { kind: 'absolute', mainMs: 600_000 } as const;
  let mainMs = settings.mainMs;
  const used: number[] = [];
  for (let moves = 0; moves < 300; moves += 2) {
    const ms = thinkingMs({ settings, mainMs, periodMs: 0, left: 0 }, POINTS, moves);
    used.push(ms);
    mainMs -= ms;
  }
  expect(mainMs).toBeGreaterThan(10_000);
  expect(mainMs).toBeLessThan(100_000);
  expect(Math.max(...used) / Math.min(...used)).toBeLessThan(6);
});

describe('overtime', () => {
  test('a period is used where no main time is left', () => {
    const settings = { kind: 'byoyomi', mainMs: 600_000, periodMs: 30_000, periods: 5 } as const;
    expect(thinkingMs({ settings, mainMs: 0, periodMs: 30_000, left: 5 }, POINTS, 200)).toBe(21_000);
    expect(lastMs({ settings, mainMs: 1_000, periodMs: 30_000, left: 5 })).toBe(151_000);
    expect(lastMs({ settings, mainMs: 0, periodMs: 12_000, left: 1 })).toBe(12_000);
  });

  test('the stones of a period share it', () => {
    const settings = { kind: 'canadian', mainMs: 0, periodMs: 300_000, stones: 25 } as const;
    expect(thinkingMs({ settings, mainMs: 0, periodMs: 100_000, left: 10 }, POINTS, 200)).toBe(7_000);
    expect(lastMs({ settings, mainMs: 0, periodMs: 100_000, left: 10 })).toBe(100_000);
  });

  test('what a move gives back is used up', () => {
    const settings = { kind: 'fischer', mainMs: 60_000, incrementMs: 10_000 } as const;
    const ms = thinkingMs({ settings, mainMs: 60_000, periodMs: 0, left: 0 }, POINTS, 0);
    expect(ms).toBeGreaterThan(7_000);
    expect(ms).toBeLessThan(10_000);
  });
});

test('no thought takes longer than there is time', () => {
  const ms = fc.integer({ min: 0, max: 3_600_000 });
  const settings = fc.oneof(
    fc.record({ kind: fc.constant('absolute' as const), mainMs: ms }),
    fc.record({ kind: fc.constant('fischer' as const), mainMs: ms, incrementMs: ms }),
    fc.record({
      kind: fc.constant('byoyomi' as const),
      mainMs: ms,
      periodMs: ms,
      periods: fc.integer({ min: 1, max: 9 }),
    }),
    fc.record({
      kind: fc.constant('canadian' as const),
      mainMs: ms,
      periodMs: ms,
      stones: fc.integer({ min: 1, max: 50 }),
    }),
  );
  const time: fc.Arbitrary<GoTime> = fc.record({
    settings,
    mainMs: ms,
    periodMs: ms,
    left: fc.integer({ min: 1, max: 50 }),
  });
  fc.assert(
    fc.property(time, fc.constantFrom(25, 81, 361), fc.integer({ min: 0, max: 500 }), (left, points, moves) => {
      expect(thinkingMs(left, points, moves)).toBeGreaterThanOrEqual(0);
      expect(thinkingMs(left, points, moves)).toBeLessThanOrEqual(0.7 * lastMs(left) + 1e-6);
    }),
  );
});

import { expect, test } from '@jest/globals';
import { MatchClock } from './clock.ts';

/** A match clock beside a local one that the test turns; the match is `ahead` of it. */
function clocks(ahead: number): {
  clock: MatchClock;
  turn(ms: number): void;
  matchTime(): number;
  drift(ms: number): void;
} {
  let local = 1_000;
  let offset = ahead;
  return {
    clock: new MatchClock(() => local),
    turn: (ms) => (local += ms),
    matchTime: () => local + offset,
    drift: (ms) => (offset += ms),
  };
}

test('is off by no more than half of the quickest round trip', () => {
  const { clock, turn, matchTime } = clocks(500_000);
  for (const [there, back] of [
    [300, 10],
    [20, 30],
    [5, 400],
  ] as const) {
    const asked = clock.read();
    turn(there);
    const told = matchTime();
    turn(back);
    clock.learn(told, asked);
  }
  expect(Math.abs(clock.now() - matchTime())).toBeLessThanOrEqual(25);
});

test('what comes unasked shows that it is later than thought', () => {
  const { clock, turn, matchTime } = clocks(500_000);
  const asked = clock.read();
  const told = matchTime();
  turn(1_000);
  clock.learn(told, asked); // a slow answer: by half of it, now is 500 ms early
  expect(matchTime() - clock.now()).toBe(500);
  turn(10_000);
  const unasked = matchTime();
  turn(20);
  clock.learn(unasked, undefined);
  expect(Math.abs(matchTime() - clock.now())).toBeLessThanOrEqual(20);
});

test('follows when the clocks have drifted apart or the device has slept', () => {
  const { clock, turn, matchTime, drift } = clocks(500_000);
  clock.learn(matchTime(), clock.read());
  drift(60_000);
  const asked = clock.read();
  turn(5);
  const told = matchTime();
  turn(5);
  clock.learn(told, asked);
  expect(Math.abs(clock.now() - matchTime())).toBeLessThanOrEqual(5);
});

test("is the device's own before anything was told", () => {
  expect(Math.abs(new MatchClock().now() - Date.now())).toBeLessThan(50);
});

import { expect, test } from '@jest/globals';
import { DeadlineTimer } from './deadline-timer.ts';
import { SimulatedTime } from './simulation/time.ts';

/** The clock's moments at which a timer called back, counted from its making; and how often a timer was set for that. */
function watched() {
  const time = new SimulatedTime();
  const clock = time.clock();
  const began = time.now;
  const calls: number[] = [];
  let timers = 0;
  const counting = {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    resample: () => clock.resample(),
    after: (ms: number, callback: () => void) => {
      timers += 1;
      return clock.after(ms, callback);
    },
  };
  const timer = new DeadlineTimer(counting, () => calls.push(time.now - began));
  return { time, timer, calls, timers: () => timers };
}

test('it calls back once, at the moment that was set last', async () => {
  const { time, timer, calls } = watched();
  timer.set(1_000);
  await time.advance(400);
  timer.set(100); // sooner
  await time.advance(1_000);
  expect(calls).toEqual([500]);
  timer.set(1_000);
  await time.advance(500);
  timer.set(1_000); // later
  await time.advance(5_000);
  expect(calls).toEqual([500, 2_900]);
});

test('a moment that moves on and on costs a timer now and then, not one each time', async () => {
  const { time, timer, calls, timers } = watched();
  for (let move = 0; move < 1_000; move += 1) {
    timer.set(60_000);
    await time.advance(100);
  }
  expect(calls).toEqual([]);
  expect(timers()).toBeLessThan(5);
  await time.advance(60_000);
  expect(calls).toEqual([100_000 - 100 + 60_000]);
});

test('what is cleared or closed does not call back, and what is cleared can be set again', async () => {
  const { time, timer, calls } = watched();
  timer.set(1_000);
  timer.clear();
  await time.advance(2_000);
  timer.set(1_000);
  await time.advance(1_000);
  expect(calls).toEqual([3_000]);
  timer.set(1_000);
  timer.close();
  await time.advance(2_000);
  expect(calls).toEqual([3_000]);
});

test('a moment beyond what timers take is waited for all the same', async () => {
  const { time, timer, calls } = watched();
  timer.set(2 ** 32);
  await time.advance(2 ** 32 + 1);
  expect(calls).toEqual([2 ** 32]);
});

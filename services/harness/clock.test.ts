import { afterEach, expect, test } from '@jest/globals';
import { DatabaseClock } from './clock.ts';

let clock: DatabaseClock | undefined;
afterEach(() => clock?.stop());

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** A busy machine may let so much pass between two looks at a clock. */
const BUSY_MS = 300;
const DATABASE_TIME = 2_000_000_000_000;

/** A clock on a database that is at `DATABASE_TIME` plus the time since the test began, plus what the test says. */
async function start() {
  const began = performance.now();
  const database = { ahead: 0, delay: 0, away: false };
  clock = new DatabaseClock(async () => {
    const time = DATABASE_TIME + performance.now() - began + database.ahead;
    if (database.delay > 0) await pause(database.delay);
    if (database.away) throw new Error('away');
    return time;
  });
  await clock.start(60_000);
  const error = (): number => clock!.now() - (DATABASE_TIME + performance.now() - began + database.ahead);
  return { clock, database, error };
}

test('The time is the database’s, whatever the machine’s own clock says, and whole milliseconds.', async () => {
  const { clock, error } = await start();

  expect(Math.abs(error())).toBeLessThan(BUSY_MS);
  expect(Number.isInteger(clock.now())).toBe(true);
});

test('A first read that takes long, as one that must connect does, does not put the clock ahead.', async () => {
  const began = performance.now();
  const readTime = () => DATABASE_TIME + performance.now() - began;
  let reads = 0;
  clock = new DatabaseClock(async () => {
    reads += 1;
    if (reads === 1) await pause(1_000);
    return readTime();
  });
  await clock.start(60_000);

  expect(Math.abs(clock.now() - readTime())).toBeLessThan(BUSY_MS);
});

test('A new sample follows the database, as after the promotion of a standby with another clock.', async () => {
  const { clock, database, error } = await start();
  database.ahead = 5_000;
  await clock.resample();

  expect(Math.abs(error())).toBeLessThan(BUSY_MS);
});

test('A sample that took more than 100 ms says too little, and is left out.', async () => {
  const { clock, database, error } = await start();
  database.ahead = 5_000;
  database.delay = 150;
  await clock.resample();

  expect(error()).toBeLessThan(-4_900);
});

test('While the database is away the time goes on by the last sample.', async () => {
  const { clock, database, error } = await start();
  database.away = true;
  await clock.resample();
  await pause(20);

  expect(Math.abs(error())).toBeLessThan(BUSY_MS);
});

test('There is no time before the first sample.', () => {
  clock = new DatabaseClock(async () => DATABASE_TIME);

  expect(() => clock!.now()).toThrow('before its first sample');
});

test('What is to come after a while comes once, and not when it is called off.', async () => {
  const { clock } = await start();
  let called = 0;
  clock.after(5, () => (called += 1));
  clock.after(5, () => (called += 100))();
  await pause(40);

  expect(called).toBe(1);
});

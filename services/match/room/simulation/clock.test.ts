import { afterEach } from '@jest/globals';
import { DatabaseClock } from '../../../harness/clock.ts';
import { describeClockContract } from './clock-contract.ts';
import { SimulatedClock, SimulatedTime } from './time.ts';

const real = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A database of which all there is is its time. */
function database(baseTime: () => number, wait: (ms: number) => Promise<void>) {
  let ahead = 0;
  let delay: number | undefined = 0;
  const databaseTime = (): number => baseTime() + ahead;
  return {
    databaseTime,
    jump: (ms: number) => void (ahead += ms),
    answerAfter: (ms: number | undefined) => void (delay = ms),
    read: async () => {
      const time = databaseTime();
      if (delay === undefined) throw new Error('away');
      if (delay > 0) await wait(delay);
      return time;
    },
  };
}

describeClockContract('the simulated clock', async () => {
  const time = new SimulatedTime();
  const wait = (ms: number): Promise<void> => new Promise((resolve) => other.after(ms, resolve));
  const parts = database(() => time.now, wait);
  const other = new SimulatedClock(time, parts.read, 0);
  return { ...parts, clock: new SimulatedClock(time, parts.read, 0), pass: (ms) => time.advance(ms) };
});

let started: DatabaseClock | undefined;
afterEach(() => started?.stop());

describeClockContract('the clock on the database’s time', async () => {
  const parts = database(() => 2_000_000_000_000 + performance.now(), real);
  started = new DatabaseClock(parts.read);
  await started.start(60_000);
  return { ...parts, clock: started, pass: real };
});

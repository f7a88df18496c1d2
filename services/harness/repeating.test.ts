import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { pino } from 'pino';
import { Repeating } from './repeating.ts';

const PAUSE_MS = 1_000;

let times: number;
let away: boolean;
let lines: string[];
let repeating: Repeating;

beforeEach(() => {
  jest.useFakeTimers();
  [times, away, lines] = [0, false, []];
  repeating = new Repeating({
    work: async () => {
      times += 1;
      if (away) throw new Error('away');
    },
    pauseMs: PAUSE_MS,
    complaint: 'it cannot be done; trying on',
    log: pino({}, { write: (line: string) => void lines.push(line) }),
  });
});
afterEach(() => {
  repeating.stop();
  jest.useRealTimers();
});

const pass = (pauses: number) => jest.advanceTimersByTimeAsync(pauses * PAUSE_MS + 1);

test('what is repeated is done at once, and again after each pause', async () => {
  repeating.start();
  await pass(0);
  expect(times).toBe(1);
  await pass(3);
  expect(times).toBe(4);
});

test('it goes on while it fails, and complains once for each time that it begins to', async () => {
  away = true;
  repeating.start();
  await pass(3);
  expect(times).toBe(4);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({ msg: 'it cannot be done; trying on', cause: 'Error: away' });
  away = false;
  await pass(1);
  away = true;
  await pass(2);
  expect(lines).toHaveLength(2);
});

test('after a stop nothing is done, nor complained of', async () => {
  repeating.start();
  await pass(0);
  expect(repeating.isRunning).toBe(true);
  repeating.stop();
  expect(repeating.isRunning).toBe(false);
  await pass(3);
  expect(times).toBe(1);
});

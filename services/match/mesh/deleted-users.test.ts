import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createLog } from '../../harness/log.ts';
import { DeletedUsers, type Deletions } from './deleted-users.ts';

const POLL_MS = 10_000;

let pages: Deletions[];
let asked: (number | undefined)[];
let forgotten: string[];
let away: boolean;
let users: DeletedUsers;

beforeEach(() => {
  jest.useFakeTimers();
  [pages, asked, forgotten, away] = [[], [], [], false];
  users = new DeletedUsers(
    async function* (sinceMs) {
      asked.push(sinceMs);
      yield* pages;
    },
    async (userIds) => {
      if (away) throw new Error('away');
      forgotten.push(...userIds);
    },
    createLog('test', 'test', 'silent'),
  );
});
afterEach(() => {
  users.stop();
  jest.useRealTimers();
});

const page = (latestMs: number, ...userIds: string[]): Deletions => ({ userIds, latestMs });

test('all who ever were deleted are forgotten at the start, then those of the last minute again', async () => {
  pages = [page(100_000, 'a', 'b'), page(200_000, 'c')];
  users.start();
  await jest.advanceTimersByTimeAsync(1);
  expect(forgotten).toEqual(['a', 'b', 'c']);
  pages = [page(205_000, 'c', 'd')];
  await jest.advanceTimersByTimeAsync(POLL_MS);
  expect(forgotten).toEqual(['a', 'b', 'c', 'c', 'd']);
  await jest.advanceTimersByTimeAsync(POLL_MS);
  expect(asked).toEqual([undefined, 140_000, 145_000]);
});

test('where nobody was deleted nothing is done, and all are asked for again', async () => {
  pages = [{ userIds: [], latestMs: undefined }];
  away = true; // whatever is forgotten now fails
  users.start();
  await jest.advanceTimersByTimeAsync(POLL_MS + 1);
  expect(asked).toEqual([undefined, undefined]);
});

test('who could not be forgotten is, when the database is back', async () => {
  pages = [page(100_000, 'a')];
  away = true;
  users.start();
  await jest.advanceTimersByTimeAsync(1);
  away = false;
  await jest.advanceTimersByTimeAsync(POLL_MS);
  expect(forgotten).toEqual(['a']);
  expect(asked).toEqual([undefined, undefined]);
});

test('nobody is asked after a stop', async () => {
  users.start();
  await jest.advanceTimersByTimeAsync(1);
  users.stop();
  await jest.advanceTimersByTimeAsync(3 * POLL_MS);
  expect(asked).toHaveLength(1);
});

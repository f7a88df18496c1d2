import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { testLog } from '../../../test/support/service.ts';
import { newId } from '../../harness/ids.ts';
import type { Database } from '../../harness/store/database.ts';
import { PlayerMatchRow, PlayerModeRow, PlayerRatingRow } from '../store/entities.ts';
import { countPage, readCursor } from '../store/intake.ts';
import { openStatsDatabase } from '../store/stats-database.ts';
import { playerMatches, type FinishedMatch } from '../tally/match.ts';
import { sumByMode } from '../tally/mode-sum.ts';
import { rate, ratingKey } from '../tally/rating.ts';
import type { MatchFeed } from './feed.ts';
import { Intake } from './intake.ts';

const players = Array.from({ length: 5 }, newId);
/** Each with what it is rated in, which two of them share. */
const modes = [
  ['trivia_duel', 'trivia_duel'],
  ['go_9x9_blitz', 'go_blitz'],
  ['go_19x19_blitz', 'go_blitz'],
] as const;

/** The n-th match of a feed: some are drawn, and some were abandoned. */
const match = (feedNumber: number): FinishedMatch => ({
  feedNumber,
  matchId: newId(),
  mode: modes[feedNumber % 3]![0],
  ratedAs: modes[feedNumber % 3]![1],
  userIds: [players[feedNumber % 5]!, players[(feedNumber + 1 + (feedNumber % 3)) % 5]!],
  result: feedNumber % 7 === 0 ? undefined : { winnerSeats: [[], [0], [1]][feedNumber % 3]!, scores: [feedNumber, 1] },
  isRated: feedNumber % 4 !== 0,
  endTime: 1_700_000_000_000 + feedNumber,
});

describe('the intake of finished matches', () => {
  let server: TestDatabase;
  let database: Database;
  let finished: FinishedMatch[];
  let running: Intake[];

  beforeAll(async () => {
    server = await startDatabase('stats');
    database = await openStatsDatabase(server.url);
    await database.migrate();
  }, 30_000);
  afterAll(async () => {
    await database?.close();
    await server?.stop();
  });
  beforeEach(async () => {
    running = [];
    finished = Array.from({ length: 1_234 }, (_, index) => match(index + 1));
    await database.fork().execute('truncate player_match, player_mode, player_rating');
    await database.fork().execute('update intake set feed_number = 0');
  });
  afterEach(async () => {
    await Promise.all(running.map((intake) => intake.stop()));
  });

  const feed: MatchFeed = async (after, size) => finished.filter(({ feedNumber }) => feedNumber > after).slice(0, size);

  function start(from: MatchFeed): Intake {
    const intake = new Intake(database, from, testLog('stats'));
    intake.start();
    running.push(intake);
    return intake;
  }

  async function untilCounted(): Promise<void> {
    const deadline = performance.now() + 10_000;
    while ((await readCursor(database)) < finished.length) {
      if (performance.now() > deadline) throw new Error('The feed is not counted to its end.');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Holds what is stored against a fold of the whole feed. */
  async function expectAllCountedOnce(): Promise<void> {
    const all = finished.flatMap(playerMatches);
    const sums = await database.fork().find(PlayerModeRow, {}, { orderBy: { userId: 'asc', mode: 'asc' } });
    expect(sums.map((row) => ({ ...row }))).toEqual(sumByMode(all));
    expect(await database.fork().count(PlayerMatchRow)).toBe(all.length);
    const ratings = await database.fork().find(PlayerRatingRow, {}, { orderBy: { userId: 'asc', ratedAs: 'asc' } });
    const byKey = (one: { userId: string; ratedAs: string }): string => ratingKey(one.userId, one.ratedAs);
    expect(ratings.map(({ ratedAt, ...row }) => ({ ...row, ratedAt: ratedAt.getTime() }))).toEqual(
      rate(finished, new Map()).toSorted((a, b) => (byKey(a) < byKey(b) ? -1 : 1)),
    );
    expect(await readCursor(database)).toBe(finished.length);
  }

  test('counts every match once, page after page', async () => {
    start(feed);
    await untilCounted();
    await expectAllCountedOnce();
  });

  test('counts what finishes later', async () => {
    start(feed);
    await untilCounted();
    finished.push(match(finished.length + 1), match(finished.length + 2));
    await untilCounted();
    await expectAllCountedOnce();
  });

  test('counts once when several replicas read at the same time', async () => {
    for (let replica = 0; replica < 3; replica++) start(feed);
    await untilCounted();
    await expectAllCountedOnce();
  });

  test('counts a page once that two replicas have read at the same moment', async () => {
    const page = await feed(0, 100);
    const counted = await Promise.all([countPage(database, 0, page), countPage(database, 0, page)]);
    expect(counted.sort()).toEqual([false, true]);
    finished = finished.slice(0, 100);
    await expectAllCountedOnce();
  });

  test('counts a match once that the feed tells twice', async () => {
    finished = [match(1), match(2)];
    finished.push({ ...finished[0]!, feedNumber: 3 });
    start(feed);
    await untilCounted();
    finished.pop();
    expect(await readCursor(database)).toBe(3);
    const sums = await database.fork().find(PlayerModeRow, {}, { orderBy: { userId: 'asc', mode: 'asc' } });
    expect(sums.map((row) => ({ ...row }))).toEqual(sumByMode(finished.flatMap(playerMatches)));
  });

  test('counts all of a page or nothing: what breaks in the middle leaves no trace', async () => {
    const broken = [...(await feed(0, 10)), { ...match(11), mode: '' }];
    await expect(countPage(database, 0, broken)).rejects.toThrow();
    expect(await readCursor(database)).toBe(0);
    expect(await database.fork().count(PlayerMatchRow)).toBe(0);
    expect(await database.fork().count(PlayerModeRow)).toBe(0);
  });

  test('goes on after a crash where the last stored page ended', async () => {
    const asked: number[] = [];
    const dying = new Intake(database, (after, size) => (asked.push(after), feed(after, size)), testLog('stats'));
    await dying.turn(); // and dies before the next page
    asked.length = 0;
    start((after, size) => (asked.push(after), feed(after, size)));
    await untilCounted();
    expect(asked[0]).toBe(500);
    await expectAllCountedOnce();
  });

  test('moves on over matches that were abandoned, and counts them for nobody', async () => {
    finished = [7, 14, 21].map((number, index) => ({ ...match(number), feedNumber: index + 1 }));
    start(feed);
    await untilCounted();
    expect(await database.fork().count(PlayerModeRow)).toBe(0);
  });

  test('is only late while the match service is away', async () => {
    let away = true;
    start(async (after, size) => {
      if (away) throw new Error('away');
      return feed(after, size);
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await readCursor(database)).toBe(0);
    away = false;
    await untilCounted();
    await expectAllCountedOnce();
  });

  test('stops at once, also while it waits', async () => {
    const intake = start(async () => []);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const began = performance.now();
    await intake.stop();
    expect(performance.now() - began).toBeLessThan(400); // of the 500 that it waits where nothing is new
  });
});

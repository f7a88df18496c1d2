import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testLog } from '../../../test/support/service.ts';
import { newId, NOBODY } from '../../harness/ids.ts';
import { countingGame } from '../room/simulation/counting-game.ts';
import { SimulatedWorld } from '../room/simulation/replica.ts';
import type { RoomState } from '../room/state.ts';
import { Feed } from './feed.ts';
import { Matches } from './matches.ts';
import { newMatch, openTestDatabase, type OpenedDatabase } from '../../../test/support/match-database.ts';
import { until } from '../../../test/support/until.ts';

let opened: OpenedDatabase;
let matches: Matches;
let feed: Feed;

beforeAll(async () => {
  opened = await openTestDatabase();
  matches = new Matches(opened.pool, opened.database, testLog('match'));
  feed = new Feed(opened.pool, opened.database);
}, 30_000);
afterAll(() => opened?.close());

/** A state that a room might push: of a waiting match, changed as said. */
function state(changes: Partial<RoomState>): RoomState {
  const world = new SimulatedWorld();
  return { ...world.folded(countingGame, world.create(countingGame, [newId()])), ...changes };
}

const finished = (seq: number): RoomState =>
  state({
    seq,
    status: 'finished',
    finishedAt: Date.now(),
    outcome: { reason: 'completed', winnerSeats: [0], scores: [1, 0] },
  });

const written = async (...pushed: readonly (readonly [string, RoomState])[]): Promise<void> => {
  for (const [matchId, pushedState] of pushed) matches.push(matchId, pushedState);
  await matches.flush();
};

describe('creating a match', () => {
  test('stores it together with its first entry', async () => {
    const match = newMatch();
    expect(await matches.create(match)).toBe(match.matchId);

    const log = await opened.admin.query('select entry_id, actor from log where match_id = $1', [match.matchId]);
    expect(log.rows).toEqual([{ entry_id: match.entryId, actor: match.createdBy }]);
    expect(await matches.find(match.matchId)).toMatchObject({ state: 'waiting', indexedSeq: 1, config: match.config });
  });

  test('happens once for one request, however often and from wherever it is sent', async () => {
    const request = { createdBy: newId(), requestId: newId() };
    const made = await Promise.all(Array.from({ length: 8 }, () => matches.create(newMatch(request))));

    expect(new Set(made).size).toBe(1);
    const logs = await opened.admin.query('select match_id from log where actor = $1', [request.createdBy]);
    expect(logs.rows).toEqual([{ match_id: made[0] }]);
  });

  test('is another user’s own, even under the same request id', async () => {
    const requestId = newId();
    const one = await matches.create(newMatch({ requestId }));

    expect(await matches.create(newMatch({ requestId }))).not.toBe(one);
  });
});

describe('the index of matches', () => {
  test('takes over what a room pushes, and never goes back', async () => {
    const match = newMatch();
    await matches.create(match);
    const users = state({}).seats.map(({ userId }) => userId ?? NOBODY);
    await written([match.matchId, state({ seq: 5, status: 'running' })]);
    expect(await matches.find(match.matchId)).toMatchObject({ state: 'running', indexedSeq: 5 });
    await written([match.matchId, finished(9)]);
    await written([match.matchId, state({ seq: 7, status: 'running' })]);

    const row = await matches.find(match.matchId);
    expect(row).toMatchObject({ state: 'finished', indexedSeq: 9, outcome: { winnerSeats: [0] } });
    expect(row!.userIds).toHaveLength(users.length);
  });

  test('keeps trying while the database does not take it, without spinning, and writes the newest', async () => {
    const match = newMatch();
    await matches.create(match);
    let tries = 0;
    const failing = Object.create(opened.pool) as typeof opened.pool;
    failing.query = async (...args) => {
      tries += 1;
      if (tries <= 2) throw new Error('away');
      return opened.pool.query(...args);
    };
    const index = new Matches(failing, opened.database, testLog('match'));
    index.push(match.matchId, state({ seq: 2 }));
    index.push(match.matchId, finished(3));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(tries).toBe(1);
    await until('the newest to be written', async () => (await matches.find(match.matchId))?.indexedSeq === 3);

    expect(tries).toBe(3);
    expect(await matches.find(match.matchId)).toMatchObject({ state: 'finished' });
  });

  test('gives up at a stop: the sweeper of another replica writes it', async () => {
    const failing = Object.create(opened.pool) as typeof opened.pool;
    failing.query = async () => {
      throw new Error('away');
    };
    const index = new Matches(failing, opened.database, testLog('match'));
    index.push(newId(), finished(3));
    const began = performance.now();
    await index.flush();

    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

describe('matches that are due', () => {
  const dueIn = async (seconds: number): Promise<string> => {
    const match = newMatch();
    await matches.create(match);
    const text = `update match set due_at = clock_timestamp() + $2 * interval '1 s' where match_id = $1`;
    await opened.admin.query(text, [match.matchId, seconds]);
    return match.matchId;
  };
  const dueOf = async (matchId: string): Promise<number | null> => {
    const text = `select extract(epoch from due_at - clock_timestamp())::float8 as due from match where match_id = $1`;
    return (await opened.admin.query<{ due: number | null }>(text, [matchId])).rows[0]!.due;
  };

  test('are taken by one of two replicas that look at once', async () => {
    const due = await Promise.all(Array.from({ length: 30 }, () => dueIn(-1)));
    const later = await dueIn(60);
    const taken = (await Promise.all([matches.takeDue(), matches.takeDue(), matches.takeDue()])).flat();

    expect(taken.filter((matchId) => due.includes(matchId)).sort()).toEqual([...due].sort());
    expect(taken).not.toContain(later);
    expect(await matches.takeDue()).toEqual([]);
  });

  test('are not while somebody holds them', async () => {
    const held = await dueIn(-1);
    await Promise.all([matches.postpone([held]), matches.postpone([held])]);

    expect(await matches.takeDue()).not.toContain(held);
    expect(await dueOf(held)).toBeGreaterThan(13);
  });

  test('are looked at within 15 s of their last holder’s end, and not written anew while that is so', async () => {
    const [far, near, never] = [await dueIn(60), await dueIn(9), await dueIn(60)];
    await matches.setDue([{ matchId: never, dueAt: undefined }]);
    await matches.postpone([far, near, never]);

    expect(await dueOf(far)).toBeLessThan(15.001);
    expect(await dueOf(never)).toBeLessThan(15.001);
    expect(await dueOf(near)).toBeLessThan(9.001);
  });

  test('are what a replica says when it forgets them, or never', async () => {
    const [soon, never] = [await dueIn(60), await dueIn(60)];
    await matches.setDue([
      { matchId: soon, dueAt: Date.now() - 5_000 },
      { matchId: never, dueAt: undefined },
    ]);

    expect(await matches.takeDue()).toContain(soon);
    expect(await dueOf(never)).toBeNull();
  });

  test('are none that are finished, whatever is said of them late', async () => {
    const over = await dueIn(-1);
    await written([over, finished(4)]);
    await matches.postpone([over]);
    await matches.setDue([{ matchId: over, dueAt: Date.now() - 1_000 }]);

    expect(await dueOf(over)).toBeNull();
    expect(await matches.takeDue()).not.toContain(over);
  });

  test('do not wait for one that is being written', async () => {
    const [locked, free] = [await dueIn(-1), await dueIn(-1)];
    await opened.admin.query('begin');
    await opened.admin.query('select from match where match_id = $1 for update', [locked]);
    const taken = await matches.takeDue();
    await opened.admin.query('rollback');

    expect(taken).toContain(free);
    expect(taken).not.toContain(locked);
  });
});

describe('the feed of finished matches', () => {
  test('never shows a number after a higher one, whatever commits when', async () => {
    const ids = await Promise.all(Array.from({ length: 40 }, () => matches.create(newMatch())));
    const seen: number[] = [];
    let cursor = 0;
    let reading = true;
    const reader = (async () => {
      while (reading) {
        for (const { feedNumber } of await feed.read(cursor, 7)) {
          seen.push(feedNumber!);
          cursor = feedNumber!;
        }
      }
    })();
    await Promise.all(
      ids.map(async (matchId, index) => {
        await new Promise((resolve) => setTimeout(resolve, (index % 10) * 5));
        await written([matchId, finished(4)]);
        await feed.number();
      }),
    );
    await feed.number();
    const stored = await opened.admin.query<{ n: number }>(
      'select feed_number::int as n from match where feed_number is not null order by 1',
    );
    await until('all to be read', () => seen.length >= stored.rows.length);
    reading = false;
    await reader;

    expect(seen).toEqual(stored.rows.map(({ n }) => n));
    expect(seen.length).toBeGreaterThanOrEqual(ids.length);
  }, 20_000);

  test('waits with its numbers for a numberer that has not committed', async () => {
    const first = await matches.create(newMatch());
    await written([first, finished(4)]);
    await opened.admin.query('begin');
    await opened.admin.query('select number_finished()');
    const second = await matches.create(newMatch());
    await written([second, finished(4)]);
    const numbering = feed.number();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await matches.find(second))!.feedNumber).toBeNull();
    await opened.admin.query('commit');
    await numbering;

    const [one, two] = [(await matches.find(first))!.feedNumber!, (await matches.find(second))!.feedNumber!];
    expect(two).toBeGreaterThan(one);
  });
});

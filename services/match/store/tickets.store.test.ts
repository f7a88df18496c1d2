import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '../../harness/ids.ts';
import { newMatch, openTestDatabase, type OpenedDatabase } from '../../../test/support/match-database.ts';
import { Tickets } from './tickets.ts';

let opened: OpenedDatabase;
let tickets: Tickets;
beforeAll(async () => {
  opened = await openTestDatabase();
  tickets = new Tickets(opened.pool, opened.database);
}, 30_000);
afterAll(() => opened?.close());
beforeEach(() => opened.admin.query('truncate ticket'));

const enqueue = (userId = newId(), mode = 'duel') => tickets.create(newId(), userId, newId(), mode);
const waiting = async (mode = 'duel'): Promise<string[]> =>
  ((await tickets.waiting()).get(mode) ?? []).map(({ ticketId }) => ticketId);
const unseenFor = (seconds: number) =>
  opened.admin.query(`update ticket set seen_at = clock_timestamp() - $1 * interval '1 s'`, [seconds]);

describe('a ticket', () => {
  test('is made once for one request', async () => {
    const [userId, requestId] = [newId(), newId()];
    const made = await Promise.all(Array.from({ length: 6 }, () => tickets.create(newId(), userId, requestId, 'duel')));

    expect(new Set(made.map(({ ticketId }) => ticketId)).size).toBe(1);
    expect(await waiting()).toHaveLength(1);
  });

  test('is the one that its user has waiting in the mode already', async () => {
    const userId = newId();
    const first = await enqueue(userId);

    expect((await enqueue(userId)).ticketId).toBe(first.ticketId);
    expect((await enqueue(userId, 'other')).ticketId).not.toBe(first.ticketId);
  });

  test('is its user’s alone', async () => {
    const { ticketId, userId } = await enqueue();

    expect(await tickets.find(ticketId, newId())).toBeUndefined();
    expect(await tickets.delete(ticketId, newId())).toBe(false);
    expect(await tickets.delete(ticketId, userId)).toBe(true);
    expect(await tickets.delete(ticketId, userId)).toBe(false);
  });

  test('that nobody has watched for 15 s is not paired, and is again once it is watched', async () => {
    const { ticketId } = await enqueue();
    await unseenFor(16);
    expect(await waiting()).toEqual([]);
    await tickets.see([ticketId]);

    expect(await waiting()).toEqual([ticketId]);
  });

  test('that nobody has watched for two minutes expires, and makes room for another', async () => {
    const { ticketId, userId } = await enqueue();
    await unseenFor(121);
    await waiting();

    expect(await tickets.see([ticketId])).toMatchObject([{ ticketId, state: 'expired' }]);
    expect((await enqueue(userId)).ticketId).not.toBe(ticketId);
  });
});

describe('tickets become a match', () => {
  test('all of them, with its first entry', async () => {
    const pair = [await enqueue(), await enqueue()].map(({ ticketId }) => ticketId);
    const match = newMatch();

    expect(await tickets.match(pair, match)).toBe(true);
    expect(await tickets.see(pair)).toMatchObject(pair.map(() => ({ state: 'matched', matchId: match.matchId })));
    const log = await opened.admin.query('select entry_id from log where match_id = $1', [match.matchId]);
    expect(log.rows).toEqual([{ entry_id: match.entryId }]);
    expect(await waiting()).toEqual([]);
  });

  test('or none: where one waits no longer, the other waits on and there is no match', async () => {
    const [gone, stays] = [await enqueue(), await enqueue()];
    await tickets.delete(gone.ticketId, gone.userId);
    const match = newMatch();

    expect(await tickets.match([gone.ticketId, stays.ticketId], match)).toBe(false);
    expect(await waiting()).toEqual([stays.ticketId]);
    const log = await opened.admin.query('select from log where match_id = $1', [match.matchId]);
    expect(log.rows).toEqual([]);
  });

  test('once each, when replicas pair them differently at the same time and users cancel', async () => {
    const made = await Promise.all(Array.from({ length: 30 }, () => enqueue()));
    const ids = made.map(({ ticketId }) => ticketId);
    const rounds = ids.flatMap((one, index) =>
      [1, 2, 7].map((far) => [one, ids[(index + far) % ids.length]!] as const),
    );
    const cancels = made.slice(0, 5).map(({ ticketId, userId }) => tickets.delete(ticketId, userId));
    const tried = await Promise.all(
      rounds.map(async (pair) => ({ pair, match: await tickets.match(pair, newMatch()) })),
    );
    const cancelled = ids.filter((_, index) => index < 5);
    const won = tried.filter(({ match }) => match).flatMap(({ pair }) => pair);

    expect(new Set(won).size).toBe(won.length);
    expect(won.length).toBeGreaterThan(0);
    const cancelledFor = await Promise.all(cancels);
    cancelled.forEach((ticketId, index) => expect(cancelledFor[index]).toBe(!won.includes(ticketId)));
    const states = await tickets.see(ids);
    expect(
      states
        .filter(({ state }) => state === 'matched')
        .map(({ ticketId }) => ticketId)
        .sort(),
    ).toEqual(won.sort());
  }, 15_000);
});

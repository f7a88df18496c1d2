import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '../../harness/ids.ts';
import { newMatch, openTestDatabase, type OpenedDatabase } from '../../../test/support/match-database.ts';
import { Tickets, type NewTicket } from './tickets.ts';

let opened: OpenedDatabase;
let tickets: Tickets;
beforeAll(async () => {
  opened = await openTestDatabase();
  tickets = new Tickets(opened.pool, opened.database);
}, 30_000);
afterAll(() => opened?.close());
beforeEach(() => opened.admin.query('truncate ticket, queue'));

const REPLICA = newId();
const enqueue = (userId = newId(), mode = 'duel', changes: Partial<NewTicket> = {}) =>
  tickets.create({ ticketId: newId(), userId, requestId: newId(), mode, rating: 1_500, avoids: [], ...changes });
/** Who would be paired now; the queue is given back. */
const waiting = async (mode = 'duel'): Promise<string[]> => {
  const taken = await tickets.take(mode, REPLICA, 1);
  await tickets.match(mode, REPLICA, []);
  return taken.map(({ ticketId }) => ticketId);
};
/** Makes these tickets into one match, and says whether it came to be. */
const match = async (ticketIds: readonly string[], made = newMatch()): Promise<boolean> =>
  (await tickets.match('duel', REPLICA, [{ ticketIds, match: made }])).matchIds.has(made.matchId);
const unseenFor = (seconds: number) =>
  opened.admin.query(`update ticket set seen_at = clock_timestamp() - $1 * interval '1 s'`, [seconds]);

describe('a ticket', () => {
  test('is made once for one request', async () => {
    const [userId, requestId] = [newId(), newId()];
    const made = await Promise.all(Array.from({ length: 6 }, () => enqueue(userId, 'duel', { requestId })));

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
    await tickets.tidy();

    expect(await tickets.see([ticketId])).toMatchObject([{ ticketId, state: 'expired' }]);
    expect((await enqueue(userId)).ticketId).not.toBe(ticketId);
  });
});

describe('tickets become a match', () => {
  test('all of them, with its first entry', async () => {
    const pair = [await enqueue(), await enqueue()].map(({ ticketId }) => ticketId);
    const made = newMatch();

    expect(await match(pair, made)).toBe(true);
    expect(await tickets.see(pair)).toMatchObject(pair.map(() => ({ state: 'matched', matchId: made.matchId })));
    const log = await opened.admin.query('select entry_id from log where match_id = $1', [made.matchId]);
    expect(log.rows).toEqual([{ entry_id: made.entryId }]);
    expect(await waiting()).toEqual([]);
  });

  test('or none: where one waits no longer, the other waits on and there is no match', async () => {
    const [gone, stays] = [await enqueue(), await enqueue()];
    await tickets.delete(gone.ticketId, gone.userId);
    const [made, other] = [newMatch(), newMatch()];
    const pair = [await enqueue(), await enqueue()].map(({ ticketId }) => ticketId);
    const { matchIds } = await tickets.match('duel', REPLICA, [
      { ticketIds: [gone.ticketId, stays.ticketId], match: made },
      { ticketIds: pair, match: other },
    ]);

    expect([...matchIds]).toEqual([other.matchId]);
    expect(await waiting()).toEqual([stays.ticketId]);
    const log = await opened.admin.query('select from log where match_id = $1', [made.matchId]);
    expect(log.rows).toEqual([]);
  });

  test('once each, when replicas pair them differently at the same time and users cancel', async () => {
    const made = await Promise.all(Array.from({ length: 30 }, () => enqueue()));
    const ids = made.map(({ ticketId }) => ticketId);
    const rounds = ids.flatMap((one, index) =>
      [1, 2, 7].map((far) => [one, ids[(index + far) % ids.length]!] as const),
    );
    const cancels = made.slice(0, 5).map(({ ticketId, userId }) => tickets.delete(ticketId, userId));
    const tried = await Promise.all(rounds.map(async (pair) => ({ pair, match: await match(pair) })));
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

describe('a queue', () => {
  test('is one replica’s at a time, who is told that another wanted it', async () => {
    await enqueue();
    await enqueue();
    const [one, other] = [newId(), newId()];
    expect(await tickets.take('duel', one, 2)).toHaveLength(2);
    expect(await tickets.take('duel', other, 2)).toEqual([]);

    expect(await tickets.match('duel', one, [])).toEqual({ matchIds: new Set(), isWanted: true });
    expect(await tickets.take('duel', other, 2)).toHaveLength(2);
    expect(await tickets.match('duel', other, [])).toEqual({ matchIds: new Set(), isWanted: false });
  });

  test('is free again a second after it was taken by a replica that is gone', async () => {
    await enqueue();
    await enqueue();
    await tickets.take('duel', newId(), 2);
    const began = performance.now();
    const another = newId();
    while ((await tickets.take('duel', another, 2)).length === 0)
      await new Promise((resolve) => setTimeout(resolve, 20));

    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test('is known by who waits in it', async () => {
    expect(await tickets.modesWaitedIn()).toEqual([]);
    const first = await enqueue();
    const second = await enqueue();
    expect(await tickets.modesWaitedIn()).toEqual(['duel']);
    for (const { ticketId, userId } of [first, second]) await tickets.delete(ticketId, userId);
    expect(await tickets.modesWaitedIn()).toEqual([]);
  });

  test('in which too few wait is nobody’s', async () => {
    const first = await enqueue();
    expect(await tickets.take('duel', newId(), 2)).toEqual([]);
    const second = await enqueue();

    expect((await tickets.take('duel', newId(), 2)).map(({ ticketId }) => ticketId)).toEqual([
      first.ticketId,
      second.ticketId,
    ]);
  });

  test('tells of each what pairing asks for', async () => {
    const avoided = newId();
    const { ticketId, userId } = await enqueue(newId(), 'duel', { rating: 1_234.5, avoids: [avoided] });
    const [taken] = await tickets.take('duel', REPLICA, 1);

    expect(taken).toEqual({ ticketId, userId, rating: 1_234.5, waitedMs: expect.any(Number), avoids: [avoided] });
    expect(taken!.waitedMs).toBeGreaterThanOrEqual(0);
  });

  test('has places in the order of coming; who is gone has none', async () => {
    const [first, gone, third] = [await enqueue(), await enqueue(), await enqueue()];
    await opened.admin.query(`update ticket set seen_at = clock_timestamp() - interval '16 s' where ticket_id = $1`, [
      gone.ticketId,
    ]);
    const seen = await tickets.see([third.ticketId, first.ticketId, gone.ticketId]);
    const places = new Map(seen.map(({ ticketId, position }) => [ticketId, position]));

    expect([first, gone, third].map(({ ticketId }) => places.get(ticketId))).toEqual([1, null, 2]);
  });

  test('knows how long those waited who were matched lately', async () => {
    const pair = [await enqueue(), await enqueue()].map(({ ticketId }) => ticketId);
    await enqueue();
    await opened.admin.query(`update ticket set created_at = clock_timestamp() - interval '7 s'`);
    await match(pair);
    const waits = await tickets.recentWaits(['duel', 'other']);

    expect(waits.get('other')).toEqual([]);
    expect(waits.get('duel')!.map((wait) => Math.round(wait / 1_000))).toEqual([7, 7]);
  });

  test('forgets who left it more than an hour ago, and nobody who waits', async () => {
    const hourAgo = Date.now() - 3_700_000;
    const old = `${hourAgo.toString(16).padStart(12, '0')}`;
    const idOf = (last: string): string => `${old.slice(0, 8)}-${old.slice(8)}-7000-8000-00000000000${last}`;
    await enqueue(newId(), 'duel', { ticketId: idOf('1') });
    await enqueue(newId(), 'duel', { ticketId: idOf('2') });
    const left = await enqueue();
    await opened.admin.query(`update ticket set state = 'expired' where ticket_id in ($1, $2)`, [
      idOf('1'),
      left.ticketId,
    ]);
    await tickets.tidy();
    const { rows } = await opened.admin.query<{ ticket_id: string }>('select ticket_id from ticket order by 1');

    expect(rows.map(({ ticket_id }) => ticket_id)).toEqual([idOf('2'), left.ticketId]);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '../../harness/ids.ts';
import { openTestDatabase, type OpenedDatabase } from '../../../test/support/match-database.ts';
import { beat } from './replicas.ts';

let opened: OpenedDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
}, 30_000);
afterAll(() => opened?.close());
beforeEach(() => opened.admin.query('truncate replica, outage restart identity'));

const silentFor = (seconds: number) =>
  opened.admin.query(`update replica set heartbeat_at = heartbeat_at - $1 * interval '1 s'`, [seconds]);

describe('a heartbeat', () => {
  test('of the first replica there ever was finds no outage', async () => {
    const id = newId();

    expect(await beat(opened.pool, id, 'match-0', 0)).toEqual({ alive: new Set([id]), outages: [] });
  });

  test('tells who has been heard of within 5 s', async () => {
    const [one, two, three] = [newId(), newId(), newId()];
    await beat(opened.pool, one, 'match-0', 0);
    await silentFor(4);
    await beat(opened.pool, two, 'match-1', 0);
    await silentFor(2);
    const { alive } = await beat(opened.pool, three, 'match-2', 0);

    expect(alive).toEqual(new Set([two, three]));
  });

  test('after more than 3 s of everybody’s silence records one outage, which everybody then hears of', async () => {
    const ids = [newId(), newId(), newId()];
    for (const id of ids) await beat(opened.pool, id, 'match', 0);
    await silentFor(10);
    const beats = await Promise.all(ids.map((id) => beat(opened.pool, id, 'match', 0)));

    for (const { outages } of beats) {
      expect(outages).toHaveLength(1);
      expect(outages[0]!.ended - outages[0]!.began).toBeGreaterThan(9_900);
      expect(outages[0]!.ended - outages[0]!.began).toBeLessThan(11_000);
    }
    expect((await beat(opened.pool, ids[0]!, 'match', beats[0]!.outages[0]!.id)).outages).toEqual([]);
  });

  test('finds no outage while any replica was heard of', async () => {
    const [one, two] = [newId(), newId()];
    await beat(opened.pool, one, 'match-0', 0);
    await silentFor(60);
    await opened.admin.query('insert into replica values ($1, $2, clock_timestamp())', [two, 'match-1']);

    expect((await beat(opened.pool, one, 'match-0', 0)).outages).toEqual([]);
  });

  test('after days of silence still gives all of them back', async () => {
    const id = newId();
    await beat(opened.pool, id, 'match-0', 0);
    await silentFor(3 * 86_400);
    const { outages, alive } = await beat(opened.pool, newId(), 'match-0', 0);

    expect(outages[0]!.ended - outages[0]!.began).toBeGreaterThanOrEqual(3 * 86_400_000);
    expect(alive.has(id)).toBe(false);
  });
});

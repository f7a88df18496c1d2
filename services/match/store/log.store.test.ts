import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { startDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { testLog } from '../../../test/support/service.ts';
import { newId } from '../../harness/ids.ts';
import type { Entry, LinkedEntry } from '../room/entry.ts';
import { describeLogContract } from '../room/simulation/log-contract.ts';
import { PostgresLog } from './log.ts';
import { openMatchDatabase } from './open.ts';
import { Pool } from './pool.ts';
import { databaseTime } from './replicas.ts';

let server: TestDatabase;
let pool: Pool;
let log: PostgresLog;
let admin: pg.Client;

beforeAll(async () => {
  server = await startDatabase('match');
  const database = await openMatchDatabase(server.url);
  await database.migrate();
  await database.close();
  pool = new Pool(server.url, 8, testLog('match'));
  log = new PostgresLog(pool, testLog('match'));
  // The superuser: the service's own role may not leave a transaction idle, as some of these tests do.
  admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  await admin.query('set search_path to match');
}, 30_000);

afterAll(async () => {
  await pool?.close();
  await admin?.end();
  await server?.stop();
});

const create = async ({ matchId, seq, entryId, actor, commandId, at, body }: Entry): Promise<void> => {
  await admin.query(
    `insert into log (match_id, seq, entry_id, actor, command_id, at, body)
     values ($1, $2, $3, $4, $5, to_timestamp($6::float8 / 1000), $7)`,
    [matchId, seq, entryId, actor, commandId, at, Buffer.from(body)],
  );
};

describeLogContract('PostgreSQL', () => ({ log, create, now: () => databaseTime(pool) }));

/** A match with its first entry, and an entry to follow it. */
async function match(): Promise<{ first: Entry; next: LinkedEntry }> {
  const at = Math.floor(await databaseTime(pool)) - 1_000;
  const [matchId, body] = [newId(), '[]'];
  const first = { matchId, seq: 1, entryId: newId(), actor: newId(), commandId: newId(), at, body };
  await create(first);
  const next = { ...first, seq: 2, entryId: newId(), commandId: newId(), previousEntryId: first.entryId };
  return { first, next };
}

describe('appending to PostgreSQL', () => {
  test('is one statement for what comes together', async () => {
    const matches = await Promise.all(Array.from({ length: 20 }, () => match()));
    let statements = 0;
    const counted = Object.create(pool) as Pool;
    counted.query = (...args) => {
      statements += 1;
      return pool.query(...args);
    };
    const counting = new PostgresLog(counted, testLog('match'));
    await Promise.all(matches.map(({ next }) => counting.append(next)));

    expect(statements).toBe(1);
  });

  test('by two replicas to the same matches at once never deadlocks, and every place is taken once', async () => {
    const matches = await Promise.all(Array.from({ length: 200 }, () => match()));
    const other = new Pool(server.url, 4, testLog('match'));
    const replicas = [log, new PostgresLog(other, testLog('match'))];
    const deadlocks = async (): Promise<number> => {
      const text = 'select deadlocks::int as count from pg_stat_database where datname = current_database()';
      return (await admin.query<{ count: number }>(text)).rows[0]!.count;
    };
    await admin.query('select pg_stat_clear_snapshot()');
    const before = await deadlocks();
    const slowest = { ms: 0 };
    for (let round = 0; round < 5; round += 1) {
      const outcomes = await Promise.all(
        replicas.map(async (replica, index) => {
          const mine = matches.map(({ first }) => nextOf(first, round));
          const began = performance.now();
          const all = await Promise.all((index === 0 ? mine : mine.reverse()).map((entry) => replica.append(entry)));
          slowest.ms = Math.max(slowest.ms, performance.now() - began);
          return all;
        }),
      );
      expect(outcomes.flat().filter((outcome) => outcome === 'stored')).toHaveLength(matches.length);
      expect(outcomes.flat().every((outcome) => outcome === 'stored' || outcome === 'absent')).toBe(true);
      for (const one of matches) one.first = (await log.read(one.first.matchId, round + 2))[0]!;
    }
    await other.close();
    expect((await deadlocks()) - before).toBe(0);
    expect(slowest.ms).toBeLessThan(1_000); // deadlock_timeout: a ring of locks stands for at least so long
  });

  test('of which the server warned has an unknown outcome', async () => {
    const { next } = await match();
    await admin.query(`
      create function warn() returns trigger language plpgsql as
        $$ begin raise warning 'the transaction has already committed locally, but might not have been replicated'; return new; end $$`);
    await admin.query('create trigger warn after insert on log for each row execute function warn()');
    try {
      expect(await log.append(next)).toBe('unknown');
    } finally {
      await admin.query('drop trigger warn on log');
      await admin.query('drop function warn');
    }
    expect(await log.read(next.matchId, 2)).toHaveLength(1);
  });

  test('that is not answered within 3 s has an unknown outcome and takes its connection with it', async () => {
    const { next } = await match();
    const lonely = new Pool(server.url, 1, testLog('match'));
    const slow = new PostgresLog(lonely, testLog('match'));
    await admin.query('begin');
    await create({ ...next, entryId: newId(), commandId: newId() }); // has the place, and is not committed
    const began = performance.now();
    const outcome = await slow.append(next);
    const took = performance.now() - began;
    // The one connection that there may be is a new one, or this would wait as long as the old.
    expect(await databaseTime(lonely)).toBeGreaterThan(0);
    await admin.query('rollback');

    expect(outcome).toBe('unknown');
    expect(took).toBeGreaterThanOrEqual(2_990);
    expect(took).toBeLessThan(4_000);
    await lonely.close();
  }, 15_000);

  test('to a database that refuses connections is unknown at once, and reading fails', async () => {
    const nowhere = new Pool('postgres://nobody:x@/none?host=/nowhere', 2, testLog('match'));
    const away = new PostgresLog(nowhere, testLog('match'));
    const { next } = await match();

    expect(await away.append(next)).toBe('unknown');
    await expect(away.read(next.matchId, 1)).rejects.toThrow('ENOENT');
    await nowhere.close();
  });
});

function nextOf(head: Entry, round: number): LinkedEntry {
  return { ...head, seq: round + 2, entryId: newId(), commandId: newId(), previousEntryId: head.entryId };
}

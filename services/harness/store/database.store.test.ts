import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Migration } from '@mikro-orm/migrations';
import pg from 'pg';
import { startDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { databaseAway, openDatabase, type Database, type NamedMigration } from './database.ts';

class First extends Migration {
  override up(): void {
    this.addSql('create table thing (id integer primary key)');
  }
}
class Second extends Migration {
  override up(): void {
    this.addSql('alter table thing add column name text');
  }
}
class Broken extends Migration {
  override up(): void {
    this.addSql('create table other (id integer)');
    this.addSql('create table thing (id integer)');
  }
}
const first = { name: '0001-first', class: First };
const second = { name: '0002-second', class: Second };

describe('Database', () => {
  let server: TestDatabase;
  let opened: Database[];

  beforeEach(async () => {
    server = await startDatabase('stats');
    opened = [];
  }, 30_000);
  afterEach(async () => {
    await Promise.all(opened.map((database) => database.close()));
    await server?.stop();
  });

  async function open(...migrations: readonly NamedMigration[]): Promise<Database> {
    const database = await openDatabase({ url: server.url, entities: [], migrations, maxConnections: 4 });
    opened.push(database);
    return database;
  }

  test('applies what migrations are missing, in order, into the schema of its role', async () => {
    const database = await open(first, second);
    expect(await database.migrate()).toEqual(['0001-first', '0002-second']);
    expect(await database.migrate()).toEqual([]);
    await database.checkMigrated();
    const tables = await database
      .fork()
      .execute<{ table_schema: string }[]>(
        `select table_schema from information_schema.tables where table_name in ('thing', 'migrations')`,
      );
    expect(tables.map((row) => row.table_schema)).toEqual(['stats', 'stats']);
  });

  test('applies each migration once when several are started at the same time', async () => {
    const databases = await Promise.all(Array.from({ length: 4 }, () => open(first, second)));
    const applied = await Promise.all(databases.map((database) => database.migrate()));
    expect(applied.flat().sort()).toEqual(['0001-first', '0002-second']);
  });

  test('applies all or nothing', async () => {
    await (await open(first)).migrate();
    const database = await open(first, second, { name: '0003-broken', class: Broken });
    await expect(database.migrate()).rejects.toThrow('already exists');
    const [row] = await database
      .fork()
      .execute<{ columns: number }[]>(
        `select count(*)::int as columns from information_schema.columns where table_name in ('thing', 'other')`,
      );
    expect(row!.columns).toBe(1);
  });

  test('tells a schema that lacks a migration, and puts up with a newer one, as there is during an upgrade', async () => {
    await (await open(first)).migrate();
    await expect((await open(first, second)).checkMigrated()).rejects.toThrow('lacks 0002-second; run migrate.ts');
    await (await open(first, second)).migrate();
    await (await open(first)).checkMigrated();
  });

  test('undoes a transaction by whatever is thrown in it', async () => {
    const database = await open(first);
    await database.migrate();
    const failing = database.transact(async (em) => {
      await em.execute('insert into thing values (1)');
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await database.fork().execute('select * from thing')).toEqual([]);
  });

  test('says that the outcome is unknown when the connection is lost, and works again by itself', async () => {
    const database = await open();
    const admin = new pg.Client({ connectionString: server.adminUrl });
    await admin.connect();
    const sleeping = database.use((em) => em.execute('select pg_sleep(10)'));
    const cutOff = expect(sleeping).rejects.toMatchObject({ code: 14, reason: 'OUTCOME_UNKNOWN' });
    const findSleeper = `select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep%' and usename = 'playmesh_stats' and datname = current_database()`;
    while ((await admin.query(findSleeper)).rowCount === 0);
    await cutOff;
    await admin.end();
    expect(await database.use((em) => em.execute('select 1 as one'))).toEqual([{ one: 1 }]);
  });

  test('does not wait for ever for a lock, nor lets others wait for one who stands still', async () => {
    const options = { url: server.url, entities: [], migrations: [first], maxConnections: 4, patienceMs: 200 };
    const [still, other] = [await openDatabase(options), await openDatabase(options)];
    opened.push(still, other);
    await still.migrate();
    let locked!: () => void;
    const isLocked = new Promise<void>((resolve) => (locked = resolve));
    const standing = still.transact(async (em) => {
      await em.execute('lock table thing');
      locked();
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await em.execute('insert into thing values (1)');
    });
    const cutOff = expect(standing).rejects.toMatchObject({ reason: 'OUTCOME_UNKNOWN' });
    await isLocked;
    const insert = () => other.use((em) => em.execute('insert into thing values (2)'));
    const tries = [];
    for (let each = 0; each < 3; each++)
      tries.push(
        await insert().then(
          () => 'done',
          (error: { reason?: string }) => error.reason,
        ),
      );
    expect(tries).toContain('done');
    await cutOff;
  });

  test('keeps nobody waiting for a database that is there but silent', async () => {
    const database = await open();
    const start = performance.now();
    const silent = database.use((em) => em.execute('select pg_sleep(7)'));
    await expect(silent).rejects.toMatchObject({ code: 14, reason: 'OUTCOME_UNKNOWN' });
    expect(performance.now() - start).toBeLessThan(6_800);
    expect(await database.use((em) => em.execute('select 1 as one'))).toEqual([{ one: 1 }]);
  }, 20_000);

  test('loses no place of its pool when connections end in the middle of transactions', async () => {
    const options = { url: server.url, entities: [], migrations: [], maxConnections: 2, patienceMs: 50 };
    const database = await openDatabase(options);
    opened.push(database);
    for (let each = 0; each < 3; each++) {
      const lost = database.transact(async (em) => {
        await em.execute('select 1');
        await new Promise((resolve) => setTimeout(resolve, 150)); // longer than the server's patience
        await em.execute('select 1');
      });
      await expect(lost).rejects.toMatchObject({ reason: 'OUTCOME_UNKNOWN' });
    }
    expect(await database.use((em) => em.execute('select 1 as one'))).toEqual([{ one: 1 }]);
  });

  test('does not take a mistake in a statement for an outage', async () => {
    const database = await open();
    const error: unknown = await database.use((em) => em.execute('select nonsense')).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: '42703' });
  });
});

test.each<[string, unknown, boolean]>([
  ['a refused connection', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), true],
  ['a socket that is not there', Object.assign(new Error('connect'), { code: 'ENOENT' }), true],
  ['a server that starts up', Object.assign(new Error('starting'), { code: '57P03' }), true],
  ['a lost connection', Object.assign(new Error('lost'), { code: '08006' }), true],
  [
    'a cause within another error',
    new Error('outer', { cause: Object.assign(new Error('x'), { code: '57P01' }) }),
    true,
  ],
  ['a driver that was cut off', new Error('Connection terminated unexpectedly'), true],
  ['a pool that waits in vain', new Error('timeout exceeded when trying to connect'), true],
  ['a taken name', Object.assign(new Error('duplicate key'), { code: '23505' }), false],
  ['any other error', new Error('oops'), false],
  ['what is no error', 'oops', false],
])('databaseAway judges %s', (_, error, away) => {
  expect(databaseAway(error)).toBe(away);
});

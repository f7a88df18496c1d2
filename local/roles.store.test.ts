import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startDatabase, type TestDatabase } from '../test/support/database.ts';
import { withClient } from './postgres.ts';
import { databaseRoles, prepareRoles, serviceUrl } from './roles.ts';

describe('the database of a service', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startDatabase('match');
  });
  afterAll(() => database.stop());

  const asService = (sql: string) =>
    withClient(database.url, async (client) => (await client.query(sql)).rows as unknown[]);

  test('has its own schema as the search path, and may create there', async () => {
    await asService('create table t (id int)');
    expect(
      await asService(`select 't'::regclass::oid::regclass::text as t, relnamespace::regnamespace::text as schema,
      current_user as role from pg_class where oid = 't'::regclass`),
    ).toEqual([{ t: 't', schema: 'match', role: 'playmesh_match' }]);
  });

  test.each(['create table users.t (id int)', 'create table public.t (id int)', 'create schema other'])(
    'refuses to the role what lies outside its schema: %s',
    async (sql) => {
      await expect(asService(sql)).rejects.toMatchObject({ code: '42501' });
    },
  );

  test('hides the schemas of the other services', async () => {
    await withClient(database.adminUrl, (client) => client.query('create table users.secret (id int)'));
    await expect(asService('select * from users.secret')).rejects.toMatchObject({ code: '42501' });
  });

  test('frees what a stopped match replica holds within a second or two', async () => {
    expect(await asService('show idle_in_transaction_session_timeout')).toEqual([
      { idle_in_transaction_session_timeout: '1s' },
    ]);
  });
});

test('roles are prepared by an admin who is no superuser, and again by the next', async () => {
  const database = await startDatabase('match');
  try {
    const admin = `admin_${process.pid}`;
    await withClient(database.adminUrl, async (client) => {
      await client.query(`create role ${admin} login createrole createdb password 'x'`);
      // The roles of this server were made by its superuser, who may hand them on.
      for (const { role } of Object.values(databaseRoles))
        await client.query(`grant ${role} to ${admin} with admin option`);
    });
    const adminUrl = database.adminUrl.replace(/\/\/[^@]*@/, `//${admin}:x@`);
    const name = `of_${admin}`;
    const passwords = { user: 'user-password', match: 'match-password', stats: 'stats-password' };
    await prepareRoles(adminUrl.replace(/\/[^/?]*\?/, '/postgres?'), name, passwords);
    await prepareRoles(adminUrl.replace(/\/[^/?]*\?/, '/postgres?'), name, passwords);
    await withClient(serviceUrl(adminUrl, name, 'stats', passwords.stats), (client) =>
      client.query('create table t (id int)'),
    );
    await withClient(database.adminUrl, (client) => client.query(`drop database ${name} with (force)`));
  } finally {
    await database.stop();
  }
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { startDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { newId } from '../../harness/ids.ts';
import { openUserDatabase } from './user-database.ts';

const ACCOUNT = {
  id: newId(),
  username: 'ann',
  email: 'ann@example.org',
  password_hash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA',
  roles: '{player}',
  display_name: 'Ann',
  area_code: 0,
  locale: '',
};

describe('what the database itself holds to', () => {
  let server: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    server = await startDatabase('user');
    const database = await openUserDatabase(server.url);
    await database.migrate();
    await database.close();
    client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await insert('account', ACCOUNT);
  }, 30_000);
  afterAll(async () => {
    await client?.end();
    await server?.stop();
  });

  const insert = (table: string, row: Record<string, unknown>) => {
    const columns = Object.keys(row);
    const places = columns.map((_, index) => `$${index + 1}`).join(', ');
    return client.query(`insert into ${table} (${columns.join(', ')}) values (${places})`, Object.values(row));
  };
  const another = () => {
    const id = newId();
    return { ...ACCOUNT, id, username: `a${id.slice(-12)}`, email: `${id}@example.org` };
  };
  const session = () => {
    const now = new Date();
    const expire_time = new Date(now.getTime() + 60_000);
    const row = { id: newId(), account_id: ACCOUNT.id, user_agent: '', generation: 1 };
    return { ...row, create_time: now, refresh_time: now, expire_time };
  };

  test.each<[string, object, string]>([
    ['a username that another has in other letters', { username: 'ANN' }, '23505'],
    ['an email that another has in other letters', { email: 'Ann@Example.org' }, '23505'],
    ['a username with an @', { username: 'ann@x' }, '23514'],
    ['an email without an @', { email: 'ann' }, '23514'],
    ['a password that is no argon2id hash', { password_hash: 'correct horse' }, '23514'],
    ['a username without a password', { password_hash: null }, '23514'],
    ['a password without an email', { email: null }, '23514'],
    ['an account that is no player', { roles: '{admin}' }, '23514'],
    ['a role that there is not', { roles: '{player,emperor}' }, '23514'],
    ['an empty display name', { display_name: '' }, '23514'],
    ['a display name that is too long', { display_name: 'x'.repeat(64) }, '23514'],
    ['an area code below 100', { area_code: 99 }, '23514'],
    ['an area code above 999', { area_code: 1000 }, '23514'],
    ['a locale that is too long', { locale: 'x'.repeat(36) }, '23514'],
  ])('no %s', async (_, wrong, code) => {
    await expect(insert('account', { ...another(), ...wrong })).rejects.toMatchObject({ code });
  });

  test.each<[string, object, string]>([
    ['session of nobody', { account_id: newId() }, '23503'],
    ['session that expires before it is refreshed', { expire_time: new Date(0) }, '23514'],
    ['session without a generation', { generation: 0 }, '23514'],
  ])('no %s', async (_, wrong, code) => {
    await expect(insert('session', { ...session(), ...wrong })).rejects.toMatchObject({ code });
  });

  test.each<[string, object]>([
    ['for nothing', { purpose: 'dance' }],
    ['that is no hash of 32 bytes', { hash: Buffer.alloc(43) }],
  ])('no token of a mail %s', async (_, wrong) => {
    const token = { account_id: ACCOUNT.id, purpose: 'verify_email', hash: Buffer.alloc(32), expire_time: new Date() };
    await expect(insert('mail_token', { ...token, ...wrong })).rejects.toMatchObject({ code: '23514' });
  });

  test('two tokens of an account for the same, or two waiting mails, cannot be', async () => {
    const token = { account_id: ACCOUNT.id, purpose: 'verify_email', expire_time: new Date() };
    await insert('mail_token', { ...token, hash: Buffer.alloc(32, 1) });
    await expect(insert('mail_token', { ...token, hash: Buffer.alloc(32, 2) })).rejects.toMatchObject({
      code: '23505',
    });
    const mail = () => insert('mail', { id: newId(), account_id: ACCOUNT.id, purpose: 'verify_email' });
    await mail();
    await expect(mail()).rejects.toMatchObject({ code: '23505' });
    await client.query('update mail set send_time = now()');
    await mail();
  });

  test('a guest has no verified address, and nobody blocks themselves', async () => {
    const guest = { ...another(), username: null, email: null, password_hash: null };
    await expect(insert('account', { ...guest, email_verify_time: new Date() })).rejects.toMatchObject({
      code: '23514',
    });
    const block = { blocker_id: ACCOUNT.id, blocked_id: ACCOUNT.id };
    await expect(insert('block', block)).rejects.toMatchObject({ code: '23514' });
  });

  test('no refresh token but as a hash of 32 bytes, of a session that is there', async () => {
    const token = { hash: Buffer.alloc(32), session_id: newId(), generation: 1, issue_time: new Date() };
    await expect(insert('refresh_token', token)).rejects.toMatchObject({ code: '23503' });
    await expect(insert('refresh_token', { ...token, hash: Buffer.alloc(48) })).rejects.toMatchObject({
      code: '23514',
    });
  });

  test('no signing key whose public half has the private number', async () => {
    const key = {
      id: 'x',
      public_key: { kty: 'EC', d: 'secret' },
      sealed_private_key: Buffer.alloc(1),
      sign_time: new Date(),
    };
    await expect(insert('signing_key', key)).rejects.toMatchObject({ code: '23514' });
  });

  test('whatever removes a living session, its end is told; of an expired one nobody needs to hear', async () => {
    const account = another();
    await insert('account', account);
    const [living, deleted, expired] = [session(), { ...session(), account_id: account.id }, session()];
    for (const row of [living, deleted]) await insert('session', row);
    const [create_time, refresh_time, expire_time] = [1, 1, 2].map((ms) => new Date(ms));
    await insert('session', { ...expired, create_time, refresh_time, expire_time });
    await client.query('delete from session where id = any($1)', [[living.id, expired.id]]);
    await client.query('delete from account where id = $1', [account.id]);
    const { rows } = await client.query<{ session_id: string }>('select session_id from ended_session');
    expect(rows.map(({ session_id }) => session_id).sort()).toEqual([living.id, deleted.id].sort());
  });

  test('the audit trail is only ever added to', async () => {
    await insert('audit_event', { id: newId(), action: 'log_in', client_address: '192.0.2.1' });
    for (const text of [
      `update audit_event set action = 'log_out'`,
      'delete from audit_event',
      'truncate audit_event',
    ]) {
      await expect(client.query(text)).rejects.toMatchObject({ code: '42501' });
    }
    await expect(insert('audit_event', { id: newId(), action: 'dance', client_address: '' })).rejects.toMatchObject({
      code: '23514',
    });
  });

  test('the role of the service reaches no other schema', async () => {
    for (const schema of ['match', 'stats', 'public']) {
      await expect(client.query(`create table ${schema}.x ()`)).rejects.toMatchObject({ code: '42501' });
    }
  });
});

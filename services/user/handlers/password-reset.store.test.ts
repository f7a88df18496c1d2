import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startMailServer, type TestMailServer } from '../../../test/support/mailbox.ts';
import { refusalOf } from '../../../test/support/refusal.ts';
import {
  PASSWORD,
  signedBy,
  startUserService,
  type TestAccount,
  type TestUserService,
} from '../../../test/support/user-service.ts';
import { until } from '../../../test/support/until.ts';

const NEW_PASSWORD = 'staple of another kind';

const badToken = { code: 'UNAUTHENTICATED', reason: 'BAD_MAIL_TOKEN' };

describe('RequestPasswordReset and ResetPassword', () => {
  let post: TestMailServer;
  let service: TestUserService;
  beforeAll(async () => {
    post = await startMailServer();
    service = await startUserService({
      ...post.environment,
      PLAYMESH_MAIL_LINK: 'https://example.org/{purpose}?token={token}',
      PLAYMESH_MAIL_ADDRESS_LIMIT: '600/600',
      PLAYMESH_MAILBOX_LIMIT: '600/600',
    });
  }, 30_000);
  afterAll(async () => {
    await service?.stop();
    await post?.close();
  });

  /** Asks for a mail and reads it; the mail of the registration came before. */
  async function tokenOf({ user: { email } }: TestAccount, nth = 2): Promise<string> {
    await service.client.requestPasswordReset({ email });
    return (await post.mail(email, nth)).token;
  }
  async function register(): Promise<TestAccount> {
    const account = await service.register();
    await post.mail(account.user.email);
    return account;
  }
  const reset = (token: string, password = NEW_PASSWORD) =>
    service.client.resetPassword({ token, password, passwordConfirmation: password });
  const refused = (token: string, password = NEW_PASSWORD) =>
    refusalOf((options) => service.client.resetPassword({ token, password, passwordConfirmation: password }, options));
  const refusedLogIn = (login: string, password: string) =>
    refusalOf((options) => service.client.logIn({ login, password }, options));

  test('answer as ever while the account that has the address is being deleted', async () => {
    const { id, user } = await register();
    const deleting = new pg.Client(service.databaseUrl);
    await deleting.connect();
    await deleting.query('begin');
    await deleting.query('delete from account where id = $1', [id]);
    const asked = service.client.requestPasswordReset({ email: user.email });
    await until('the request to wait for the deletion', async () => {
      const waiting = `select from pg_stat_activity where wait_event_type = 'Lock'`;
      return (await service.sql(waiting)).length > 0;
    });
    await deleting.query('commit');
    await deleting.end();
    await asked;

    const [told] = await service.sql<{ account_id: string | null }>(
      `select account_id from audit_event where action = 'request_password_reset' order by id desc limit 1`,
    );
    expect(told!.account_id).toBeNull();
  });

  test('set another password by mail, end all sessions, and verify the address', async () => {
    const ann = await register();
    const other = await service.logIn(ann);
    const { email } = ann.user;
    await service.client.requestPasswordReset({ email: email.toUpperCase() });
    const mail = await post.mail(email, 2);
    expect(mail.headers['subject']).toBe('Set a new password');
    expect(mail.text).toContain(`\nhttps://example.org/reset-password?token=${mail.token}\n`);
    await service.client.getUser({}, signedBy(ann.tokens)); // nothing has happened yet
    await reset(mail.token);
    expect(await service.hasEnded(ann.tokens)).toBe(true);
    expect(await service.hasEnded(other)).toBe(true);
    expect((await refusedLogIn(email, PASSWORD)).reason).toBe('BAD_CREDENTIALS');
    const { user } = await service.client.logIn({ login: email, password: NEW_PASSWORD });
    expect(user!.emailVerified).toBe(true);
    expect(await service.trail(ann.id)).toEqual([
      'register',
      'log_in',
      'request_password_reset',
      'reset_password',
      'fail_log_in',
      'log_in',
    ]);
  });

  test('a token works once, of several uses at the same time too', async () => {
    const ann = await register();
    const token = await tokenOf(ann);
    const uses = await Promise.allSettled(
      Array.from({ length: 4 }, (_, each) => reset(token, `${NEW_PASSWORD} ${each}`)),
    );
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await refused(token)).toMatchObject(badToken);
    expect((await service.trail(ann.id)).filter((action) => action === 'reset_password')).toHaveLength(1);
  });

  test('a token is good for an hour', async () => {
    const ann = await register();
    const token = await tokenOf(ann);
    const [row] = await service.sql<{ minutes: number }>(
      `select extract(epoch from expire_time - now())::float8 / 60 as minutes from mail_token
       where account_id = $1 and purpose = 'reset_password'`,
      [ann.id],
    );
    expect(row!.minutes).toBeGreaterThan(59);
    expect(row!.minutes).toBeLessThanOrEqual(60);
    await service.sql(`update mail_token set expire_time = expire_time - interval '1 hour' where account_id = $1`, [
      ann.id,
    ]);
    expect(await refused(token)).toMatchObject(badToken);
    await service.client.logIn({ login: ann.user.email, password: PASSWORD });
  });

  test('a later mail voids the token of the one before', async () => {
    const ann = await register();
    const first = await tokenOf(ann);
    const second = await tokenOf(ann, 3);
    expect(await refused(first)).toMatchObject(badToken);
    await reset(second);
  });

  test('a token is for what its mail says, and nothing else', async () => {
    const ann = await service.register();
    const { token: verification } = await post.mail(ann.user.email);
    expect(await refused(verification)).toMatchObject(badToken);
    const token = await tokenOf(ann);
    expect(await refusalOf((options) => service.client.verifyEmail({ token }, options))).toMatchObject(badToken);
    await reset(token);
    // The address is verified by now, and what waited for that is void.
    expect(await refusalOf((options) => service.client.verifyEmail({ token: verification }, options))).toMatchObject(
      badToken,
    );
  });

  test('a password that is refused leaves the token good', async () => {
    const ann = await register();
    const token = await tokenOf(ann);
    for (const password of ['password1', ann.user.username, ann.user.email]) {
      const refusal = await refused(token, password);
      expect(refusal.code).toBe('INVALID_ARGUMENT');
      expect(Object.keys(refusal.fields!)).toEqual(['password']);
    }
    const unlike = { token, password: NEW_PASSWORD, passwordConfirmation: PASSWORD };
    const refusal = await refusalOf((options) => service.client.resetPassword(unlike, options));
    expect(Object.keys(refusal.fields!)).toEqual(['password_confirmation']);
    await reset(token);
  });

  test('a change of the password voids the token', async () => {
    const ann = await register();
    const token = await tokenOf(ann);
    const change = { currentPassword: PASSWORD, password: NEW_PASSWORD, passwordConfirmation: NEW_PASSWORD };
    await service.client.changePassword(change, signedBy(ann.tokens));
    expect(await refused(token, 'yet another password')).toMatchObject(badToken);
  });

  test('who asks is not told whether an account has the address: not by the answer, nor by time', async () => {
    const ann = await register();
    const ask = async (email: string) => {
      const start = performance.now();
      expect(await service.client.requestPasswordReset({ email })).toEqual({});
      return performance.now() - start;
    };
    const nobody = () => `${randomBytes(6).toString('hex')}@example.org`;
    const [known, unknown]: [number[], number[]] = [[], []];
    for (let round = 0; round < 20; round++) {
      known.push(await ask(ann.user.email));
      unknown.push(await ask(nobody()));
    }
    const [shortest, other] = [Math.min(...known), Math.min(...unknown)]; // which have the least noise in them
    expect(Math.max(shortest, other) / Math.min(shortest, other)).toBeLessThan(2);
  });

  test('who asks for an address that nobody has leaves the same rows, and a mail to nobody is dropped', async () => {
    const ann = await register();
    await service.sql('create table asked (account_id uuid)');
    await service.sql(`create function note_asked() returns trigger language plpgsql security definer
      set search_path from current as $$ begin insert into asked values (new.account_id); return null; end $$`);
    await service.sql('create trigger note_asked after insert on mail for each row execute function note_asked()');
    const sent = post.received.length;
    await service.client.requestPasswordReset({ email: `${randomBytes(6).toString('hex')}@example.org` });
    await service.client.requestPasswordReset({ email: ann.user.email });
    await post.mail(ann.user.email, 2);
    expect(await service.sql('select account_id from asked')).toEqual([{ account_id: null }, { account_id: ann.id }]);
    const events = await service.sql(
      `select account_id, actor_id from audit_event where action = 'request_password_reset' order by id desc limit 2`,
    );
    expect(events).toEqual([
      { account_id: ann.id, actor_id: null },
      { account_id: null, actor_id: null },
    ]);
    await until('the mail to nobody to be dropped', async () => {
      const waiting = await service.sql('select from mail where account_id is null');
      return waiting.length === 0;
    });
    expect(post.received).toHaveLength(sent + 1);
  });

  test.each([
    ['no address', { email: '' }, ['email']],
    ['what is no address', { email: 'ann' }, ['email']],
  ])('refuse %s', async (_, request, fields) => {
    const refusal = await refusalOf((options) => service.client.requestPasswordReset(request, options));
    expect(refusal.code).toBe('INVALID_ARGUMENT');
    expect(Object.keys(refusal.fields!)).toEqual(fields);
  });
});

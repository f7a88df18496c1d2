import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { startMailServer, SMTP_PASSWORD, type TestMailServer } from '../../../test/support/mailbox.ts';
import { refusalOf } from '../../../test/support/refusal.ts';
import { testLog } from '../../../test/support/service.ts';
import { until } from '../../../test/support/until.ts';
import {
  PASSWORD,
  signedBy,
  startUserService,
  type TestAccount,
  type TestUserService,
} from '../../../test/support/user-service.ts';
import type { Database } from '../../harness/store/database.ts';
import { deleteAccount, lockAccount } from '../store/accounts.ts';
import { openUserDatabase } from '../store/user-database.ts';
import { Mails } from './mails.ts';
import { smtpPost } from './smtp.ts';

let post: TestMailServer;
let service: TestUserService;
let database: Database;
beforeAll(async () => {
  post = await startMailServer();
  service = await startUserService({
    ...post.environment,
    PLAYMESH_MAIL_ADDRESS_LIMIT: '1000/1000',
    PLAYMESH_LOGIN_FAILURE_ADDRESS_LIMIT: '1000/1000',
    PLAYMESH_REGISTRATION_LIMIT: '1000/1000',
  });
  database = await openUserDatabase(service.databaseUrl);
}, 30_000);
afterAll(async () => {
  await database?.close();
  await service?.stop();
  await post?.close();
});

const waiting = () => service.sql('select from mail where send_time is null');
const allSent = () => until('all mails to be sent', async () => (await waiting()).length === 0);
const rowOf = async ({ id }: TestAccount) =>
  (
    await service.sql<{ send_time: Date | null }>(
      'select send_time from mail where account_id = $1 order by id desc limit 1',
      [id],
    )
  )[0];
/** In SQL, of a mail that no replica is busy with: it waits a minute at most, while one that is sent is leased for two. */
const IDLE = `send_time is null and due_time < now() + interval '61 s'`;
/** Mails that wait for their next try are due at once. */
const hasten = () => service.sql(`update mail set due_time = now() where ${IDLE}`);
/** Waits until the mail server has refused each waiting mail at least once, or could not be asked. */
const allTried = () =>
  until('each mail to be tried', async () => {
    const untried = await service.sql(`select from mail where send_time is null and not (tries > 0 and ${IDLE})`);
    return untried.length === 0;
  });
/** What sends mails in other replicas; it looks when it is told to. */
const replicas = (count: number) => {
  const { PLAYMESH_SMTP_URL: url, PLAYMESH_MAIL_FROM: from } = post.environment;
  return Array.from({ length: count }, () => new Mails(database, smtpPost(url, from), '', testLog('user')));
};
const verify = (token: string) => refusalOf((options) => service.client.verifyEmail({ token }, options));

describe('a mail', () => {
  test('waits while the mail server is away, and is sent once when it is back', async () => {
    await post.stop();
    const accounts = [await service.register(), await service.register()];
    await service.client.requestPasswordReset({ email: accounts[0]!.user.email });
    await allTried();
    expect(await waiting()).toHaveLength(3);
    await post.start();
    await allSent(); // by itself
    expect(post.received).toHaveLength(3);
    for (const { user } of accounts) {
      const mails = post.received.filter(
        ({ to, headers }) => to[0] === user.email && headers['subject']!.includes('Conf'),
      );
      expect(mails).toHaveLength(1);
      await service.client.verifyEmail({ token: mails[0]!.token });
    }
  });

  test('that is asked for again while it waits is sent once', async () => {
    await post.stop();
    const ann = await service.register();
    for (let each = 0; each < 3; each++) await service.client.requestEmailVerification({}, signedBy(ann.tokens));
    expect(await waiting()).toHaveLength(1);
    await post.start();
    await allSent();
    const { token } = await post.mail(ann.user.email);
    expect(post.received.filter(({ to }) => to[0] === ann.user.email)).toHaveLength(1);
    await service.client.verifyEmail({ token });
  });

  test('that the mail server takes later is tried again; one that it refuses for good is not', async () => {
    post.refuseWith(450);
    const ann = await service.register();
    await allTried();
    post.refuseWith(550);
    await hasten();
    await until('the mail to be dropped', async () => (await rowOf(ann)) === undefined);
    post.refuseWith(undefined);
    await service.client.requestEmailVerification({}, signedBy(ann.tokens));
    await post.mail(ann.user.email);
  });

  test('is given up after a day, unless it is asked for again', async () => {
    post.refuseWith(450);
    const [ann, bob] = [await service.register(), await service.register()];
    await allTried();
    await service.sql(`update mail set create_time = create_time - interval '25 h' where send_time is null`);
    await service.client.requestEmailVerification({}, signedBy(bob.tokens));
    post.refuseWith(undefined);
    await hasten();
    await post.mail(bob.user.email); // may come of a look at the mails before they were hastened
    await until('the other to be dropped', async () => (await rowOf(ann)) === undefined);
    expect(post.received.filter(({ to }) => to[0] === ann.user.email)).toEqual([]);
  });

  test('whose sender dies is sent by another one after two minutes, and voids the token of the first', async () => {
    const letGo = post.hold(); // the answer to the first never comes to be noted
    const ann = await service.register();
    const first = await post.mail(ann.user.email);
    await service.sql(`update mail set due_time = due_time - interval '121 s' where account_id = $1`, [ann.id]);
    const other = replicas(1)[0]!;
    other.hurry();
    const second = await post.mail(ann.user.email, 2);
    letGo();
    await allSent();
    await other.stop();
    expect((await verify(first.token)).reason).toBe('BAD_MAIL_TOKEN');
    await service.client.verifyEmail({ token: second.token });
  });

  test('is not due again while its sender waits for the mail server', async () => {
    const letGo = post.hold();
    const ann = await service.register();
    await post.mail(ann.user.email);
    const others = replicas(3);
    others.forEach((mails) => mails.hurry());
    await Promise.all(others.map((mails) => mails.stop()));
    letGo();
    await allSent();
    expect(post.received.filter(({ to }) => to[0] === ann.user.email)).toHaveLength(1);
  });

  test('is sent by one of many replicas', async () => {
    await post.stop();
    const accounts = [];
    for (let each = 0; each < 12; each++) accounts.push(await service.register());
    await allTried();
    await post.start();
    await hasten();
    const others = replicas(3);
    others.forEach((mails) => mails.hurry());
    await allSent();
    await Promise.all(others.map((mails) => mails.stop()));
    for (const { user } of accounts) {
      expect(post.received.filter(({ to }) => to[0] === user.email)).toHaveLength(1);
    }
  });
});

describe('while mails are sent', () => {
  /** The mail server comes back, and a replica looks once for what can be sent. */
  const lookForMails = async () => {
    await post.start();
    await hasten();
    const mails = replicas(1)[0]!;
    mails.hurry();
    await mails.stop();
  };

  test('a mail whose account somebody holds is left for later, so that nobody waits for it in a circle', async () => {
    await post.stop();
    const [ann, bob] = [await service.register(), await service.register()];
    await allTried();
    await database.transact(async (em) => {
      await lockAccount(em, bob.id); // as who deletes it does
      await lookForMails();
      await post.mail(ann.user.email);
      await deleteAccount(em, bob.id); // takes the mail too, which nobody may hold who waits for the account
    });
    await allSent();
    expect(post.received.filter(({ to }) => to[0] === bob.user.email)).toEqual([]);
  });

  test('a mail that was left goes out when its account is free', async () => {
    await post.stop();
    const bob = await service.register();
    await allTried();
    await database.transact(async (em) => {
      await lockAccount(em, bob.id);
      await lookForMails();
      expect(await waiting()).toHaveLength(1);
    });
    await post.mail(bob.user.email);
  });

  test('accounts are deleted, and passwords reset and changed, without waiting for each other in a circle', async () => {
    const others = replicas(3);
    const timer = setInterval(() => others.forEach((mails) => mails.hurry()), 20);
    /** Whoever comes too late is refused; only who was caught in a circle is told that nobody knows. */
    const all = async (...calls: readonly Promise<unknown>[]) => {
      const answers = await Promise.allSettled(calls);
      const errors = answers.flatMap((answer) => (answer.status === 'rejected' ? [String(answer.reason)] : []));
      expect(errors.filter((error) => /UNAVAILABLE|INTERNAL/.test(error))).toEqual([]);
    };
    const live = async (each: number) => {
      const [ann, bob] = [await service.register(), await service.register()];
      const [{ email }, password] = [ann.user, `${PASSWORD} ${each}`];
      const { token: verification } = await post.mail(email);
      await service.client.requestPasswordReset({ email });
      const { token } = await post.mail(email, 2);
      await all(
        service.client.verifyEmail({ token: verification }),
        service.client.requestPasswordReset({ email }),
        service.client.resetPassword({ token, password, passwordConfirmation: password }),
        service.client.requestPasswordReset({ email: bob.user.email }),
        service.client.deleteAccount({ password: PASSWORD }, signedBy(bob.tokens)),
      );
    };
    try {
      for (let round = 0; round < 4; round++) await Promise.all(Array.from({ length: 5 }, (_, each) => live(each)));
    } finally {
      clearInterval(timer);
      await Promise.all(others.map((mails) => mails.stop()));
    }
    await allSent();
  }, 60_000);
});

describe('the log', () => {
  let lines: string[];
  let mails: Mails;
  beforeEach(() => {
    lines = [];
    const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
    const { PLAYMESH_SMTP_URL: url, PLAYMESH_MAIL_FROM: from } = post.environment;
    mails = new Mails(database, smtpPost(url, from), '', log);
  });
  afterEach(() => mails.stop());

  test('tells of each mail, and neither token nor password nor address', async () => {
    post.refuseWith(450);
    const ann = await service.register();
    await allTried();
    for (const said of ['a mail was not sent; trying later', 'a mail was sent']) {
      await until(said, async () => {
        // Again and again, since the service itself may be the one that takes it.
        await database.transact((em) => mails.queue(em, ann.id, 'reset_password'));
        await hasten();
        mails.hurry();
        return lines.some((line) => line.includes(said));
      });
      post.refuseWith(undefined);
    }
    await allSent();
    const all = lines.join('');
    expect(all).toContain('"cause":"Error: EENVELOPE RCPT TO 450"');
    const tokens = post.received.filter(({ to }) => to[0] === ann.user.email).map(({ token }) => token);
    for (const secret of [...tokens, PASSWORD, SMTP_PASSWORD, ann.user.email]) expect(all).not.toContain(secret);
  });
});

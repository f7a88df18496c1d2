import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { startMailServer, type TestMailServer } from '../../../test/support/mailbox.ts';
import { refusalOf } from '../../../test/support/refusal.ts';
import {
  newRegistration,
  signedBy,
  startUserService,
  type TestAccount,
  type TestUserService,
} from '../../../test/support/user-service.ts';

const badToken = {
  code: 'UNAUTHENTICATED',
  reason: 'BAD_MAIL_TOKEN',
  message: 'The code is not valid: it was used, has expired, or a later mail has another one.',
};

describe('VerifyEmail and RequestEmailVerification', () => {
  let post: TestMailServer;
  let service: TestUserService;
  beforeAll(async () => {
    post = await startMailServer();
    service = await startUserService(post.environment);
  }, 30_000);
  afterAll(async () => {
    await service?.stop();
    await post?.close();
  });

  const verify = (token: string) => refusalOf((options) => service.client.verifyEmail({ token }, options));
  const request = ({ tokens }: Pick<TestAccount, 'tokens'>) =>
    service.client.requestEmailVerification({}, signedBy(tokens));
  const refusedRequest = ({ tokens }: Pick<TestAccount, 'tokens'>) =>
    refusalOf((options) => service.client.requestEmailVerification({}, { ...signedBy(tokens), ...options }));
  const isVerified = async ({ tokens }: Pick<TestAccount, 'tokens'>) =>
    (await service.client.getUser({}, signedBy(tokens))).user!.emailVerified;

  test('a registration mails a token, and whoever shows it has the address', async () => {
    const ann = await service.register();
    expect(ann.user.emailVerified).toBe(false);
    const mail = await post.mail(ann.user.email);
    expect(mail).toMatchObject({
      from: 'games@example.org',
      to: [ann.user.email],
      headers: {
        from: 'Games <games@example.org>',
        subject: 'Confirm your e-mail address',
        'auto-submitted': 'auto-generated',
      },
    });
    expect(mail.text).toContain(`Hello ${ann.user.username},\n`);
    expect(await isVerified(ann)).toBe(false);
    await service.client.verifyEmail({ token: mail.token }); // signed by nobody
    expect(await isVerified(ann)).toBe(true);
    expect(await service.trail(ann.id)).toEqual(['register', 'verify_email']);
  });

  test('an upgraded guest gets a mail as well', async () => {
    const { tokens } = await service.client.createGuest({ requestId: randomBytes(16) });
    const guest = { tokens: tokens! };
    expect(await refusedRequest(guest)).toMatchObject({ code: 'FAILED_PRECONDITION', reason: 'GUEST_ACCOUNT' });
    const wanted = newRegistration();
    await service.client.upgradeGuest(wanted, signedBy(tokens!));
    await service.client.verifyEmail({ token: (await post.mail(wanted.email)).token });
    expect(await isVerified(guest)).toBe(true);
  });

  test('of a token only the SHA-256 is kept, for a day', async () => {
    const ann = await service.register();
    const { token } = await post.mail(ann.user.email);
    const rows = await service.sql<{ hash: Buffer; hours: number }>(
      `select hash, extract(epoch from expire_time - now())::float8 / 3600 as hours from mail_token where account_id = $1`,
      [ann.id],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.hash).toEqual(createHash('sha256').update(token).digest());
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(rows[0]!.hours).toBeGreaterThan(23.9);
    expect(rows[0]!.hours).toBeLessThanOrEqual(24);
  });

  test('a token works once, of several uses at the same time too', async () => {
    const ann = await service.register();
    const { token } = await post.mail(ann.user.email);
    const uses = await Promise.allSettled(Array.from({ length: 4 }, () => service.client.verifyEmail({ token })));
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await verify(token)).toEqual(badToken);
    expect(await service.trail(ann.id)).toEqual(['register', 'verify_email']);
  });

  test('no token works that is none, or that has expired', async () => {
    const ann = await service.register();
    const { token } = await post.mail(ann.user.email);
    for (const wrong of [randomBytes(32).toString('base64url'), `${token}A`, 'nonsense']) {
      expect(await verify(wrong)).toEqual(badToken);
    }
    await service.sql('update mail_token set expire_time = now() where account_id = $1', [ann.id]);
    expect(await verify(token)).toEqual(badToken);
    expect(await isVerified(ann)).toBe(false);
  });

  test('a later mail voids the token of the one before', async () => {
    const ann = await service.register();
    const first = await post.mail(ann.user.email);
    await request(ann);
    const second = await post.mail(ann.user.email, 2);
    expect(second.token).not.toBe(first.token);
    expect(await verify(first.token)).toEqual(badToken);
    await service.client.verifyEmail({ token: second.token });
    expect(await service.trail(ann.id)).toEqual(['register', 'request_email_verification', 'verify_email']);
  });

  test('an address that is verified needs no mail', async () => {
    const ann = await service.register();
    await service.client.verifyEmail({ token: (await post.mail(ann.user.email)).token });
    expect(await refusedRequest(ann)).toMatchObject({ code: 'FAILED_PRECONDITION', reason: 'EMAIL_VERIFIED' });
  });

  test('a deleted account leaves neither mails nor tokens', async () => {
    const ann = await service.register();
    const { token } = await post.mail(ann.user.email);
    await service.client.deleteAccount({ password: ann.registered.password }, signedBy(ann.tokens));
    expect(await verify(token)).toEqual(badToken);
    expect(await service.sql('select from mail where account_id = $1', [ann.id])).toEqual([]);
  });
});

describe('without a mail server', () => {
  let service: TestUserService;
  beforeAll(async () => {
    service = await startUserService();
  }, 30_000);
  afterAll(() => service?.stop());

  test('accounts are made, and whoever asks for a mail is told that there can be none', async () => {
    const { tokens, user } = await service.register();
    const notConfigured = {
      code: 'FAILED_PRECONDITION',
      reason: 'MAIL_NOT_CONFIGURED',
      message: 'This service has no mail server to send with.',
    };
    const verification = await refusalOf((options) =>
      service.client.requestEmailVerification({}, { ...signedBy(tokens), ...options }),
    );
    expect(verification).toEqual(notConfigured);
    for (const email of [user.email, 'nobody@example.org']) {
      const reset = await refusalOf((options) => service.client.requestPasswordReset({ email }, options));
      expect(reset).toEqual(notConfigured);
    }
    expect(await service.sql('select from mail')).toEqual([]);
  });
});

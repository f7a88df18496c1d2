import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Metadata, type CallOptions } from 'nice-grpc';
import { randomBytes } from 'node:crypto';
import type { Tokens } from '../../../gen/playmesh/user/v1/user.ts';
import { startMailServer, type TestMailServer } from '../../../test/support/mailbox.ts';
import { refusalOf } from '../../../test/support/refusal.ts';
import {
  newRegistration,
  PASSWORD,
  startUserService,
  type TestUserService,
} from '../../../test/support/user-service.ts';
import { idToBytes, newId } from '../../harness/ids.ts';

const limited = {
  code: 'RESOURCE_EXHAUSTED',
  reason: 'RATE_LIMITED',
  message: 'Too many requests; try again later.',
  retryDelayMs: expect.any(Number),
};

describe('limits of what accounts ask for', () => {
  let post: TestMailServer;
  let service: TestUserService;
  let clients = 0;
  let here: string;

  beforeAll(async () => {
    post = await startMailServer();
    service = await startUserService({
      ...post.environment,
      PLAYMESH_MAIL_ADDRESS_LIMIT: '1/5',
      PLAYMESH_MAILBOX_LIMIT: '3/3',
      PLAYMESH_LOGIN_FAILURE_ACCOUNT_LIMIT: '1/3',
      PLAYMESH_LOGIN_FAILURE_ADDRESS_LIMIT: '1/6',
      PLAYMESH_CHANGE_LIMIT: '1/4',
      PLAYMESH_EXPORT_LIMIT: '1/2',
    });
  }, 30_000);
  afterAll(async () => {
    await service?.stop();
    await post?.close();
  });
  beforeEach(() => {
    here = `192.0.2.${++clients}`; // an address of its own for each test, as the edge would tell it
  });

  const from = (address: string, tokens?: Tokens): CallOptions => {
    const metadata = Metadata().set('x-envoy-external-address', address);
    return { metadata: tokens ? metadata.set('authorization', `Bearer ${tokens.accessToken}`) : metadata };
  };
  const register = async () => {
    const registered = newRegistration();
    return { ...registered, tokens: (await service.client.register(registered, from(here))).tokens! };
  };
  const nobody = () => `${randomBytes(6).toString('hex')}@example.org`;
  const reset = (email: string, address = here) => service.client.requestPasswordReset({ email }, from(address));
  const refusedReset = (email: string, address = here) =>
    refusalOf((options) => service.client.requestPasswordReset({ email }, { ...from(address), ...options }));

  test('let so many mails be asked for to a mailbox, from wherever, for whatever; and say when to come back', async () => {
    const ann = await register();
    await service.client.requestEmailVerification({}, from(here, ann.tokens));
    await reset(ann.email, '198.51.100.1');
    await reset(ann.email.toUpperCase(), '198.51.100.2');
    const refusal = await refusedReset(ann.email, '198.51.100.3');
    expect(refusal).toEqual(limited);
    expect(refusal.retryDelayMs).toBeGreaterThan(15 * 60_000);
    expect(refusal.retryDelayMs).toBeLessThanOrEqual(20 * 60_000);
    const verification = await refusalOf((options) =>
      service.client.requestEmailVerification({}, { ...from('198.51.100.4', ann.tokens), ...options }),
    );
    expect(verification).toEqual(limited);
  });

  test('treat a mailbox that no account has like one that somebody has', async () => {
    const email = nobody();
    for (let each = 0; each < 3; each++) await reset(email);
    expect(await refusedReset(email)).toEqual(limited);
  });

  test('let a client address ask for so many mails, whatever the mailboxes', async () => {
    for (let each = 0; each < 5; each++) await reset(nobody());
    expect(await refusedReset(nobody())).toEqual(limited);
    await reset(nobody(), '198.51.100.5');
  });

  test('let a client address guess tokens so often, with passwords counted in', async () => {
    const password = 'staple of another kind';
    const tries = [
      (options: object) => service.client.verifyEmail({ token: 'x' }, { ...from(here), ...options }),
      (options: object) =>
        service.client.resetPassword(
          { token: 'x', password, passwordConfirmation: password },
          { ...from(here), ...options },
        ),
      (options: object) => service.client.logIn({ login: nobody(), password }, { ...from(here), ...options }),
    ];
    for (const attempt of [...tries, ...tries]) expect((await refusalOf(attempt)).code).toBe('UNAUTHENTICATED');
    for (const attempt of tries) expect(await refusalOf(attempt)).toEqual(limited);
  });

  test('do not count tokens that are good', async () => {
    for (let each = 0; each < 8; each++) {
      const { email } = await register();
      await service.client.verifyEmail({ token: (await post.mail(email)).token }, from(here));
    }
  });

  test('guard the password of ChangePassword', async () => {
    const { tokens } = await register();
    const attempt = (currentPassword: string) =>
      refusalOf((options) =>
        service.client.changePassword(
          { currentPassword, password: `${PASSWORD}!`, passwordConfirmation: `${PASSWORD}!` },
          { ...from(here, tokens), ...options },
        ),
      );
    for (let each = 0; each < 3; each++) expect((await attempt('wrong')).reason).toBe('BAD_CREDENTIALS');
    expect(await attempt(PASSWORD)).toEqual(limited);
  });

  test('let an account change so much: blocks, blocks taken back, and passwords', async () => {
    const [{ tokens }, other] = [await register(), await register()];
    const request = { userId: idToBytes(newId()) };
    const unblock = (options: object) => service.client.unblockUser(request, { ...from(here, tokens), ...options });
    const block = (options: object) => service.client.blockUser(request, { ...from(here, tokens), ...options });
    const change = (options: object) =>
      service.client.changePassword(
        { currentPassword: PASSWORD, password: `${PASSWORD}!`, passwordConfirmation: `${PASSWORD}!` },
        { ...from(here, tokens), ...options },
      );
    await unblock({});
    await unblock({});
    expect((await refusalOf(block)).code).toBe('NOT_FOUND');
    await change({});
    for (const call of [unblock, block, change]) expect(await refusalOf(call)).toEqual(limited);
    await service.client.unblockUser(request, from(here, other.tokens));
  });

  test('let an account export so many pages', async () => {
    const [{ tokens }, other] = [await register(), await register()];
    const page = (pageToken = '') => service.client.exportData({ pageSize: 1, pageToken }, from(here, tokens));
    await page((await page()).nextPageToken);
    const refusal = await refusalOf((options) => service.client.exportData({}, { ...from(here, tokens), ...options }));
    expect(refusal).toEqual(limited);
    await service.client.exportData({}, from(here, other.tokens));
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { refusalOf } from '../../../test/support/refusal.ts';
import {
  asService,
  newRegistration,
  PASSWORD,
  sessionOf,
  signedBy,
  startUserService,
  type TestAccount,
  type TestUserService,
} from '../../../test/support/user-service.ts';
import { idFromBytes } from '../../harness/ids.ts';

const NEW_PASSWORD = 'staple of another kind';

let service: TestUserService;
beforeAll(async () => {
  service = await startUserService();
}, 30_000);
afterAll(() => service?.stop());

const request = (wanted: Partial<Record<'currentPassword' | 'password' | 'passwordConfirmation', string>> = {}) => ({
  currentPassword: PASSWORD,
  password: NEW_PASSWORD,
  passwordConfirmation: wanted.password ?? NEW_PASSWORD,
  ...wanted,
});
const refused = ({ tokens }: Pick<TestAccount, 'tokens'>, wanted?: Parameters<typeof request>[0]) =>
  refusalOf((options) => service.client.changePassword(request(wanted), { ...signedBy(tokens), ...options }));

describe('ChangePassword', () => {
  test('ends all other sessions of the account, and not the one it is called with', async () => {
    const [ann, bob] = [await service.register(), await service.register()];
    const others = [await service.logIn(ann), await service.logIn(ann)];
    await service.client.changePassword(request(), signedBy(ann.tokens));
    for (const tokens of others) expect(await service.hasEnded(tokens)).toBe(true);
    for (const { tokens } of [ann, bob]) expect(await service.hasEnded(tokens)).toBe(false);
    await service.client.refreshTokens({ refreshToken: ann.tokens.refreshToken });
    const { sessions } = await service.feed.listEndedSessions({}, asService());
    const told = sessions.map(({ sessionId }) => idFromBytes(sessionId));
    expect(told).toEqual(expect.arrayContaining(others.map(sessionOf)));
    expect(told).not.toContain(sessionOf(ann.tokens));
    const login = ann.registered.email;
    await service.client.logIn({ login, password: NEW_PASSWORD });
    const old = await refusalOf((options) => service.client.logIn({ login, password: PASSWORD }, options));
    expect(old.reason).toBe('BAD_CREDENTIALS');
    expect(await service.trail(ann.id)).toEqual([
      'register',
      'log_in',
      'log_in',
      'change_password',
      'log_in',
      'fail_log_in',
    ]);
  });

  test('refuses a wrong current password, and tells the audit trail', async () => {
    const ann = await service.register();
    const refusal = await refused(ann, { currentPassword: 'wrong' });
    expect(refusal).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'BAD_CREDENTIALS' });
    expect(await service.hasEnded(ann.tokens)).toBe(false);
    expect(await service.trail(ann.id)).toEqual(['register', 'fail_password']);
  });

  test('refuses a guest, who has none', async () => {
    const { tokens } = await service.client.createGuest({ requestId: randomBytes(16) });
    expect(await refused({ tokens: tokens! })).toMatchObject({ code: 'FAILED_PRECONDITION', reason: 'GUEST_ACCOUNT' });
  });

  test('of several at the same time one is done', async () => {
    const ann = await service.register();
    const changes = await Promise.allSettled(
      Array.from({ length: 3 }, (_, each) =>
        service.client.changePassword(request({ password: `${NEW_PASSWORD} ${each}` }), signedBy(ann.tokens)),
      ),
    );
    expect(changes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await service.trail(ann.id)).filter((action) => action === 'change_password')).toHaveLength(1);
  });
});

describe('a new password', () => {
  const names = newRegistration();
  const wrong: [string, string][] = [
    ['is one of the most common ones', 'password1'],
    ['is one of the most common ones, in other letters', 'PassWord1'],
    ['is the username', names.username.toUpperCase()],
    ['is the email', names.email.toUpperCase()],
  ];

  test.each(wrong)('is refused by Register and UpgradeGuest when it %s', async (_, password) => {
    const wanted = { ...names, requestId: randomBytes(16), password, passwordConfirmation: password };
    const { tokens } = await service.client.createGuest({ requestId: randomBytes(16) });
    for (const call of [
      (options: object) => service.client.register(wanted, options),
      (options: object) => service.client.upgradeGuest(wanted, { ...signedBy(tokens!), ...options }),
    ]) {
      const refusal = await refusalOf(call);
      expect(refusal).toMatchObject({ code: 'INVALID_ARGUMENT', reason: 'INVALID_REQUEST' });
      expect(Object.keys(refusal.fields!)).toEqual(['password']);
    }
  });

  test('is refused by ChangePassword too, before anything is tried', async () => {
    const ann = await service.register();
    const { username, email } = ann.registered;
    for (const password of ['iloveyou', username, email]) {
      const refusal = await refused(ann, { currentPassword: 'wrong', password });
      expect(refusal.code).toBe('INVALID_ARGUMENT');
      expect(Object.keys(refusal.fields!)).toEqual(['password']);
    }
    const short = await refused(ann, { password: 'seven77' });
    expect(Object.keys(short.fields!)).toEqual(['password']);
    const unlike = await refused(ann, { passwordConfirmation: PASSWORD });
    expect(Object.keys(unlike.fields!)).toEqual(['password_confirmation']);
    expect(await service.trail(ann.id)).toEqual(['register']);
  });
});

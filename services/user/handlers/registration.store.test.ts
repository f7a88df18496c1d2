import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { refusalOf } from '../../../test/support/refusal.ts';
import {
  newRegistration,
  PASSWORD,
  signedBy,
  startUserService,
  type TestUserService,
} from '../../../test/support/user-service.ts';
import { Role } from '../../../gen/playmesh/user/v1/user.ts';
import { idFromBytes } from '../../harness/ids.ts';

let service: TestUserService;
beforeAll(async () => {
  service = await startUserService();
}, 30_000);
afterAll(() => service?.stop());

describe('Register', () => {
  test('makes an account and signs it in', async () => {
    const wanted = newRegistration({
      profile: { userId: new Uint8Array(), displayName: '  Ann  ', areaCode: 212, locale: 'pt-BR' },
    });
    const { user, tokens } = await service.client.register(wanted);
    expect(user).toMatchObject({ username: wanted.username, email: wanted.email, guest: false, roles: [Role.PLAYER] });
    expect(user!.profile).toMatchObject({ displayName: 'Ann', areaCode: 212, locale: 'pt-BR' });
    const own = await service.client.getUser({}, signedBy(tokens!));
    expect(own.user).toEqual(user);
    expect(await service.trail(idFromBytes(user!.userId))).toEqual(['register']);
  });

  test('names the account by its username where no display name is given', async () => {
    const { user } = await service.register();
    expect(user.profile!.displayName).toBe(user.username);
  });

  test('keeps no password, only an argon2id hash of the recommended strength', async () => {
    const { id } = await service.register();
    const [row] = await service.sql<{ password_hash: string }>('select password_hash from account where id = $1', [id]);
    expect(row!.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  test('returns the same account when the same request is repeated', async () => {
    const first = await service.register();
    const again = await service.client.register({
      ...first.registered,
      email: first.registered.email.toUpperCase(),
    });
    expect(again.user).toEqual(first.user);
    expect(again.tokens!.refreshToken).not.toBe(first.tokens.refreshToken);
  });

  test('makes one account of the same request sent several times at once', async () => {
    for (let round = 0; round < 5; round++) {
      const wanted = newRegistration();
      const answers = await Promise.all(Array.from({ length: 4 }, () => service.client.register(wanted)));
      expect(new Set(answers.map(({ user }) => idFromBytes(user!.userId))).size).toBe(1);
    }
  });

  test('gives a name to one of two who want it at once', async () => {
    const { username } = newRegistration();
    const answers = await Promise.allSettled(
      Array.from({ length: 4 }, () => service.client.register(newRegistration({ username }))),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('refuses a repeat whose credentials are others', async () => {
    const { registered } = await service.register();
    for (const other of [
      { password: 'another password', passwordConfirmation: 'another password' },
      { username: `${registered.username}x` },
      { email: `x${registered.email}` },
    ]) {
      const refusal = await refusalOf((options) => service.client.register({ ...registered, ...other }, options));
      expect(refusal).toMatchObject({ code: 'ALREADY_EXISTS', reason: 'REQUEST_ID_REUSED' });
    }
  });

  test('names the taken field, whatever its case', async () => {
    const { email, username } = (await service.register()).registered;
    const byEmail = newRegistration({ email: email.toUpperCase() });
    expect(await refusalOf((options) => service.client.register(byEmail, options))).toMatchObject({
      code: 'ALREADY_EXISTS',
      reason: 'EMAIL_TAKEN',
      metadata: { field: 'email' },
    });
    const byUsername = newRegistration({ username: username.toUpperCase() });
    expect(await refusalOf((options) => service.client.register(byUsername, options))).toMatchObject({
      code: 'ALREADY_EXISTS',
      reason: 'USERNAME_TAKEN',
      metadata: { field: 'username' },
    });
  });

  const profile = (wrong: object) => ({
    profile: { userId: new Uint8Array(), displayName: '', areaCode: 0, locale: '', ...wrong },
  });
  test.each([
    ['a request id that is no UUID', { requestId: randomBytes(15) }, 'request_id'],
    ['no email', { email: '' }, 'email'],
    ['an email without a domain', { email: 'ann@' }, 'email'],
    ['an email that is too long', { email: `${'a'.repeat(64)}@${'b'.repeat(190)}.org` }, 'email'],
    ['a username that is too short', { username: 'ab' }, 'username'],
    ['a username with a space', { username: 'ann smith' }, 'username'],
    ['a username with an @', { username: 'ann@smith' }, 'username'],
    ['a username that begins with a dash', { username: '-ann' }, 'username'],
    ['a password that is too short', { password: 'seven77', passwordConfirmation: 'seven77' }, 'password'],
    ['a password that is too long', { password: 'x'.repeat(129), passwordConfirmation: 'x'.repeat(129) }, 'password'],
    ['another password as confirmation', { passwordConfirmation: 'correct horse' }, 'password_confirmation'],
    ['a display name that is too long', profile({ displayName: 'x'.repeat(64) }), 'profile.display_name'],
    ['a display name with a line break', profile({ displayName: 'a\nb' }), 'profile.display_name'],
    ['a display name with U+0000', profile({ displayName: 'a\0b' }), 'profile.display_name'],
    ['an area code below 100', profile({ areaCode: 99 }), 'profile.area_code'],
    ['an area code above 999', profile({ areaCode: 1000 }), 'profile.area_code'],
    ['a locale that is none', profile({ locale: 'en_US' }), 'profile.locale'],
  ])('refuses %s', async (_, wrong, field) => {
    const refusal = await refusalOf((options) => service.client.register({ ...newRegistration(), ...wrong }, options));
    expect(refusal).toMatchObject({ code: 'INVALID_ARGUMENT', reason: 'INVALID_REQUEST' });
    expect(Object.keys(refusal.fields!)).toEqual([field]);
  });

  test('names all wrong fields at once', async () => {
    const refusal = await refusalOf((options) => service.client.register({}, options));
    expect(Object.keys(refusal.fields!)).toEqual(['request_id', 'email', 'username', 'password']);
  });
});

describe('CreateGuest', () => {
  test('makes an account without credentials', async () => {
    const { user, tokens } = await service.client.createGuest({ requestId: randomBytes(16) });
    expect(user).toMatchObject({ guest: true, username: '', email: '', roles: [Role.PLAYER] });
    expect(user!.profile!.displayName).toMatch(/^Guest \d{4}$/);
    expect((await service.client.getUser({}, signedBy(tokens!))).user).toEqual(user);
    expect(await service.trail(idFromBytes(user!.userId))).toEqual(['create_guest']);
  });

  test('returns the same account for a repeat within a minute, and refuses later ones', async () => {
    const requestId = randomBytes(16);
    const first = await service.client.createGuest({ requestId });
    const again = await service.client.createGuest({ requestId });
    expect(again.user).toEqual(first.user);
    await service.sql(`update request set create_time = create_time - interval '61 s' where id = $1`, [
      idFromBytes(requestId),
    ]);
    const late = await refusalOf((options) => service.client.createGuest({ requestId }, options));
    expect(late).toMatchObject({ code: 'ALREADY_EXISTS', reason: 'REQUEST_ID_REUSED' });
  });

  test('lets no other client address in by a repeat', async () => {
    const requestId = randomBytes(16);
    await service.client.createGuest({ requestId });
    await service.sql(`update request set client_address = '192.0.2.1' where id = $1`, [idFromBytes(requestId)]);
    const refusal = await refusalOf((options) => service.client.createGuest({ requestId }, options));
    expect(refusal.reason).toBe('REQUEST_ID_REUSED');
  });

  test('lets nobody into an upgraded account by a repeat', async () => {
    const requestId = randomBytes(16);
    const { tokens } = await service.client.createGuest({ requestId });
    await service.client.upgradeGuest(newRegistration(), signedBy(tokens!));
    const refusal = await refusalOf((options) => service.client.createGuest({ requestId }, options));
    expect(refusal.reason).toBe('REQUEST_ID_REUSED');
  });

  test('refuses the request id of a registration', async () => {
    const { requestId } = (await service.register()).registered;
    const refusal = await refusalOf((options) => service.client.createGuest({ requestId }, options));
    expect(refusal.reason).toBe('REQUEST_ID_REUSED');
  });
});

describe('UpgradeGuest', () => {
  test('gives a guest credentials, and leaves it its id and session', async () => {
    const { user: guest, tokens } = await service.client.createGuest({ requestId: randomBytes(16) });
    const wanted = newRegistration();
    const { user } = await service.client.upgradeGuest(wanted, signedBy(tokens!));
    expect(user).toEqual({ ...guest, guest: false, username: wanted.username, email: wanted.email });
    expect((await service.client.getUser({}, signedBy(tokens!))).user).toEqual(user);
    expect((await service.client.logIn({ login: wanted.email, password: PASSWORD })).user).toEqual(user);
    expect(await service.trail(idFromBytes(user!.userId))).toEqual(['create_guest', 'upgrade_guest', 'log_in']);
  });

  test('refuses whoever is no guest', async () => {
    const { tokens } = await service.register();
    const refusal = await refusalOf((options) =>
      service.client.upgradeGuest(newRegistration(), { ...signedBy(tokens), ...options }),
    );
    expect(refusal).toMatchObject({ code: 'FAILED_PRECONDITION', reason: 'NOT_A_GUEST' });
  });

  test('refuses names that others have', async () => {
    const { registered } = await service.register();
    const { tokens } = await service.client.createGuest({ requestId: randomBytes(16) });
    for (const [field, reason] of [
      ['email', 'EMAIL_TAKEN'],
      ['username', 'USERNAME_TAKEN'],
    ] as const) {
      const wanted = newRegistration({ [field]: registered[field] });
      const refusal = await refusalOf((options) =>
        service.client.upgradeGuest(wanted, { ...signedBy(tokens!), ...options }),
      );
      expect(refusal).toMatchObject({ code: 'ALREADY_EXISTS', reason, metadata: { field } });
    }
  });
});

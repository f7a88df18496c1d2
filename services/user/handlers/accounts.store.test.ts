import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { refusalOf } from '../../../test/support/refusal.ts';
import {
  asService,
  newRegistration,
  PASSWORD,
  signedBy,
  startUserService,
  type TestUserService,
} from '../../../test/support/user-service.ts';
import { Role } from '../../../gen/playmesh/user/v1/user.ts';
import { idFromBytes, idToBytes, newId } from '../../harness/ids.ts';

let service: TestUserService;
beforeAll(async () => {
  service = await startUserService();
}, 30_000);
afterAll(() => service?.stop());

/** What the audit trail tells of an account, in order. */
const trail = async (accountId: string) =>
  (
    await service.sql<{ action: string }>('select action from audit_event where account_id = $1 order by id', [
      accountId,
    ])
  ).map(({ action }) => action);

async function registerAdmin() {
  const admin = await service.register();
  await service.sql(`update account set roles = '{player,admin}' where id = $1`, [admin.id]);
  const { tokens } = await service.client.logIn({ login: admin.registered.username, password: PASSWORD });
  return { ...admin, tokens: tokens! };
}

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
    expect(await trail(idFromBytes(user!.userId))).toEqual(['register']);
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
    const wanted = newRegistration();
    const answers = await Promise.all(Array.from({ length: 4 }, () => service.client.register(wanted)));
    expect(new Set(answers.map(({ user }) => idFromBytes(user!.userId))).size).toBe(1);
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
    expect(await trail(idFromBytes(user!.userId))).toEqual(['create_guest']);
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
    expect(await trail(idFromBytes(user!.userId))).toEqual(['create_guest', 'upgrade_guest', 'log_in']);
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

describe('GetUser and GetProfile', () => {
  test('show an account to its owner and to operators alone, its profile to everyone signed in', async () => {
    const [ann, bob, operator] = [await service.register(), await service.register(), await registerAdmin()];
    const request = { userId: idToBytes(ann.id) };
    expect((await service.client.getUser(request, signedBy(operator.tokens))).user).toEqual(ann.user);
    expect((await service.client.getProfile(request, signedBy(bob.tokens))).profile).toEqual(ann.user.profile);
    const refusal = await refusalOf((options) =>
      service.client.getUser(request, { ...signedBy(bob.tokens), ...options }),
    );
    expect(refusal).toMatchObject({ code: 'PERMISSION_DENIED', reason: 'ROLE_REQUIRED' });
    const unsigned = await refusalOf((options) => service.client.getProfile(request, options));
    expect(unsigned).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'UNAUTHENTICATED' });
  });

  test('know no account that is not there', async () => {
    const { tokens } = await registerAdmin();
    const request = { userId: idToBytes(newId()) };
    for (const method of ['getUser', 'getProfile'] as const) {
      const refusal = await refusalOf((options) =>
        service.client[method](request, { ...signedBy(tokens), ...options }),
      );
      expect(refusal).toMatchObject({ code: 'NOT_FOUND', reason: 'NOT_FOUND' });
    }
  });

  test('refuse an id of another length', async () => {
    const { tokens } = await service.register();
    for (const method of ['getUser', 'getProfile'] as const) {
      const refusal = await refusalOf((options) =>
        service.client[method]({ userId: randomBytes(15) }, { ...signedBy(tokens), ...options }),
      );
      expect(Object.keys(refusal.fields!)).toEqual(['user_id']);
    }
  });
});

describe('UpdateProfile', () => {
  const profile = { userId: new Uint8Array(), displayName: 'New name', areaCode: 0, locale: '' };

  test('changes what the mask names, emptying what is empty', async () => {
    const { tokens, user } = await service.register({ profile: { ...profile, areaCode: 200, locale: 'de' } });
    const changed = await service.client.updateProfile(
      { profile: { ...profile, displayName: 'Other name' }, updateMask: ['area_code', 'locale'] },
      signedBy(tokens),
    );
    expect(changed.profile).toEqual({ ...user.profile, areaCode: 0, locale: '' });
  });

  test('changes what is not empty where there is no mask', async () => {
    const { tokens, user } = await service.register({ profile: { ...profile, areaCode: 200, locale: 'de' } });
    const changed = await service.client.updateProfile({ profile: { ...profile, areaCode: 300 } }, signedBy(tokens));
    expect(changed.profile).toEqual({ ...user.profile, displayName: 'New name', areaCode: 300 });
    expect((await service.client.getUser({}, signedBy(tokens))).user!.profile).toEqual(changed.profile);
  });

  test.each([
    ['a mask with an unknown name', { profile, updateMask: ['display_name', 'roles'] }, 'update_mask'],
    ['no profile', { updateMask: ['locale'] }, 'profile'],
    ['a wrong area code', { profile: { ...profile, areaCode: 5 } }, 'profile.area_code'],
  ])('refuses %s', async (_, request, field) => {
    const { tokens } = await service.register();
    const refusal = await refusalOf((options) =>
      service.client.updateProfile(request, { ...signedBy(tokens), ...options }),
    );
    expect(refusal.code).toBe('INVALID_ARGUMENT');
    expect(Object.keys(refusal.fields!)).toEqual([field]);
  });
});

describe('DeleteAccount', () => {
  test('leaves nothing of the account but its id in the audit trail, and ends its sessions', async () => {
    const { id, tokens, registered } = await service.register();
    const second = await service.client.logIn({ login: registered.email, password: PASSWORD });
    await service.client.deleteAccount({ password: PASSWORD }, signedBy(tokens));
    for (const { accessToken } of [tokens, second.tokens!]) {
      const refusal = await refusalOf((options) =>
        service.client.getUser({}, { ...signedBy({ accessToken }), ...options }),
      );
      expect(refusal).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'SESSION_ENDED' });
    }
    const { sessions } = await service.feed.listEndedSessions({}, asService());
    expect(sessions.length).toBeGreaterThanOrEqual(2);
    expect(await service.sql('select from account where id = $1', [id])).toEqual([]);
    expect(await trail(id)).toEqual(['register', 'log_in', 'delete_account']);
    const login = { login: registered.email, password: PASSWORD };
    expect((await refusalOf((options) => service.client.logIn(login, options))).reason).toBe('BAD_CREDENTIALS');
    await service.client.register({ ...registered, requestId: randomBytes(16) }); // the names are free again
  });

  test('refuses a wrong password, and asks a guest for none', async () => {
    const { tokens } = await service.register();
    const refusal = await refusalOf((options) =>
      service.client.deleteAccount({ password: 'wrong' }, { ...signedBy(tokens), ...options }),
    );
    expect(refusal).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'BAD_CREDENTIALS' });
    const guest = await service.client.createGuest({ requestId: randomBytes(16) });
    await service.client.deleteAccount({}, signedBy(guest.tokens!));
  });
});

describe('SetRoles', () => {
  test('sets the roles, and lets no token with the old ones pass', async () => {
    const [admin, ann] = [await registerAdmin(), await service.register()];
    const roles = [Role.OPERATOR, Role.HOST, Role.HOST];
    const { user } = await service.client.setRoles({ userId: idToBytes(ann.id), roles }, signedBy(admin.tokens));
    expect(user!.roles).toEqual([Role.PLAYER, Role.HOST, Role.OPERATOR]);
    const refusal = await refusalOf((options) => service.client.getUser({}, { ...signedBy(ann.tokens), ...options }));
    expect(refusal.reason).toBe('SESSION_ENDED');
    const { tokens } = await service.client.logIn({ login: ann.registered.email, password: PASSWORD });
    expect((await service.client.getUser({ userId: idToBytes(admin.id) }, signedBy(tokens!))).user!.email).toBe(
      admin.registered.email,
    );
    const [event] = await service.sql(
      `select actor_id, roles from audit_event where action = 'set_roles' and account_id = $1`,
      [ann.id],
    );
    expect(event).toEqual({ actor_id: admin.id, roles: ['player', 'host', 'operator'] });
  });

  test('leaves the sessions of an account that has these roles already', async () => {
    const [admin, ann] = [await registerAdmin(), await service.register()];
    await service.client.setRoles({ userId: idToBytes(ann.id), roles: [] }, signedBy(admin.tokens));
    await service.client.getUser({}, signedBy(ann.tokens));
    expect(await trail(ann.id)).toEqual(['register']);
  });

  test('is for admins', async () => {
    const ann = await service.register();
    const request = { userId: idToBytes(ann.id), roles: [Role.ADMIN] };
    const refusal = await refusalOf((options) =>
      service.client.setRoles(request, { ...signedBy(ann.tokens), ...options }),
    );
    expect(refusal).toMatchObject({ code: 'PERMISSION_DENIED', reason: 'ROLE_REQUIRED' });
  });

  test.each([
    ['an account that is not there', async () => ({ userId: idToBytes(newId()), roles: [] }), 'NOT_FOUND', 'NOT_FOUND'],
    [
      'more than player for a guest',
      async () => {
        const { user } = await service.client.createGuest({ requestId: randomBytes(16) });
        return { userId: user!.userId, roles: [Role.HOST] };
      },
      'FAILED_PRECONDITION',
      'GUEST_ACCOUNT',
    ],
    [
      'a role that there is not',
      async () => ({ userId: idToBytes(newId()), roles: [Role.UNSPECIFIED] }),
      'INVALID_ARGUMENT',
      'INVALID_REQUEST',
    ],
    [
      'a role of the future',
      async () => ({ userId: idToBytes(newId()), roles: [9 as Role] }),
      'INVALID_ARGUMENT',
      'INVALID_REQUEST',
    ],
  ])('refuses %s', async (_, request, code, reason) => {
    const admin = await registerAdmin();
    const wrong = await request();
    const refusal = await refusalOf((options) =>
      service.client.setRoles(wrong, { ...signedBy(admin.tokens), ...options }),
    );
    expect(refusal).toMatchObject({ code, reason });
  });

  test('takes the role admin from nobody who asks for it themselves', async () => {
    const admin = await registerAdmin();
    const request = { userId: idToBytes(admin.id), roles: [Role.HOST] };
    const refusal = await refusalOf((options) =>
      service.client.setRoles(request, { ...signedBy(admin.tokens), ...options }),
    );
    expect(refusal).toMatchObject({ code: 'FAILED_PRECONDITION', reason: 'OWN_ADMIN_ROLE' });
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { refusalOf } from '../../../test/support/refusal.ts';
import {
  asService,
  PASSWORD,
  signedBy,
  startUserService,
  type TestUserService,
} from '../../../test/support/user-service.ts';
import { Role } from '../../../gen/playmesh/user/v1/user.ts';
import { idToBytes, newId } from '../../harness/ids.ts';

let service: TestUserService;
beforeAll(async () => {
  service = await startUserService();
}, 30_000);
afterAll(() => service?.stop());

async function registerAdmin() {
  const admin = await service.register();
  await service.sql(`update account set roles = '{player,admin}' where id = $1`, [admin.id]);
  const { tokens } = await service.client.logIn({ login: admin.registered.username, password: PASSWORD });
  return { ...admin, tokens: tokens! };
}

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
    expect(await service.trail(id)).toEqual(['register', 'log_in', 'delete_account']);
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
    expect(await service.trail(ann.id)).toEqual(['register']);
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

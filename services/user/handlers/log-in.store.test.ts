import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { refusalOf } from '../../../test/support/refusal.ts';
import { PASSWORD, signedBy, startUserService, type TestUserService } from '../../../test/support/user-service.ts';
import { idFromBytes } from '../../harness/ids.ts';

let service: TestUserService;
beforeAll(async () => {
  service = await startUserService();
}, 30_000);
afterAll(() => service?.stop());

describe('LogIn', () => {
  test('opens a session by email or username, whatever their case', async () => {
    const { registered, user } = await service.register();
    for (const login of [registered.email, registered.username, registered.email.toUpperCase()]) {
      const answer = await service.client.logIn({ login, password: PASSWORD });
      expect(answer.user).toEqual(user);
      expect((await service.client.getUser({}, signedBy(answer.tokens!))).user).toEqual(user);
    }
  });

  test('gives an access token of 15 minutes with the claims that every service reads', async () => {
    const ann = await service.register();
    const tokens = await service.logIn(ann);
    const claims = decodeJwt(tokens.accessToken);
    expect(claims).toMatchObject({ iss: 'playmesh', aud: 'playmesh', sub: ann.id, roles: ['player'] });
    expect(claims.exp! - claims.iat!).toBe(15 * 60);
    expect(tokens.accessExpireTime).toEqual(new Date(claims.exp! * 1000));
    const { sessions } = await service.client.listSessions({}, signedBy(tokens));
    expect(sessions.map(({ sessionId }) => idFromBytes(sessionId))).toContain(claims['sid']);
  });

  test('takes a password in whatever way its letters are composed', async () => {
    const { registered } = await service.register({
      password: 'cafe\u0301-cafe\u0301',
      passwordConfirmation: 'cafe\u0301-cafe\u0301',
    });
    await service.client.logIn({ login: registered.email, password: 'caf\u00e9-caf\u00e9' });
  });

  test('answers an unknown login and a wrong password alike', async () => {
    const { registered } = await service.register();
    const refusals = [];
    for (const login of [
      registered.email,
      registered.username,
      'nobody@example.org',
      'nobody',
      'no such login!',
      "' or 1=1 --",
    ]) {
      refusals.push(await refusalOf((options) => service.client.logIn({ login, password: 'wrong password' }, options)));
    }
    expect(refusals[0]).toEqual({
      code: 'UNAUTHENTICATED',
      reason: 'BAD_CREDENTIALS',
      message: 'Login or password is wrong.',
    });
    for (const refusal of refusals) expect(refusal).toEqual(refusals[0]);
  });

  test('takes as long for an unknown login as for a wrong password', async () => {
    const { registered } = await service.register();
    const timeOf = async (login: string) => {
      const start = performance.now();
      await refusalOf((options) => service.client.logIn({ login, password: 'wrong password' }, options));
      return performance.now() - start;
    };
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let round = 0; round < 7; round++) {
      times.known.push(await timeOf(registered.email));
      times.unknown.push(await timeOf(`nobody${round}@example.org`));
    }
    const ratio = Math.min(...times.unknown) / Math.min(...times.known); // the shortest have the least noise in them
    // Without a hash to compute the answer takes a tenth of the time.
    expect(ratio).toBeGreaterThan(0.4);
    expect(ratio).toBeLessThan(2.5);
  });

  test('writes failures down without what was tried', async () => {
    const { id, registered } = await service.register();
    await refusalOf((options) => service.client.logIn({ login: registered.email, password: 'hunter2!' }, options));
    const rows = await service.sql(`select * from audit_event where account_id = $1 and action = 'fail_log_in'`, [id]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ client_address: '127.0.0.1', actor_id: null });
    expect(JSON.stringify(rows)).not.toMatch(/hunter2|example\.org/);
  });

  test.each([
    ['no login', { login: '', password: PASSWORD }, 'login'],
    ['no password', { login: 'ann', password: '' }, 'password'],
    ['a login that is too long', { login: 'a'.repeat(255), password: PASSWORD }, 'login'],
    ['a login with U+0000', { login: 'ann\0', password: PASSWORD }, 'login'],
    ['a password that is too long', { login: 'ann', password: 'x'.repeat(129) }, 'password'],
  ])('refuses %s', async (_, request, field) => {
    const refusal = await refusalOf((options) => service.client.logIn(request, options));
    expect(refusal.code).toBe('INVALID_ARGUMENT');
    expect(Object.keys(refusal.fields!)).toEqual([field]);
  });
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { refusalOf } from '../../../test/support/refusal.ts';
import {
  newRegistration,
  PASSWORD,
  signedBy,
  startUserService,
  type TestUserService,
} from '../../../test/support/user-service.ts';

describe('limits', () => {
  let service: TestUserService;
  beforeEach(async () => {
    service = await startUserService({
      PLAYMESH_REGISTRATION_LIMIT: '1/3',
      PLAYMESH_GUEST_LIMIT: '1/2',
      PLAYMESH_LOGIN_FAILURE_ACCOUNT_LIMIT: '1/3',
      PLAYMESH_LOGIN_FAILURE_ADDRESS_LIMIT: '1/8',
    });
  }, 30_000);
  afterEach(() => service?.stop());

  const fail = (login: string) =>
    refusalOf((options) => service.client.logIn({ login, password: 'wrong password' }, options));
  const limited = {
    code: 'RESOURCE_EXHAUSTED',
    reason: 'RATE_LIMITED',
    message: 'Too many requests; try again later.',
    retryDelayMs: expect.any(Number),
  };

  test('let a client address register so many, and say when to come back', async () => {
    for (let each = 0; each < 3; each++) await service.register();
    const refusal = await refusalOf((options) => service.client.register(newRegistration(), options));
    expect(refusal).toEqual(limited);
    expect(refusal.retryDelayMs).toBeGreaterThan(50_000);
    expect(refusal.retryDelayMs).toBeLessThanOrEqual(60_000);
  });

  test('count upgrades of guests as registrations, and guests for themselves', async () => {
    for (let each = 0; each < 3; each++) await service.register();
    const { tokens } = await service.client.createGuest({ requestId: randomBytes(16) });
    const upgrade = await refusalOf((options) =>
      service.client.upgradeGuest(newRegistration(), { ...signedBy(tokens!), ...options }),
    );
    expect(upgrade).toEqual(limited);
    await service.client.createGuest({ requestId: randomBytes(16) });
    const third = await refusalOf((options) => service.client.createGuest({ requestId: randomBytes(16) }, options));
    expect(third).toEqual(limited);
  });

  test('let an account be failed on so often, under whatever name; then not even the password helps', async () => {
    const [{ registered }, other] = [await service.register(), await service.register()];
    for (const login of [registered.email, registered.username, registered.email.toUpperCase()]) {
      expect((await fail(login)).reason).toBe('BAD_CREDENTIALS');
    }
    const right = { login: registered.email, password: PASSWORD };
    expect(await refusalOf((options) => service.client.logIn(right, options))).toEqual(limited);
    await service.logIn(other);
  });

  test('treat a login that nobody has like one that somebody has', async () => {
    const { registered } = await service.register();
    const reasonsOf = async (login: string) => {
      const reasons = [];
      for (let each = 0; each < 4; each++) reasons.push((await fail(login)).reason);
      return reasons;
    };
    const known = await reasonsOf(registered.email);
    expect(known).toEqual(['BAD_CREDENTIALS', 'BAD_CREDENTIALS', 'BAD_CREDENTIALS', 'RATE_LIMITED']);
    expect(await reasonsOf('nobody')).toEqual(known);
  });

  test('let a client address fail so often, whatever the accounts', async () => {
    for (let each = 0; each < 8; each++) expect((await fail(`nobody${each}`)).reason).toBe('BAD_CREDENTIALS');
    expect(await fail('nobody')).toEqual(limited);
  });

  test('do not count log-ins that succeed', async () => {
    const ann = await service.register();
    for (let each = 0; each < 10; each++) await service.logIn(ann);
  });

  test('guard the password of DeleteAccount as well', async () => {
    const { tokens } = await service.register();
    const attempt = () =>
      refusalOf((options) => service.client.deleteAccount({ password: 'wrong' }, { ...signedBy(tokens), ...options }));
    for (let each = 0; each < 3; each++) expect((await attempt()).reason).toBe('BAD_CREDENTIALS');
    expect(await attempt()).toEqual(limited);
  });

  test('hold, and hold nobody up, while Redis is away', async () => {
    process.kill(service.redis.pid, 'SIGKILL');
    for (let each = 0; each < 3; each++) await service.register();
    const refusal = await refusalOf((options) => service.client.register(newRegistration(), options));
    expect(refusal).toEqual(limited);
  });

  test('hold nobody up for long when Redis is there but silent', async () => {
    process.kill(service.redis.pid, 'SIGSTOP');
    const start = performance.now();
    await service.register();
    expect(performance.now() - start).toBeLessThan(4_000);
    process.kill(service.redis.pid, 'SIGCONT');
  });
});

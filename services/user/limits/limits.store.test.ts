import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Metadata, type CallOptions } from 'nice-grpc';
import { randomBytes } from 'node:crypto';
import type { Tokens } from '../../../gen/playmesh/user/v1/user.ts';
import { refusalOf } from '../../../test/support/refusal.ts';
import {
  newRegistration,
  PASSWORD,
  startUserService,
  type TestUserService,
} from '../../../test/support/user-service.ts';

const limited = {
  code: 'RESOURCE_EXHAUSTED',
  reason: 'RATE_LIMITED',
  message: 'Too many requests; try again later.',
  retryDelayMs: expect.any(Number),
};

describe('limits', () => {
  let service: TestUserService;
  let clients = 0;
  let here: string;

  beforeAll(async () => {
    service = await startUserService({
      PLAYMESH_REGISTRATION_LIMIT: '1/3',
      PLAYMESH_GUEST_LIMIT: '1/2',
      PLAYMESH_LOGIN_FAILURE_ACCOUNT_LIMIT: '1/3',
      PLAYMESH_LOGIN_FAILURE_ADDRESS_LIMIT: '1/8',
    });
  }, 30_000);
  afterAll(() => service?.stop());
  beforeEach(() => {
    here = `192.0.2.${++clients}`; // an address of its own for each test, as the edge would tell it
  });

  const from = (address: string, tokens?: Tokens): CallOptions => {
    const metadata = Metadata().set('x-envoy-external-address', address);
    return { metadata: tokens ? metadata.set('authorization', `Bearer ${tokens.accessToken}`) : metadata };
  };
  async function register(address = here) {
    const registered = newRegistration();
    return { ...registered, tokens: (await service.client.register(registered, from(address))).tokens! };
  }
  const refusedToRegister = () =>
    refusalOf((options) => service.client.register(newRegistration(), { ...from(here), ...options }));
  const createGuest = () => service.client.createGuest({ requestId: randomBytes(16) }, from(here));
  const fail = (login: string, address = here) =>
    refusalOf((options) => service.client.logIn({ login, password: 'wrong' }, { ...from(address), ...options }));
  async function failOften(times: number, login: (each: number) => string): Promise<(string | undefined)[]> {
    const reasons = [];
    for (let each = 0; each < times; each++) reasons.push((await fail(login(each))).reason);
    return reasons;
  }

  test('let a client address register so many, and say when to come back', async () => {
    for (let each = 0; each < 3; each++) await register();
    const refusal = await refusedToRegister();
    expect(refusal).toEqual(limited);
    expect(refusal.retryDelayMs).toBeGreaterThan(50_000);
    expect(refusal.retryDelayMs).toBeLessThanOrEqual(60_000);
    await register('198.51.100.1');
  });

  test('count an IPv6 network of one customer as one', async () => {
    for (let each = 1; each <= 3; each++) await register(`2001:db8:1:2::${each}`);
    here = '2001:db8:1:2:3:4:5:6';
    expect(await refusedToRegister()).toEqual(limited);
    await register('2001:db8:1:3::1');
  });

  test('count upgrades of guests as registrations, and guests for themselves', async () => {
    for (let each = 0; each < 3; each++) await register();
    const { tokens } = await createGuest();
    const upgrade = await refusalOf((options) =>
      service.client.upgradeGuest(newRegistration(), { ...from(here, tokens), ...options }),
    );
    expect(upgrade).toEqual(limited);
    await createGuest();
    const third = { requestId: randomBytes(16) };
    expect(await refusalOf((options) => service.client.createGuest(third, { ...from(here), ...options }))).toEqual(
      limited,
    );
  });

  test('let an account be failed on so often, under whatever name and from wherever; then not even the password helps', async () => {
    const [ann, other] = [await register(), await register()];
    for (const [index, login] of [ann.email, ann.username, ann.email.toUpperCase()].entries()) {
      expect((await fail(login, `203.0.113.${index}`)).reason).toBe('BAD_CREDENTIALS');
    }
    const right = { login: ann.email, password: PASSWORD };
    expect(await refusalOf((options) => service.client.logIn(right, options))).toEqual(limited);
    await service.client.logIn({ login: other.email, password: PASSWORD }, from(here));
  });

  test('treat a login that nobody has like one that somebody has', async () => {
    const { email } = await register();
    const known = await failOften(4, () => email);
    expect(known).toEqual(['BAD_CREDENTIALS', 'BAD_CREDENTIALS', 'BAD_CREDENTIALS', 'RATE_LIMITED']);
    expect(await failOften(4, () => 'nobody-at-all')).toEqual(known);
  });

  test('let a client address fail so often, whatever the accounts', async () => {
    const reasons = await failOften(9, (each) => `nobody${each}`);
    expect(reasons).toEqual([...Array<string>(8).fill('BAD_CREDENTIALS'), 'RATE_LIMITED']);
  });

  test('do not count log-ins that succeed', async () => {
    const { email } = await register();
    for (let each = 0; each < 10; each++) await service.client.logIn({ login: email, password: PASSWORD }, from(here));
  });

  test('guard the password of DeleteAccount as well', async () => {
    const { tokens } = await register();
    const attempt = () =>
      refusalOf((options) =>
        service.client.deleteAccount({ password: 'wrong' }, { ...from(here, tokens), ...options }),
      );
    for (let each = 0; each < 3; each++) expect((await attempt()).reason).toBe('BAD_CREDENTIALS');
    expect(await attempt()).toEqual(limited);
  });

  test('hold, and hold nobody up, when Redis falls silent or dies', async () => {
    process.kill(service.redis.pid, 'SIGSTOP');
    const start = performance.now();
    for (let each = 0; each < 3; each++) await register();
    expect(await refusedToRegister()).toEqual(limited);
    expect(performance.now() - start).toBeLessThan(4_000);
    process.kill(service.redis.pid, 'SIGKILL');
    here = '203.0.113.200';
    for (let each = 0; each < 3; each++) await register();
    expect(await refusedToRegister()).toEqual(limited);
  });
});

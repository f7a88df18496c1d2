import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { createChannel, createClient } from 'nice-grpc';
import { UserServiceDefinition } from '../../../gen/playmesh/user/v1/user_service.ts';
import { refusalOf } from '../../../test/support/refusal.ts';
import {
  asService,
  signedBy,
  startUserService,
  type TestUserService,
  sessionOf,
} from '../../../test/support/user-service.ts';
import { idFromBytes } from '../../harness/ids.ts';

let service: TestUserService;
beforeAll(async () => {
  service = await startUserService();
}, 30_000);
afterAll(() => service?.stop());

const endedSessions = async (): Promise<string[]> =>
  (await service.feed.listEndedSessions({}, asService())).sessions.map(({ sessionId }) => idFromBytes(sessionId));

describe('RefreshTokens', () => {
  const refresh = async (refreshToken: string) => (await service.client.refreshTokens({ refreshToken })).tokens!;
  const refusal = (refreshToken: string) =>
    refusalOf((options) => service.client.refreshTokens({ refreshToken }, options));

  test('gives new tokens of the same session each time', async () => {
    const { tokens } = await service.register();
    const seen = new Set([tokens.refreshToken]);
    let last = tokens;
    for (let round = 0; round < 3; round++) {
      last = await refresh(last.refreshToken);
      seen.add(last.refreshToken);
      expect(sessionOf(last)).toBe(sessionOf(tokens));
      await service.client.getUser({}, signedBy(last));
    }
    expect(seen.size).toBe(4);
  });

  test('tells the roles that the account has by now', async () => {
    const { id, tokens } = await service.register();
    await service.sql(`update account set roles = '{player,host}' where id = $1`, [id]);
    expect(decodeJwt((await refresh(tokens.refreshToken)).accessToken)['roles']).toEqual(['player', 'host']);
  });

  test('answers a repeat once more, for the first answer may be lost', async () => {
    const { tokens } = await service.register();
    await refresh(tokens.refreshToken);
    const second = await refresh(tokens.refreshToken);
    await refresh(second.refreshToken);
    expect(await service.hasEnded(tokens)).toBe(false);
  });

  test('ends the session when a token is repeated twice', async () => {
    const { id, tokens } = await service.register();
    await refresh(tokens.refreshToken);
    await refresh(tokens.refreshToken);
    expect(await refusal(tokens.refreshToken)).toMatchObject({
      code: 'UNAUTHENTICATED',
      reason: 'REFRESH_TOKEN_REUSED',
    });
    expect(await service.hasEnded(tokens)).toBe(true);
    expect(await endedSessions()).toContain(sessionOf(tokens));
    const [event] = await service.sql(
      `select session_id from audit_event where account_id = $1 and action = 'reuse_refresh_token'`,
      [id],
    );
    expect(event).toEqual({ session_id: sessionOf(tokens) });
  });

  test('ends the session when a token is repeated after 10 seconds', async () => {
    const { tokens } = await service.register();
    const next = await refresh(tokens.refreshToken);
    await service.sql(
      `update refresh_token set issue_time = issue_time - interval '1 min', spend_time = spend_time - interval '11 s' where session_id = $1`,
      [sessionOf(tokens)],
    );
    expect((await refusal(tokens.refreshToken)).reason).toBe('REFRESH_TOKEN_REUSED');
    expect((await refusal(next.refreshToken)).reason).toBe('BAD_REFRESH_TOKEN');
  });

  test('ends the session when an older token than the last is used', async () => {
    const { tokens } = await service.register();
    await refresh((await refresh(tokens.refreshToken)).refreshToken);
    expect((await refusal(tokens.refreshToken)).reason).toBe('REFRESH_TOKEN_REUSED');
  });

  test('ends the session when both tokens of a repeat are used, since two parties then hold them', async () => {
    const { tokens } = await service.register();
    const [first, second] = [await refresh(tokens.refreshToken), await refresh(tokens.refreshToken)];
    await refresh(first.refreshToken);
    expect((await refusal(second.refreshToken)).reason).toBe('REFRESH_TOKEN_REUSED');
    expect(await service.hasEnded(first)).toBe(true);
  });

  test('ends the session when another client repeats a token', async () => {
    const { tokens } = await service.register();
    await refresh(tokens.refreshToken);
    const channel = createChannel(service.address, undefined, { 'grpc.primary_user_agent': 'other' });
    const other = createClient(UserServiceDefinition, channel);
    const refused = await refusalOf((options) => other.refreshTokens({ refreshToken: tokens.refreshToken }, options));
    channel.close();
    expect(refused.reason).toBe('REFRESH_TOKEN_REUSED');
  });

  test('spends a token once when it is used many times at once', async () => {
    const { tokens } = await service.register();
    const answers = await Promise.allSettled(Array.from({ length: 6 }, () => refresh(tokens.refreshToken)));
    expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(2);
    expect(await service.hasEnded(tokens)).toBe(true);
  });

  test('ends one session, and none of the others of the account', async () => {
    const ann = await service.register();
    const other = await service.logIn(ann);
    await refresh((await refresh(ann.tokens.refreshToken)).refreshToken);
    await refusal(ann.tokens.refreshToken);
    expect([await service.hasEnded(ann.tokens), await service.hasEnded(other)]).toEqual([true, false]);
  });

  test('keeps of a refresh token only its hash', async () => {
    const { tokens } = await service.register();
    const rows = await service.sql<{ hash: Buffer }>('select * from refresh_token where session_id = $1', [
      sessionOf(tokens),
    ]);
    expect(rows).toHaveLength(1);
    const bytes = Buffer.from(tokens.refreshToken, 'base64url');
    expect(bytes.includes(rows[0]!.hash) || JSON.stringify(rows).includes(tokens.refreshToken)).toBe(false);
  });

  test('refuses a token of an expired session', async () => {
    const { tokens } = await service.register();
    await service.sql(
      `update session set refresh_time = now() - interval '31 d', expire_time = now() - interval '1 d' where id = $1`,
      [sessionOf(tokens)],
    );
    expect((await refusal(tokens.refreshToken)).reason).toBe('BAD_REFRESH_TOKEN');
    expect(await service.hasEnded(tokens)).toBe(true);
  });

  test.each([
    ['nonsense', 'nonsense'],
    ['a token of nobody', Buffer.alloc(48, 7).toString('base64url')],
    ['a token with U+0020 in it', `${'A'.repeat(63)} `],
    ['SQL', "' or 1=1 --"],
  ])('refuses %s', async (_, refreshToken) => {
    expect(await refusal(refreshToken)).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'BAD_REFRESH_TOKEN' });
  });

  test('refuses a token with another secret, without ending the session that it names', async () => {
    const { tokens } = await service.register();
    const forged = Buffer.from(tokens.refreshToken, 'base64url').fill(7, 16).toString('base64url');
    expect((await refusal(forged)).reason).toBe('BAD_REFRESH_TOKEN');
    expect(await service.hasEnded(tokens)).toBe(false);
  });
});

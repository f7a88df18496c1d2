import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { asService, sessionOf, startUserService, type TestUserService } from '../../../test/support/user-service.ts';
import { testLog } from '../../../test/support/service.ts';
import { idFromBytes } from '../../harness/ids.ts';
import { Pruning } from './pruning.ts';
import { openUserDatabase } from './user-database.ts';

describe('pruning', () => {
  let service: TestUserService;
  beforeAll(async () => {
    service = await startUserService();
  }, 30_000);
  afterAll(() => service?.stop());

  async function prune(): Promise<void> {
    const database = await openUserDatabase(service.databaseUrl);
    await new Pruning(database, testLog('user')).prune();
    await database.close();
  }
  const count = async (text: string, ...values: unknown[]) =>
    Number((await service.sql<{ count: string }>(`select count(*) from ${text}`, values))[0]!.count);

  test('removes expired sessions with their tokens, and tells nobody', async () => {
    const { tokens } = await service.register();
    const id = sessionOf(tokens);
    await service.sql(
      `update session set refresh_time = now() - interval '31 d', expire_time = now() - interval '1 s' where id = $1`,
      [id],
    );
    await prune();
    expect(await count('session where id = $1', id)).toBe(0);
    expect(await count('refresh_token where session_id = $1', id)).toBe(0);
    const { sessions } = await service.feed.listEndedSessions({}, asService());
    expect(sessions.map(({ sessionId }) => idFromBytes(sessionId))).not.toContain(id);
  });

  test('keeps living sessions, and the spent tokens that would betray a thief', async () => {
    const { tokens } = await service.register();
    await service.client.refreshTokens({ refreshToken: tokens.refreshToken });
    await prune();
    expect(await count('refresh_token where session_id = $1', sessionOf(tokens))).toBe(2);
  });

  test('forgets ends that every access token has outlived, and request ids after a day', async () => {
    const guest = await service.client.createGuest({ requestId: randomBytes(16) });
    await service.client.createGuest({ requestId: randomBytes(16) });
    await service.sql('delete from session where id = $1', [sessionOf(guest.tokens!)]);
    await prune();
    expect(await count('ended_session')).toBe(1);
    const requests = await count('request');
    await service.sql(`update ended_session set end_time = end_time - interval '21 min'`);
    await service.sql(`update request set create_time = create_time - interval '25 h' where account_id = $1`, [
      idFromBytes(guest.user!.userId),
    ]);
    await prune();
    expect(await count('ended_session')).toBe(0);
    expect(await count('request')).toBe(requests - 1);
  });
});

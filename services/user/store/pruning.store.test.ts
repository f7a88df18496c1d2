import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { startMailServer, type TestMailServer } from '../../../test/support/mailbox.ts';
import { until } from '../../../test/support/until.ts';
import { asService, sessionOf, startUserService, type TestUserService } from '../../../test/support/user-service.ts';
import { testLog } from '../../../test/support/service.ts';
import { idFromBytes } from '../../harness/ids.ts';
import { Pruning } from './pruning.ts';
import { openUserDatabase } from './user-database.ts';

describe('pruning', () => {
  let post: TestMailServer;
  let service: TestUserService;
  beforeAll(async () => {
    post = await startMailServer();
    service = await startUserService(post.environment);
  }, 30_000);
  afterAll(async () => {
    await service?.stop();
    await post?.close();
  });

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

  test('waits for no session that somebody holds, as who deletes the account does, and removes it the next time', async () => {
    const [held, free] = [await service.register(), await service.register()].map(({ tokens }) => sessionOf(tokens));
    await service.sql(
      `update session set refresh_time = now() - interval '31 d', expire_time = now() - interval '1 s'
       where id in ($1, $2)`,
      [held, free],
    );
    const isThere = (id: string | undefined) => count('session where id = $1', id);
    await service.sql('begin');
    await service.sql('select from session where id = $1 for update', [held]);
    await prune();
    await service.sql('commit');
    expect([await isThere(held), await isThere(free)]).toEqual([1, 0]);
    await prune();
    expect(await isThere(held)).toBe(0);
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

  test('forgets tokens that have expired, and mails after a week', async () => {
    const [ann, bob] = [await service.register(), await service.register()];
    const sent = () => count('mail where account_id = any($1) and send_time is not null', [ann.id, bob.id]);
    await until('the mails to be sent', async () => (await sent()) === 2);
    const tokens = () => count('mail_token where account_id = any($1)', [ann.id, bob.id]);
    await prune();
    expect([await sent(), await tokens()]).toEqual([2, 2]);
    await service.sql(`update mail set create_time = create_time - interval '169 h' where account_id = $1`, [ann.id]);
    await service.sql('update mail_token set expire_time = now() where account_id = $1', [bob.id]);
    await prune();
    expect([await sent(), await tokens()]).toEqual([1, 1]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Redis } from 'ioredis';
import { refusalOf } from '../../../test/support/refusal.ts';
import {
  asService,
  signedBy,
  startUserService,
  type TestUserService,
  sessionOf,
} from '../../../test/support/user-service.ts';
import { idFromBytes, idToBytes, newId } from '../../harness/ids.ts';
import { ENDED_SESSIONS_CHANNEL, openRedis } from '../../harness/redis.ts';
import { testLog } from '../../../test/support/service.ts';

let service: TestUserService;
beforeAll(async () => {
  service = await startUserService();
}, 30_000);
afterAll(() => service?.stop());

describe('LogOut, ListSessions and EndSession', () => {
  test('LogOut ends the session that it is called with, at once and for good', async () => {
    const ann = await service.register();
    const other = await service.logIn(ann);
    await service.client.logOut({}, signedBy(other));
    const refused = await refusalOf((options) => service.client.getUser({}, { ...signedBy(other), ...options }));
    expect(refused).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'SESSION_ENDED' });
    const refresh = await refusalOf((options) =>
      service.client.refreshTokens({ refreshToken: other.refreshToken }, options),
    );
    expect(refresh.reason).toBe('BAD_REFRESH_TOKEN');
    expect(await service.hasEnded(ann.tokens)).toBe(false);
  });

  test("ListSessions lists the caller's live sessions page by page, newest first", async () => {
    const ann = await service.register();
    const tokens = [ann.tokens];
    for (let more = 0; more < 4; more++) tokens.push(await service.logIn(ann));
    await service.client.logOut({}, signedBy(tokens[1]!));
    const seen = [];
    let pageToken = '';
    do {
      const page = await service.client.listSessions({ pageSize: 3, pageToken }, signedBy(tokens[2]!));
      seen.push(...page.sessions);
      pageToken = page.nextPageToken;
    } while (pageToken);
    const live = [tokens[4], tokens[3], tokens[2], tokens[0]].map((each) => sessionOf(each!));
    expect(seen.map(({ sessionId }) => idFromBytes(sessionId))).toEqual(live);
    expect(seen.map(({ current }) => current)).toEqual([false, false, true, false]);
    expect(seen[0]!.userAgent).toMatch(/^grpc-node-js\//);
    expect(seen[0]!.expireTime!.getTime() - seen[0]!.refreshTime!.getTime()).toBe(30 * 24 * 3600_000);
  });

  test('ListSessions refuses a page token that it has not given out', async () => {
    const { tokens } = await service.register();
    const wrong = ['nonsense', Buffer.from('["a"]').toString('base64url'), Buffer.from('[1,2]').toString('base64url')];
    for (const pageToken of wrong) {
      const refusal = await refusalOf((options) =>
        service.client.listSessions({ pageToken }, { ...signedBy(tokens), ...options }),
      );
      expect(Object.keys(refusal.fields!)).toEqual(['page_token']);
    }
    const refusal = await refusalOf((options) =>
      service.client.listSessions({ pageSize: -1 }, { ...signedBy(tokens), ...options }),
    );
    expect(Object.keys(refusal.fields!)).toEqual(['page_size']);
  });

  test("EndSession ends a session of the caller's, and for operators of anyone's", async () => {
    const [ann, operator] = [await service.register(), await service.register()];
    const second = await service.logIn(ann);
    await service.client.endSession({ sessionId: idToBytes(sessionOf(second)) }, signedBy(ann.tokens));
    expect(await service.hasEnded(second)).toBe(true);
    await service.sql(`update account set roles = '{player,operator}' where id = $1`, [operator.id]);
    const operatorTokens = await service.logIn(operator);
    await service.client.endSession({ sessionId: idToBytes(sessionOf(ann.tokens)) }, signedBy(operatorTokens));
    expect(await service.hasEnded(ann.tokens)).toBe(true);
    const events = await service.sql(
      `select actor_id from audit_event where account_id = $1 and action = 'end_session' order by id`,
      [ann.id],
    );
    expect(events).toEqual([{ actor_id: ann.id }, { actor_id: operator.id }]);
  });

  test('EndSession finds no session of others, none that has ended, and none that never was', async () => {
    const [ann, bob] = [await service.register(), await service.register()];
    const ended = await service.logIn(bob);
    await service.client.logOut({}, signedBy(ended));
    for (const sessionId of [sessionOf(ann.tokens), sessionOf(ended), newId()]) {
      const refusal = await refusalOf((options) =>
        service.client.endSession({ sessionId: idToBytes(sessionId) }, { ...signedBy(bob.tokens), ...options }),
      );
      expect(refusal).toMatchObject({ code: 'NOT_FOUND', reason: 'NOT_FOUND' });
    }
    expect(await service.hasEnded(ann.tokens)).toBe(false);
  });
});

describe('the news of ended sessions', () => {
  test('stands in the feed, oldest first, page by page, from a time on', async () => {
    const ann = await service.register();
    const before = new Date();
    const ended = [];
    for (let each = 0; each < 3; each++) {
      const tokens = await service.logIn(ann);
      await service.client.logOut({}, signedBy(tokens));
      ended.push(sessionOf(tokens));
    }
    const seen = [];
    let pageToken = '';
    do {
      const page = await service.feed.listEndedSessions({ sinceTime: before, pageSize: 2, pageToken }, asService());
      seen.push(...page.sessions);
      pageToken = page.nextPageToken;
    } while (pageToken);
    expect(seen.map(({ sessionId }) => idFromBytes(sessionId))).toEqual(ended);
    const later = await service.feed.listEndedSessions({ sinceTime: seen[2]!.endTime }, asService());
    expect(later.sessions).toEqual([seen[2]]);
  });

  test('is for services alone', async () => {
    const { tokens } = await service.register();
    for (const options of [{}, signedBy(tokens)]) {
      const refusal = await refusalOf((more) => service.feed.listEndedSessions({}, { ...options, ...more }));
      expect(refusal).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'UNAUTHENTICATED' });
    }
  });

  test('is hurried on Redis', async () => {
    const subscriber: Redis = openRedis(service.redis.url, 'test', testLog('test'));
    await new Promise((resolve) => subscriber.once('ready', resolve));
    await subscriber.subscribe(ENDED_SESSIONS_CHANNEL);
    const heard = new Promise<string>((resolve) =>
      subscriber.once('message', (_, message: string) => resolve(message)),
    );
    const { tokens } = await service.register();
    await service.client.logOut({}, signedBy(tokens));
    expect(await heard).toMatch(new RegExp(`^${sessionOf(tokens)} \\d{13}$`));
    subscriber.disconnect();
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { BlockedUser } from '../../../gen/playmesh/user/v1/user.ts';
import { refusalOf } from '../../../test/support/refusal.ts';
import {
  asService,
  signedBy,
  startUserService,
  type TestAccount,
  type TestUserService,
} from '../../../test/support/user-service.ts';
import { idFromBytes, idToBytes, newId } from '../../harness/ids.ts';

let service: TestUserService;
beforeAll(async () => {
  service = await startUserService({ PLAYMESH_CHANGE_LIMIT: '10000/10000' });
}, 30_000);
afterAll(() => service?.stop());

const block = ({ tokens }: TestAccount, id: string) =>
  service.client.blockUser({ userId: idToBytes(id) }, signedBy(tokens));
const unblock = ({ tokens }: TestAccount, id: string) =>
  service.client.unblockUser({ userId: idToBytes(id) }, signedBy(tokens));
const refusedBlock = ({ tokens }: TestAccount, userId: Uint8Array) =>
  refusalOf((options) => service.client.blockUser({ userId }, { ...signedBy(tokens), ...options }));

async function blockedBy({ tokens }: TestAccount, pageSize = 0): Promise<BlockedUser[]> {
  const all = [];
  let pageToken = '';
  do {
    const page = await service.client.listBlockedUsers({ pageSize, pageToken }, signedBy(tokens));
    all.push(...page.blockedUsers);
    pageToken = page.nextPageToken;
  } while (pageToken);
  return all;
}
const ids = (blocked: readonly BlockedUser[]) => blocked.map(({ userId }) => idFromBytes(userId));

/** Accounts that nobody signs in to. */
const makeAccounts = async (count: number) =>
  (
    await service.sql<{ id: string }>(
      `insert into account (id, roles, display_name, area_code, locale)
       select gen_random_uuid(), '{player}', 'Extra', 0, '' from generate_series(1, $1) returning id`,
      [count],
    )
  ).map(({ id }) => id);
const blockAll = (blockers: readonly string[], blocked: readonly string[]) =>
  service.sql(
    `insert into block (blocker_id, blocked_id, create_time)
     select blocker, blocked, now() - interval '1 day' from unnest($1::uuid[]) blocker, unnest($2::uuid[]) blocked`,
    [blockers, blocked],
  );

describe('BlockUser, UnblockUser and ListBlockedUsers', () => {
  test('list whom the caller blocks, latest first, page by page', async () => {
    const ann = await service.register();
    const others: TestAccount[] = [];
    for (let each = 0; each < 5; each++) others.push(await service.register());
    for (const { id } of others) await block(ann, id);
    await unblock(ann, others[1]!.id);
    const expected = [4, 3, 2, 0].map((index) => others[index]!);
    for (const pageSize of [1, 2, 3, 4, 0]) {
      expect(ids(await blockedBy(ann, pageSize))).toEqual(expected.map(({ id }) => id));
    }
    const [latest] = await blockedBy(ann);
    expect(latest!.profile).toEqual(others[4]!.user.profile);
    expect(Math.abs(latest!.blockTime!.getTime() - Date.now())).toBeLessThan(10_000);
    expect(await blockedBy(others[4]!)).toEqual([]); // who is blocked is not told
  });

  test('pages hold everyone also where many were blocked at the same time', async () => {
    const ann = await service.register();
    const others = await makeAccounts(7);
    await blockAll([ann.id], others);
    expect(ids(await blockedBy(ann, 2)).sort()).toEqual([...others].sort());
  });

  test('done again, they change nothing, and the audit trail tells of what changed', async () => {
    const [ann, bob] = [await service.register(), await service.register()];
    for (let each = 0; each < 2; each++) await block(ann, bob.id);
    expect(await blockedBy(ann)).toHaveLength(1);
    for (let each = 0; each < 2; each++) await unblock(ann, bob.id);
    expect(await blockedBy(ann)).toEqual([]);
    const events = await service.sql(
      'select action, actor_id, blocked_id from audit_event where account_id = $1 order by id',
      [ann.id],
    );
    expect(events.slice(1)).toEqual([
      { action: 'block_user', actor_id: ann.id, blocked_id: bob.id },
      { action: 'unblock_user', actor_id: ann.id, blocked_id: bob.id },
    ]);
    expect(await service.trail(bob.id)).toEqual(['register']);
  });

  test('guests block and are blocked as everyone', async () => {
    const ann = await service.register();
    const { user, tokens } = await service.client.createGuest({ requestId: randomBytes(16) });
    const guest = { id: idFromBytes(user!.userId), tokens: tokens! };
    await block(ann, guest.id);
    await service.client.blockUser({ userId: idToBytes(ann.id) }, signedBy(guest.tokens));
    expect(ids(await blockedBy(ann))).toEqual([guest.id]);
  });

  test('refuse the caller, whom there is not, and what is no id', async () => {
    const ann = await service.register();
    const own = await refusedBlock(ann, idToBytes(ann.id));
    expect(own.code).toBe('INVALID_ARGUMENT');
    expect(own.fields).toEqual({ user_id: 'must not be your own' });
    expect(await refusedBlock(ann, idToBytes(newId()))).toMatchObject({ code: 'NOT_FOUND', reason: 'NOT_FOUND' });
    expect(Object.keys((await refusedBlock(ann, randomBytes(15))).fields!)).toEqual(['user_id']);
    await unblock(ann, newId());
  });

  test('let an account block 1,000 and no more, also when it asks for several at once', async () => {
    const ann = await service.register();
    const others = await makeAccounts(1_003);
    await blockAll([ann.id], others.slice(0, 999));
    const last = await Promise.allSettled(others.slice(999).map((id) => block(ann, id)));
    expect(last.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const beyond = others.slice(999)[last.findIndex(({ status }) => status === 'rejected')]!;
    expect(await refusedBlock(ann, idToBytes(beyond))).toMatchObject({
      code: 'FAILED_PRECONDITION',
      reason: 'TOO_MANY_BLOCKS',
    });
    await block(ann, others[0]!); // who is blocked already
    await unblock(ann, others[0]!);
    await block(ann, beyond);
    expect(await blockedBy(ann, 200)).toHaveLength(1_000);
  });

  test('two who block each other at the same time do not wait for each other', async () => {
    const [ann, bob] = [await service.register(), await service.register()];
    for (let round = 0; round < 20; round++) {
      await Promise.all([block(ann, bob.id), block(bob, ann.id)]);
      await Promise.all([unblock(ann, bob.id), unblock(bob, ann.id)]);
    }
  });

  test('nor do many who block each other and delete their accounts at the same time', async () => {
    const guests = await Promise.all(
      Array.from({ length: 20 }, () => service.client.createGuest({ requestId: randomBytes(16) })),
    );
    const all = guests.map(({ user }) => idFromBytes(user!.userId));
    for (const each of all) {
      const others = all.filter((id) => id !== each);
      await blockAll([each], others);
    }
    await Promise.all(guests.map(({ tokens }) => service.client.deleteAccount({}, signedBy(tokens!))));
  });

  test('a deleted account is blocked by nobody, and blocks nobody', async () => {
    const [ann, bob] = [await service.register(), await service.register()];
    await Promise.all([block(ann, bob.id), block(bob, ann.id)]);
    await service.client.deleteAccount({ password: bob.registered.password }, signedBy(bob.tokens));
    expect(await blockedBy(ann)).toEqual([]);
    expect(await service.sql('select from block where blocker_id = $1', [bob.id])).toEqual([]);
  });
});

describe('BatchGetBlocks', () => {
  const get = async (...userIds: readonly string[]) =>
    (await service.blocks.batchGetBlocks({ userIds: userIds.map(idToBytes) }, asService())).users.map((user) =>
      user.userIds.map((id) => idFromBytes(id)).sort(),
    );

  test('tells for each user whom it blocks and who blocks it, each once, in the order asked for', async () => {
    const [ann, bob, cem] = [await service.register(), await service.register(), await service.register()];
    await block(ann, bob.id);
    await block(bob, ann.id);
    await block(cem, ann.id);
    expect(await get(newId(), cem.id, ann.id, bob.id, ann.id)).toEqual([
      [],
      [ann.id],
      [bob.id, cem.id].sort(),
      [ann.id],
      [bob.id, cem.id].sort(),
    ]);
  });

  test('tells all whom a user blocks, and the latest 1,000 who block it', async () => {
    const [star] = await makeAccounts(1);
    const [early, latest] = [await makeAccounts(5), await makeAccounts(1_000)];
    await blockAll(latest, [star!]);
    await blockAll(early, [star!]);
    await service.sql(`update block set create_time = create_time - interval '1 day' where blocker_id = any($1)`, [
      early,
    ]);
    await blockAll([star!], early);
    const [all] = await get(star!);
    expect(all).toEqual([...early, ...latest].sort());
    await service.sql('delete from block where blocker_id = $1', [star]);
    expect((await get(star!))[0]).toEqual([...latest].sort());
    expect(await get(early[0]!)).toEqual([[star]]); // who blocks always has the other
  });

  test('is for services alone, and for 100 users at a time', async () => {
    const { tokens } = await service.register();
    const request = { userIds: [randomBytes(16)] };
    for (const options of [{}, signedBy(tokens)]) {
      const refusal = await refusalOf((more) => service.blocks.batchGetBlocks(request, { ...options, ...more }));
      expect(refusal).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'UNAUTHENTICATED' });
    }
    for (const userIds of [[], [randomBytes(15)], Array.from({ length: 101 }, () => randomBytes(16))]) {
      const refusal = await refusalOf((more) =>
        service.blocks.batchGetBlocks({ userIds }, { ...asService(), ...more }),
      );
      expect(refusal.code).toBe('INVALID_ARGUMENT');
      expect(Object.keys(refusal.fields!)[0]).toMatch(/^user_ids/);
    }
  });
});

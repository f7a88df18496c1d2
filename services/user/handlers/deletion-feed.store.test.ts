import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createChannel, createClient, type Channel, type Client } from 'nice-grpc';
import { randomBytes } from 'node:crypto';
import {
  DeletionFeedServiceDefinition,
  type DeletedUser,
} from '../../../gen/playmesh/user/v1/deletion_feed_service.ts';
import { refusalOf } from '../../../test/support/refusal.ts';
import { asService, signedBy, startUserService, type TestUserService } from '../../../test/support/user-service.ts';
import { idFromBytes } from '../../harness/ids.ts';

let service: TestUserService;
let channel: Channel;
let feed: Client<DeletionFeedServiceDefinition>;
beforeAll(async () => {
  service = await startUserService();
  channel = createChannel(service.address);
  feed = createClient(DeletionFeedServiceDefinition, channel);
}, 30_000);
afterAll(async () => {
  channel?.close();
  await service?.stop();
});

/** Makes guests and deletes them, one after the other. */
async function deleteGuests(count: number): Promise<string[]> {
  const gone = [];
  for (let each = 0; each < count; each++) {
    const { user, tokens } = await service.client.createGuest({ requestId: randomBytes(16) });
    await service.client.deleteAccount({}, signedBy(tokens!));
    gone.push(idFromBytes(user!.userId));
  }
  return gone;
}

async function listAll(sinceTime?: Date): Promise<DeletedUser[]> {
  const all = [];
  let pageToken = '';
  do {
    const page = await feed.listDeletedUsers({ sinceTime, pageSize: 2, pageToken }, asService());
    expect(page.users.length).toBeLessThanOrEqual(2);
    all.push(...page.users);
    pageToken = page.nextPageToken;
  } while (pageToken);
  return all;
}
const ids = (users: readonly DeletedUser[]) => users.map(({ userId }) => idFromBytes(userId));

describe('ListDeletedUsers', () => {
  test('tells who was deleted, oldest first, page by page, and from a time on', async () => {
    await service.register(); // stays
    const gone = await deleteGuests(5);
    const all = await listAll();
    expect(ids(all)).toEqual(gone);
    expect(ids(await listAll(all[3]!.deleteTime))).toEqual(gone.slice(3));
  });

  test('pages hold everyone also where many were deleted at the same time', async () => {
    const before = (await listAll()).length;
    await service.sql(
      `insert into audit_event (id, action, account_id, client_address, create_time)
       select gen_random_uuid(), 'delete_account', gen_random_uuid(), '', now() from generate_series(1, 7)`,
    );
    expect(new Set(ids(await listAll())).size).toBe(before + 7);
  });

  test('is for services alone', async () => {
    const { tokens } = await service.register();
    for (const options of [{}, signedBy(tokens)]) {
      const refusal = await refusalOf((more) => feed.listDeletedUsers({}, { ...options, ...more }));
      expect(refusal).toMatchObject({ code: 'UNAUTHENTICATED' });
    }
  });
});

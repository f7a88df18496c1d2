import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { openTestDatabase, type OpenedDatabase } from '../../../test/support/match-database.ts';
import { newId } from '../../harness/ids.ts';
import { reviewHeader } from '../records/review-header.ts';
import { realRecord, recordFiles } from '../records/real-records.ts';
import type { ReviewRow } from './entities.ts';
import { MOST_REVIEWS, Reviews } from './reviews.ts';

const [ADA, BEN] = [newId(), newId()];

let database: OpenedDatabase;
let reviews: Reviews;
beforeAll(async () => {
  database = await openTestDatabase();
  reviews = new Reviews(database.pool, database.database);
}, 60_000);
afterAll(() => database?.close());
beforeEach(async () => void (await database.admin.query('delete from go_review')));

const header = reviewHeader(realRecord(recordFiles[0]!));
const create = (changes: Partial<ReviewRow> = {}): Promise<ReviewRow | undefined> =>
  reviews.create({
    reviewId: newId(),
    userId: ADA,
    requestId: newId(),
    visibility: 'open',
    header,
    sgf: '(;SZ[9])\n',
    ...changes,
  });
const list = async (own: boolean, userId = ADA, limit = 10, beforeReviewId?: string) =>
  (await reviews.list({ own, userId, limit, beforeReviewId })).map(({ reviewId }) => reviewId);

test('a review is stored as it is, and once for one request, wherever that is sent', async () => {
  const requestId = newId();
  const made = await Promise.all(Array.from({ length: 6 }, () => create({ requestId })));
  expect(new Set(made.map((row) => row!.reviewId)).size).toBe(1);
  expect(await reviews.find(made[0]!.reviewId)).toMatchObject({ userId: ADA, header, sgf: '(;SZ[9])\n' });
  expect((await create({ requestId, userId: BEN }))!.userId).toBe(BEN);
});

test('lists have open ones and the user’s own, newest first, page by page, and no records', async () => {
  const ids: string[] = [];
  for (const [userId, visibility] of [
    [ADA, 'open'],
    [ADA, 'private'],
    [BEN, 'open'],
    [BEN, 'private'],
  ] as const) {
    ids.unshift((await create({ userId, visibility }))!.reviewId);
  }
  const [bensPrivate, bens, adasPrivate, adas] = ids;
  expect(await list(false)).toEqual([bens, adasPrivate, adas]);
  expect(await list(true)).toEqual([adasPrivate, adas]);
  expect(await list(false, BEN)).toEqual([bensPrivate, bens, adas]);
  expect(await list(false, ADA, 1)).toEqual([bens]);
  expect(await list(false, ADA, 1, bens)).toEqual([adasPrivate]);
  const [row] = await reviews.list({ own: true, userId: ADA, limit: 1, beforeReviewId: undefined });
  expect(JSON.stringify(row)).not.toContain('(;SZ[9])');
});

test('only its owner deletes it, and it can be deleted twice', async () => {
  const { reviewId } = (await create())!;
  await reviews.delete(reviewId, BEN);
  expect(await list(false, BEN)).toEqual([reviewId]);
  await reviews.delete(reviewId, ADA);
  await reviews.delete(reviewId, ADA);
  expect(await reviews.find(reviewId)).toBeUndefined();
});

test(`a player has ${MOST_REVIEWS} at most, repeats of what is there not counted`, async () => {
  const requestId = newId();
  await create({ requestId });
  for (let more = 1; more < MOST_REVIEWS; more += 1) await create();
  expect(await create()).toBeUndefined();
  expect(await create({ requestId })).toMatchObject({ requestId });
  expect(await create({ userId: BEN })).toBeDefined();
  await reviews.delete((await list(true, ADA, 1))[0]!, ADA);
  expect(await create()).toBeDefined();
});

test('all reviews of users can be deleted, whoever may see them', async () => {
  await create();
  await create({ visibility: 'private' });
  const kept = (await create({ userId: BEN }))!.reviewId;
  await reviews.deleteOf([ADA, newId()]);
  expect(await list(true)).toEqual([]);
  expect(await list(false)).toEqual([kept]);
});

import type { EntityManager } from '../../harness/store/database.ts';
import type { Profile } from '../domain/account.ts';
import { keepAccount } from './accounts.ts';
import { AccountRow, BlockRow } from './entities.ts';

/** Of those who block a user, so many are told. */
const MAX_BLOCKERS = 1_000;

/** A user whom another one blocks. */
export interface Block {
  readonly blockedId: string;
  readonly createTime: Date;
}

/** Keeps an account from changing its blocks twice at the same time. False where there is no such account. */
export async function lockBlocks(em: EntityManager, blockerId: string): Promise<boolean> {
  // Not `for update`: two who block each other would wait for each other, since a block refers to both accounts.
  const rows = await em.execute('select 1 from account where id = ? for no key update', [blockerId]);
  return rows.length > 0;
}

/** How many users an account blocks. */
export const countBlocks = (em: EntityManager, blockerId: string): Promise<number> => em.count(BlockRow, { blockerId });

/** Whether an account blocks a user. */
export const isBlocked = async (em: EntityManager, blockerId: string, blockedId: string): Promise<boolean> =>
  (await em.count(BlockRow, { blockerId, blockedId })) > 0;

/** Adds a block. False where there is no such user. */
export async function insertBlock(em: EntityManager, blockerId: string, blockedId: string): Promise<boolean> {
  const isThere = await keepAccount(em, blockedId);
  if (isThere) await em.insert(BlockRow, { blockerId, blockedId });
  return isThere;
}

/** Takes a block back. False where there was none. */
export const deleteBlock = async (em: EntityManager, blockerId: string, blockedId: string): Promise<boolean> =>
  (await em.nativeDelete(BlockRow, { blockerId, blockedId })) > 0;

/**
 * Takes back all blocks by an account and of it. Always in one order: of two who block each other and are deleted at the
 * same time, each would else wait for the block that the other has taken.
 */
export async function dropBlocks(em: EntityManager, accountId: string): Promise<void> {
  await em.execute(
    `with doomed as (
       select blocker_id, blocked_id from block where blocker_id = ? or blocked_id = ?
       order by blocker_id, blocked_id for update)
     delete from block using doomed
     where block.blocker_id = doomed.blocker_id and block.blocked_id = doomed.blocked_id`,
    [accountId, accountId],
  );
}

/** Whom an account blocks, latest first, at most `limit` of those blocked before one; without a profile who has just gone. */
export async function listBlocks(
  em: EntityManager,
  blockerId: string,
  limit: number,
  before: Block | undefined,
): Promise<readonly (Block & { readonly profile: Profile | undefined })[]> {
  const blocks = await em.find(
    BlockRow,
    {
      blockerId,
      ...(before && {
        createTime: { $lte: before.createTime }, // follows from the rest, which no index can follow
        $or: [
          { createTime: { $lt: before.createTime } },
          { createTime: before.createTime, blockedId: { $lt: before.blockedId } },
        ],
      }),
    },
    { orderBy: { createTime: 'desc', blockedId: 'desc' }, limit },
  );
  const accounts = await em.find(AccountRow, { id: { $in: blocks.map(({ blockedId }) => blockedId) } });
  const profiles = new Map<string, Profile>(accounts.map((account) => [account.id, account]));
  return blocks.map(({ blockedId, createTime }) => ({ blockedId, createTime, profile: profiles.get(blockedId) }));
}

/** Whom an account blocks, in the order of their ids, at most `limit` of those after one. */
export async function listBlocksById(
  em: EntityManager,
  blockerId: string,
  limit: number,
  after: string | undefined,
): Promise<readonly Block[]> {
  const later = after === undefined ? {} : { blockedId: { $gt: after } };
  return em.find(BlockRow, { blockerId, ...later }, { orderBy: { blockedId: 'asc' }, limit });
}

/** For each user whom it blocks, and the latest of those who block it. */
export async function listBlocksOfAll(
  em: EntityManager,
  userIds: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const rows = await em.execute<{ place: number; other: string }[]>(
    `select place::integer, other
     from json_array_elements_text(?::json) with ordinality as asked (id, place), lateral (
       select blocked_id as other from block where blocker_id = asked.id::uuid
       union
       (select blocker_id from block where blocked_id = asked.id::uuid order by create_time desc limit ?)
     ) as others`,
    [JSON.stringify(userIds), MAX_BLOCKERS],
  );
  const lists = userIds.map((): string[] => []);
  for (const { place, other } of rows) lists[place - 1]!.push(other);
  return lists;
}

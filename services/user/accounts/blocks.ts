import type { Caller } from '../../harness/auth/caller.ts';
import { ApiError, Code, invalidArgument } from '../../harness/errors.ts';
import type { Database } from '../../harness/store/database.ts';
import type { Profile } from '../domain/account.ts';
import type { Limits } from '../limits/limits.ts';
import { record } from '../store/audit.ts';
import {
  countBlocks,
  deleteBlock,
  insertBlock,
  isBlocked,
  listBlocks,
  listBlocksOfAll,
  lockBlocks,
  type Block,
} from '../store/blocks.ts';
import { noSuchAccount } from './accounts.ts';

/** So many users an account can block. */
const MAX_BLOCKS = 1_000;

/** Whom accounts do not want to meet. */
export class Blocks {
  readonly #database: Database;
  readonly #limits: Limits;

  constructor(database: Database, limits: Limits) {
    this.#database = database;
    this.#limits = limits;
  }

  /** Blocks a user, unless the caller does already. @throws ApiError INVALID_REQUEST, NOT_FOUND, TOO_MANY_BLOCKS, RATE_LIMITED */
  async block(caller: Caller, blockedId: string, clientAddress: string): Promise<void> {
    const { userId: accountId, sessionId } = caller;
    if (blockedId === accountId) throw invalidArgument([{ field: 'user_id', description: 'must not be your own' }]);
    await this.#limits.change(accountId);
    await this.#database.transact(async (em) => {
      if (!(await lockBlocks(em, accountId))) throw noSuchAccount();
      if (await isBlocked(em, accountId, blockedId)) return;
      if ((await countBlocks(em, accountId)) >= MAX_BLOCKS) {
        throw new ApiError(
          Code.FAILED_PRECONDITION,
          'TOO_MANY_BLOCKS',
          `Nobody can block more than ${MAX_BLOCKS} users; take a block back first.`,
        );
      }
      if (!(await insertBlock(em, accountId, blockedId))) throw noSuchAccount();
      await record(em, { action: 'block_user', accountId, actorId: accountId, sessionId, blockedId, clientAddress });
    });
  }

  /** Takes a block back, if there is one. @throws ApiError RATE_LIMITED */
  async unblock(caller: Caller, blockedId: string, clientAddress: string): Promise<void> {
    const { userId: accountId, sessionId } = caller;
    await this.#limits.change(accountId);
    await this.#database.transact(async (em) => {
      if (!(await deleteBlock(em, accountId, blockedId))) return;
      await record(em, { action: 'unblock_user', accountId, actorId: accountId, sessionId, blockedId, clientAddress });
    });
  }

  /** Whom an account blocks, latest first, at most `limit` of those blocked before one. */
  list(
    accountId: string,
    limit: number,
    before: Block | undefined,
  ): Promise<readonly (Block & { readonly profile: Profile | undefined })[]> {
    return this.#database.use((em) => listBlocks(em, accountId, limit, before));
  }

  /** For each user whom it blocks, and the latest of those who block it. */
  ofAll(userIds: readonly string[]): Promise<readonly (readonly string[])[]> {
    return this.#database.use((em) => listBlocksOfAll(em, userIds));
  }
}

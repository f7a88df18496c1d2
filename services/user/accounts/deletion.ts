import type { Caller } from '../../harness/auth/caller.ts';
import type { Database } from '../../harness/store/database.ts';
import type { EndedSessionsPublisher } from '../sessions/ended-sessions-publisher.ts';
import { deleteAccount, findAccount, lockAccount } from '../store/accounts.ts';
import { listDeletions, record, type DeletedAccount } from '../store/audit.ts';
import { dropBlocks } from '../store/blocks.ts';
import { dropMailsTo } from '../store/mails.ts';
import { endSessions } from '../store/sessions.ts';
import type { OwnPassword } from './own-password.ts';

/** Deletes accounts for good: of an account only its id is left, in matches and in the audit trail. */
export class Deletion {
  readonly #database: Database;
  readonly #ownPassword: OwnPassword;
  readonly #publisher: EndedSessionsPublisher;

  constructor(database: Database, ownPassword: OwnPassword, publisher: EndedSessionsPublisher) {
    this.#database = database;
    this.#ownPassword = ownPassword;
    this.#publisher = publisher;
  }

  /** Deletes the caller's account; a guest has no password to show. @throws ApiError BAD_CREDENTIALS, RATE_LIMITED, OVERLOADED */
  async delete(caller: Caller, password: string, clientAddress: string): Promise<void> {
    const account = await this.#database.use((em) => findAccount(em, caller.userId));
    if (account?.credentials) await this.#ownPassword.require(caller, account.credentials, password, clientAddress);
    const ended = await this.#database.transact(async (em) => {
      const { userId: accountId, sessionId } = caller;
      // In the order that whoever sends mails has, and whoever else ends an account's sessions.
      await dropMailsTo(em, accountId);
      await lockAccount(em, accountId);
      const doomed = await endSessions(em, { accountId });
      await dropBlocks(em, accountId);
      await deleteAccount(em, accountId);
      await record(em, { action: 'delete_account', accountId, actorId: accountId, sessionId, clientAddress });
      return doomed;
    });
    await this.#publisher.publish(ended);
  }

  /** Accounts deleted at or after a time, or ever, oldest first, at most `limit` of those after one. */
  list(since: Date | undefined, after: DeletedAccount | undefined, limit: number): Promise<readonly DeletedAccount[]> {
    return this.#database.use((em) => listDeletions(em, since, after, limit));
  }
}

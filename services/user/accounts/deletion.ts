import type { Caller } from '../../harness/auth/caller.ts';
import type { Database } from '../../harness/store/database.ts';
import type { Limits } from '../limits/limits.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import type { EndedSessionsPublisher } from '../sessions/ended-sessions-publisher.ts';
import { badCredentials } from '../sessions/log-in.ts';
import { deleteAccount, findAccount } from '../store/accounts.ts';
import { record } from '../store/audit.ts';
import { endSessions } from '../store/sessions.ts';

/** Deletes accounts for good: of an account only its id is left, in matches and in the audit trail. */
export class Deletion {
  readonly #database: Database;
  readonly #hasher: PasswordHasher;
  readonly #limits: Limits;
  readonly #publisher: EndedSessionsPublisher;

  constructor(database: Database, hasher: PasswordHasher, limits: Limits, publisher: EndedSessionsPublisher) {
    this.#database = database;
    this.#hasher = hasher;
    this.#limits = limits;
    this.#publisher = publisher;
  }

  /** Deletes the caller's account; a guest has no password to show. @throws ApiError BAD_CREDENTIALS, RATE_LIMITED, OVERLOADED */
  async delete(caller: Caller, password: string, clientAddress: string): Promise<void> {
    const account = await this.#database.use((em) => findAccount(em, caller.userId));
    if (account?.credentials) {
      const takeBack = await this.#limits.passwordTry(clientAddress, account.id);
      if (!(await this.#hasher.verify(account.credentials.passwordHash, password))) throw badCredentials();
      await takeBack();
    }
    const ended = await this.#database.transact(async (em) => {
      const { userId: accountId, sessionId } = caller;
      const doomed = await endSessions(em, { accountId });
      await deleteAccount(em, accountId);
      await record(em, { action: 'delete_account', accountId, actorId: accountId, sessionId, clientAddress });
      return doomed;
    });
    await this.#publisher.publish(ended);
  }
}

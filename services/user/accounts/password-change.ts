import type { Caller } from '../../harness/auth/caller.ts';
import type { Database } from '../../harness/store/database.ts';
import type { Limits } from '../limits/limits.ts';
import { requireGoodPassword } from '../passwords/good-password.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import type { EndedSessionsPublisher } from '../sessions/ended-sessions-publisher.ts';
import { badCredentials } from '../sessions/log-in.ts';
import { findAccount, lockAccount, setPassword } from '../store/accounts.ts';
import { record } from '../store/audit.ts';
import { voidToken } from '../store/mail-tokens.ts';
import { endSessions } from '../store/sessions.ts';
import { requireCredentials } from './accounts.ts';
import type { OwnPassword } from './own-password.ts';

/** Changes passwords. */
export class PasswordChange {
  readonly #database: Database;
  readonly #hasher: PasswordHasher;
  readonly #limits: Limits;
  readonly #ownPassword: OwnPassword;
  readonly #publisher: EndedSessionsPublisher;

  constructor(
    database: Database,
    hasher: PasswordHasher,
    limits: Limits,
    ownPassword: OwnPassword,
    publisher: EndedSessionsPublisher,
  ) {
    this.#database = database;
    this.#hasher = hasher;
    this.#limits = limits;
    this.#ownPassword = ownPassword;
    this.#publisher = publisher;
  }

  /**
   * Changes the caller's password, and ends the account's other sessions: whoever else knew the old one is out.
   * @throws ApiError GUEST_ACCOUNT, INVALID_REQUEST, BAD_CREDENTIALS, RATE_LIMITED, OVERLOADED
   */
  async change(caller: Caller, current: string, wanted: string, clientAddress: string): Promise<void> {
    const { userId: accountId, sessionId } = caller;
    const credentials = requireCredentials(await this.#database.use((em) => findAccount(em, accountId)));
    requireGoodPassword(wanted, credentials);
    await this.#limits.change(accountId);
    await this.#ownPassword.require(caller, credentials, current, clientAddress);
    const passwordHash = await this.#hasher.hash(wanted);
    const ended = await this.#database.transact(async (em) => {
      const now = await lockAccount(em, accountId);
      if (now?.credentials?.passwordHash !== credentials.passwordHash) return undefined; // another change came first
      await setPassword(em, accountId, passwordHash);
      await voidToken(em, accountId, 'reset_password');
      await record(em, { action: 'change_password', accountId, actorId: accountId, sessionId, clientAddress });
      return endSessions(em, { accountId, id: { $ne: sessionId } });
    });
    if (!ended) throw badCredentials();
    await this.#publisher.publish(ended);
  }
}

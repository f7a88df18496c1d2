import type { Caller } from '../../harness/auth/caller.ts';
import { ApiError, Code } from '../../harness/errors.ts';
import type { Database } from '../../harness/store/database.ts';
import type { Account } from '../domain/account.ts';
import type { Limits } from '../limits/limits.ts';
import type { Mails } from '../mail/mails.ts';
import { requireGoodPassword } from '../passwords/good-password.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import { findAccount, lockAccount, setCredentials } from '../store/accounts.ts';
import { record } from '../store/audit.ts';
import { refuseTakenNames, takenNames, type Names } from './names.ts';

/** Gives guests credentials; id, sessions and matches stay. */
export class Upgrade {
  readonly #database: Database;
  readonly #hasher: PasswordHasher;
  readonly #limits: Limits;
  readonly #mails: Mails;

  constructor(database: Database, hasher: PasswordHasher, limits: Limits, mails: Mails) {
    this.#database = database;
    this.#hasher = hasher;
    this.#limits = limits;
    this.#mails = mails;
  }

  /** @throws ApiError INVALID_REQUEST, NOT_A_GUEST, EMAIL_TAKEN, USERNAME_TAKEN, RATE_LIMITED, OVERLOADED */
  async upgrade(caller: Caller, names: Names, password: string, clientAddress: string): Promise<Account> {
    requireGoodPassword(password, names);
    await this.#limits.registration(clientAddress);
    await this.#database.use(async (em) => {
      requireGuest(await findAccount(em, caller.userId));
      await refuseTakenNames(em, names);
    });
    const passwordHash = await this.#hasher.hash(password);
    try {
      const upgraded = await this.#database.transact(async (em) => {
        const guest = requireGuest(await lockAccount(em, caller.userId));
        const { userId: accountId, sessionId } = caller;
        const credentials = { ...names, passwordHash };
        await setCredentials(em, accountId, credentials);
        await this.#mails.queue(em, accountId, 'verify_email');
        await record(em, { action: 'upgrade_guest', accountId, actorId: accountId, sessionId, clientAddress });
        return { ...guest, credentials };
      });
      this.#mails.hurry();
      return upgraded;
    } catch (error) {
      throw takenNames(error) ?? error;
    }
  }
}

function requireGuest(account: Account | undefined): Account {
  if (account && !account.credentials) return account;
  throw new ApiError(Code.FAILED_PRECONDITION, 'NOT_A_GUEST', 'This account has credentials already.');
}

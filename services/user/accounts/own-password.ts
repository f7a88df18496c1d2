import type { Caller } from '../../harness/auth/caller.ts';
import type { Database } from '../../harness/store/database.ts';
import type { Credentials } from '../domain/account.ts';
import type { Limits } from '../limits/limits.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import { badCredentials } from '../sessions/log-in.ts';
import { record } from '../store/audit.ts';

/** Lets those who are signed in show that they know their password, before what a stolen session must not do. */
export class OwnPassword {
  readonly #database: Database;
  readonly #hasher: PasswordHasher;
  readonly #limits: Limits;

  constructor(database: Database, hasher: PasswordHasher, limits: Limits) {
    this.#database = database;
    this.#hasher = hasher;
    this.#limits = limits;
  }

  /** @throws ApiError BAD_CREDENTIALS, RATE_LIMITED, OVERLOADED */
  async require(caller: Caller, credentials: Credentials, password: string, clientAddress: string): Promise<void> {
    const { userId: accountId, sessionId } = caller;
    const takeBack = await this.#limits.passwordTry(clientAddress, accountId);
    const isRight = await this.#hasher.verify(credentials.passwordHash, password).catch(async (error: unknown) => {
      await takeBack(); // refused for want of time, which is no failure
      throw error;
    });
    if (!isRight) {
      await this.#database.transact((em) =>
        record(em, { action: 'fail_password', accountId, actorId: accountId, sessionId, clientAddress }),
      );
      throw badCredentials();
    }
    await takeBack();
  }
}

import { ApiError, Code } from '../../harness/errors.ts';
import type { Database } from '../../harness/store/database.ts';
import { readLogin, type Account } from '../domain/account.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { Limits } from '../limits/limits.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import { findAccountByName, lockAccount } from '../store/accounts.ts';
import { record } from '../store/audit.ts';
import { issueTokens, openSession, type Client, type SignedIn } from './sign-in.ts';

/** UNAUTHENTICATED in the same words whatever was wrong. */
export const badCredentials = (): ApiError =>
  new ApiError(Code.UNAUTHENTICATED, 'BAD_CREDENTIALS', 'Login or password is wrong.');

/** Signs accounts in by login and password. */
export class LogIn {
  readonly #database: Database;
  readonly #hasher: PasswordHasher;
  readonly #limits: Limits;
  readonly #ring: KeyRing;

  constructor(database: Database, hasher: PasswordHasher, limits: Limits, ring: KeyRing) {
    this.#database = database;
    this.#hasher = hasher;
    this.#limits = limits;
    this.#ring = ring;
  }

  /**
   * Opens a session. An unknown login takes the same steps as a wrong password, so that neither words nor time tell
   * them apart.
   * @throws ApiError BAD_CREDENTIALS, RATE_LIMITED, OVERLOADED
   */
  async logIn(login: string, password: string, client: Client): Promise<SignedIn> {
    const name = readLogin(login);
    const found = name && (await this.#database.use((em) => findAccountByName(em, name.by, name.value)));
    const takeBack = await this.#limits.passwordTry(client.clientAddress, found?.id ?? login.toLowerCase());
    if (!(await this.#verify(found, password, takeBack))) {
      await this.#recordFailure(found?.id, client);
      throw badCredentials();
    }
    const opened = await this.#database.transact(async (em) => {
      const account = await lockAccount(em, found!.id); // its roles as they are now, and it may just have been deleted
      if (!account) return undefined;
      const continuation = await openSession(em, account.id, client);
      const { sessionId } = continuation;
      const { id } = account;
      const { clientAddress } = client;
      await record(em, { action: 'log_in', accountId: id, actorId: id, sessionId, clientAddress });
      return { account, continuation };
    });
    if (!opened) throw badCredentials();
    await takeBack();
    return { account: opened.account, tokens: await issueTokens(this.#ring, opened.account, opened.continuation) };
  }

  /** Does not count as a failure what was refused for want of time. */
  async #verify(found: Account | undefined, password: string, takeBack: () => Promise<void>): Promise<boolean> {
    try {
      return await this.#hasher.verify(found?.credentials?.passwordHash, password);
    } catch (error) {
      await takeBack();
      throw error;
    }
  }

  async #recordFailure(accountId: string | undefined, { clientAddress }: Client): Promise<void> {
    await this.#database.transact((em) =>
      record(em, { action: 'fail_log_in', ...(accountId && { accountId }), clientAddress }),
    );
  }
}

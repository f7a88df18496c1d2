import { isOperator, type Caller } from '../../harness/auth/caller.ts';
import { ApiError, Code, invalidArgument } from '../../harness/errors.ts';
import type { Database } from '../../harness/store/database.ts';
import type { Account, Credentials, Profile } from '../domain/account.ts';
import { unknownPaths, updateProfile } from '../domain/profile.ts';
import { findAccount, findNames, lockAccount, setProfile } from '../store/accounts.ts';

/** NOT_FOUND for an account that is not there, or not any more. */
export const noSuchAccount = (): ApiError => new ApiError(Code.NOT_FOUND, 'NOT_FOUND', 'There is no such account.');

/** What an account that is no guest is logged in by. @throws ApiError GUEST_ACCOUNT, NOT_FOUND */
export function requireCredentials(account: Account | undefined): Credentials {
  if (!account) throw noSuchAccount();
  if (account.credentials) return account.credentials;
  throw new ApiError(
    Code.FAILED_PRECONDITION,
    'GUEST_ACCOUNT',
    'A guest has neither email nor password; it has to be upgraded first.',
  );
}

/** Accounts as they are read, and the profiles that their owners change. */
export class Accounts {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The caller's account, or for operators anyone's. @throws ApiError ROLE_REQUIRED, NOT_FOUND */
  async getUser(caller: Caller, id: string): Promise<Account> {
    if (id !== caller.userId && !isOperator(caller)) {
      throw new ApiError(Code.PERMISSION_DENIED, 'ROLE_REQUIRED', 'Only operators may read the accounts of others.');
    }
    return this.#find(id);
  }

  /** @throws ApiError NOT_FOUND */
  async getProfile(id: string): Promise<Profile> {
    return (await this.#find(id)).profile;
  }

  /** What users call themselves; empty for who is not there. */
  namesOf(ids: readonly string[]): Promise<readonly string[]> {
    return this.#database.use((em) => findNames(em, ids));
  }

  /**
   * Changes what the mask names, or without one whatever is not empty.
   * @throws ApiError INVALID_REQUEST where the mask names what is no field of a profile
   */
  async updateProfile(caller: Caller, wanted: Profile, mask: readonly string[] | undefined): Promise<Profile> {
    const unknown = unknownPaths(mask ?? []);
    if (unknown.length > 0) {
      const description = 'may name only display_name, area_code and locale';
      throw invalidArgument([{ field: 'update_mask', description }]);
    }
    return this.#database.transact(async (em) => {
      const account = await lockAccount(em, caller.userId);
      if (!account) throw noSuchAccount();
      const profile = updateProfile(account.profile, wanted, mask);
      await setProfile(em, account.id, profile);
      return profile;
    });
  }

  async #find(id: string): Promise<Account> {
    const account = await this.#database.use((em) => findAccount(em, id));
    if (!account) throw noSuchAccount();
    return account;
  }
}

import type { Caller } from '../../harness/auth/caller.ts';
import { ApiError, Code } from '../../harness/errors.ts';
import type { Database } from '../../harness/store/database.ts';
import type { Limits } from '../limits/limits.ts';
import { hashMailToken } from '../mail/mail-token.ts';
import type { Mails } from '../mail/mails.ts';
import { findAccount, lockAccount, setEmailVerified } from '../store/accounts.ts';
import { record } from '../store/audit.ts';
import { isOfDeletedAccount } from '../store/mails.ts';
import { findTokenOwner, spendToken } from '../store/mail-tokens.ts';
import { noSuchAccount, requireCredentials } from './accounts.ts';

const PURPOSE = 'verify_email';

/** UNAUTHENTICATED in the same words whatever is wrong with a token that is said to have come by mail. */
export const badMailToken = (): ApiError =>
  new ApiError(
    Code.UNAUTHENTICATED,
    'BAD_MAIL_TOKEN',
    'The code is not valid: it was used, has expired, or a later mail has another one.',
  );

/** Finds out whether the address of an account is its owner's: by a mail that only the owner can read. */
export class EmailVerification {
  readonly #database: Database;
  readonly #limits: Limits;
  readonly #mails: Mails;

  constructor(database: Database, limits: Limits, mails: Mails) {
    this.#database = database;
    this.#limits = limits;
    this.#mails = mails;
  }

  /** Mails the caller a token. @throws ApiError MAIL_NOT_CONFIGURED, GUEST_ACCOUNT, EMAIL_VERIFIED, RATE_LIMITED */
  async request(caller: Caller, clientAddress: string): Promise<void> {
    this.#mails.require();
    const { userId: accountId, sessionId } = caller;
    const account = await this.#database.use((em) => findAccount(em, accountId));
    const { email } = requireCredentials(account);
    if (account?.emailVerified) {
      throw new ApiError(Code.FAILED_PRECONDITION, 'EMAIL_VERIFIED', 'The address has been verified already.');
    }
    await this.#limits.mail(clientAddress, email);
    const asked = { action: 'request_email_verification', accountId, actorId: accountId, sessionId } as const;
    try {
      await this.#database.transact(async (em) => {
        await this.#mails.queue(em, accountId, PURPOSE);
        await record(em, { ...asked, clientAddress });
      });
    } catch (error) {
      throw isOfDeletedAccount(error) ? noSuchAccount() : error;
    }
    this.#mails.hurry();
  }

  /** Takes the token of a mail as proof. @throws ApiError BAD_MAIL_TOKEN, RATE_LIMITED */
  async verify(token: string, clientAddress: string): Promise<void> {
    const takeBack = await this.#limits.tokenTry(clientAddress);
    const hash = hashMailToken(token);
    const isGood = await this.#database.transact(async (em) => {
      const accountId = await findTokenOwner(em, PURPOSE, hash);
      if (accountId === undefined || !(await lockAccount(em, accountId))) return false;
      if (!(await spendToken(em, PURPOSE, hash))) return false;
      await setEmailVerified(em, accountId);
      await record(em, { action: 'verify_email', accountId, clientAddress });
      return true;
    });
    if (!isGood) throw badMailToken();
    await takeBack();
  }
}

import type { Database } from '../../harness/store/database.ts';
import type { Limits } from '../limits/limits.ts';
import { hashMailToken } from '../mail/mail-token.ts';
import type { Mails } from '../mail/mails.ts';
import { requireGoodPassword } from '../passwords/good-password.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import type { EndedSessionsPublisher } from '../sessions/ended-sessions-publisher.ts';
import { findAccount, findAccountByName, lockAccount, setEmailVerified, setPassword } from '../store/accounts.ts';
import { record } from '../store/audit.ts';
import { isOfDeletedAccount } from '../store/mails.ts';
import { findTokenOwner, spendToken, voidToken } from '../store/mail-tokens.ts';
import { endSessions } from '../store/sessions.ts';
import { badMailToken } from './email-verification.ts';

const PURPOSE = 'reset_password';

/** Lets owners who have forgotten their password set another one, by a mail that only they can read. */
export class PasswordReset {
  readonly #database: Database;
  readonly #hasher: PasswordHasher;
  readonly #limits: Limits;
  readonly #mails: Mails;
  readonly #publisher: EndedSessionsPublisher;

  constructor(
    database: Database,
    hasher: PasswordHasher,
    limits: Limits,
    mails: Mails,
    publisher: EndedSessionsPublisher,
  ) {
    this.#database = database;
    this.#hasher = hasher;
    this.#limits = limits;
    this.#mails = mails;
    this.#publisher = publisher;
  }

  /**
   * Mails a token to the address, if an account has it. If none has, the same rows are written, and the mail to nobody is
   * dropped where mails are sent: so neither words nor time tell who has an account.
   * @throws ApiError MAIL_NOT_CONFIGURED, RATE_LIMITED
   */
  async request(email: string, clientAddress: string): Promise<void> {
    this.#mails.require();
    await this.#limits.mail(clientAddress, email);
    const ask = () =>
      this.#database.transact(async (em) => {
        const accountId = (await findAccountByName(em, 'email', email))?.id;
        await this.#mails.queue(em, accountId, PURPOSE);
        await record(em, { action: 'request_password_reset', ...(accountId && { accountId }), clientAddress });
      });
    await ask().catch((error: unknown) => {
      if (!isOfDeletedAccount(error)) throw error;
      return ask(); // finds none now
    });
    this.#mails.hurry();
  }

  /**
   * Sets another password and ends all sessions: whoever knew the old one is out. The token having come by mail, the
   * address is verified too.
   * @throws ApiError BAD_MAIL_TOKEN, INVALID_REQUEST, RATE_LIMITED, OVERLOADED
   */
  async reset(token: string, password: string, clientAddress: string): Promise<void> {
    const takeBack = await this.#limits.tokenTry(clientAddress);
    const hash = hashMailToken(token);
    const account = await this.#database.use(async (em) => {
      const owner = await findTokenOwner(em, PURPOSE, hash);
      return owner === undefined ? undefined : findAccount(em, owner);
    });
    if (!account?.credentials) throw badMailToken();
    await takeBack();
    requireGoodPassword(password, account.credentials);
    const passwordHash = await this.#hasher.hash(password);
    const ended = await this.#database.transact(async (em) => {
      const { id: accountId } = account;
      if (!(await lockAccount(em, accountId)) || !(await spendToken(em, PURPOSE, hash))) return undefined;
      await setPassword(em, accountId, passwordHash);
      await setEmailVerified(em, accountId);
      await voidToken(em, accountId, 'verify_email');
      await record(em, { action: PURPOSE, accountId, clientAddress });
      return endSessions(em, { accountId });
    });
    if (!ended) throw badMailToken();
    await this.#publisher.publish(ended);
  }
}

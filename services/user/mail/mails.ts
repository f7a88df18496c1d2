import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, Code } from '../../harness/errors.ts';
import type { Logger } from '../../harness/log.ts';
import type { Database, EntityManager } from '../../harness/store/database.ts';
import { GIVE_UP_MS, retryMs, TOKEN_MS, writeLetter, type Letter, type MailPurpose } from '../domain/mail.ts';
import { keepAccountAtOnce } from '../store/accounts.ts';
import { replaceToken } from '../store/mail-tokens.ts';
import { dropMail, leaseMail, lockDueMails, markSent, postponeMail, queueMail, type DueMail } from '../store/mails.ts';
import { makeMailToken } from './mail-token.ts';
import type { Post } from './smtp.ts';

/** How often it is looked for mails that other replicas have left, or that wait for their next try. */
const LOOK_MS = 2_000;
/** Sent at the same time, each over a connection of its own. */
const AT_ONCE = 5;
/** Longer than the post may take for a letter; after that whoever took the mail has died. */
const LEASE_MS = 120_000;
/** So long a replica that stops waits for letters that are under way. */
const LAST_WAIT_MS = 5_000;

/** A mail that is ready to be sent. */
interface Envelope {
  readonly mail: DueMail;
  readonly to: string;
  readonly letter: Letter;
}

/**
 * Mails with tokens, from the transaction that asks for one to the mail server. A mail waits in the database, so none is
 * lost with a replica or while the mail server is away; and it is taken by one replica at a time, which marks it when the
 * mail server has it. Only where that mark fails, or the mail server's answer is lost, is a mail sent once more. Its token
 * is made anew for each try, so that it need not be kept, and is good for its full time from the sending on.
 */
export class Mails {
  readonly #database: Database;
  readonly #post: Post | undefined;
  readonly #link: string;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;
  /** A mail was asked for while the round was on, which may have looked just before. */
  #again = false;
  #stopped = false;

  /** @param post undefined where there is no mail server: then nothing can be asked for. @param link as `writeLetter` */
  constructor(database: Database, post: Post | undefined, link: string, log: Logger) {
    this.#database = database;
    this.#post = post;
    this.#link = link;
    this.#log = log;
  }

  start(): void {
    if (!this.#post) return;
    this.#timer = setInterval(() => this.hurry(), LOOK_MS);
    this.#timer.unref();
  }

  /** Takes no more mails, and waits a little for those that are under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await Promise.race([this.#round, sleep(LAST_WAIT_MS, undefined, { ref: false })]);
  }

  /** @throws ApiError MAIL_NOT_CONFIGURED where there is no mail server */
  require(): void {
    if (this.#post) return;
    throw new ApiError(
      Code.FAILED_PRECONDITION,
      'MAIL_NOT_CONFIGURED',
      'This service has no mail server to send with.',
    );
  }

  /** Asks for a mail within a transaction; without a mail server it does nothing. `hurry` after the commit. */
  async queue(em: EntityManager, accountId: string | undefined, purpose: MailPurpose): Promise<void> {
    if (this.#post) await queueMail(em, accountId, purpose);
  }

  /** Sends what is due now, and does not wait for it. */
  hurry(): void {
    if (!this.#post || this.#stopped) return;
    this.#again = this.#round !== undefined;
    this.#round ??= this.#sendDue(this.#post)
      .catch((error: unknown) => this.#log.warn({ cause: String(error) }, 'mails wait: the database is away'))
      .finally(() => {
        this.#round = undefined;
        if (this.#again) this.hurry();
      });
  }

  async #sendDue(post: Post): Promise<void> {
    let settled: number;
    do {
      const taken = await this.#take();
      settled = taken.settled;
      await Promise.all(taken.envelopes.map((envelope) => this.#send(post, envelope)));
    } while (settled > 0 && !this.#stopped);
  }

  /**
   * Takes mails that are due and writes them; those that have no sense any more are dropped, and those whose account
   * somebody else holds just now are left for the next look.
   */
  async #take(): Promise<{ readonly settled: number; readonly envelopes: readonly Envelope[] }> {
    return this.#database.transact(async (em) => {
      const due = await lockDueMails(em, AT_ONCE);
      const envelopes: Envelope[] = [];
      let left = 0;
      for (const mail of due) {
        const envelope = await this.#write(em, mail);
        if (envelope === 'later') left++;
        else if (envelope) envelopes.push(envelope);
        else await dropMail(em, mail.id);
      }
      return { settled: due.length - left, envelopes };
    });
  }

  async #write(em: EntityManager, mail: DueMail): Promise<Envelope | 'later' | undefined> {
    const { id, accountId, purpose, tries, ageMs } = mail;
    if (accountId === null) return undefined;
    if (ageMs > GIVE_UP_MS) {
      this.#log.warn({ mail: id, purpose, tries }, 'a mail was given up');
      return undefined;
    }
    const account = await keepAccountAtOnce(em, accountId);
    if (account === 'busy') return 'later';
    if (!account?.credentials || (purpose === 'verify_email' && account.emailVerified)) return undefined;
    const { text, hash } = makeMailToken();
    await replaceToken(em, { accountId, purpose, hash }, TOKEN_MS[purpose]);
    await leaseMail(em, id, LEASE_MS);
    const { username, email } = account.credentials;
    return { mail, to: email, letter: writeLetter(purpose, username, text, this.#link) };
  }

  async #send(post: Post, { mail, to, letter }: Envelope): Promise<void> {
    const tries = mail.tries + 1;
    const told = { mail: mail.id, purpose: mail.purpose, tries };
    let outcome: 'sent' | 'refused';
    try {
      outcome = await post.send(to, letter);
    } catch (error) {
      const waitMs = retryMs(tries);
      this.#log.warn({ ...told, waitMs, cause: String(error) }, 'a mail was not sent; trying later');
      await this.#note(mail, (em) => postponeMail(em, mail.id, waitMs));
      return;
    }
    if (outcome === 'sent') {
      this.#log.info(told, 'a mail was sent');
      await this.#note(mail, (em) => markSent(em, mail.id));
    } else {
      this.#log.warn(told, 'the mail server refused a mail for good');
      await this.#note(mail, (em) => dropMail(em, mail.id));
    }
  }

  /** What cannot be noted is forgotten: the mail is due again when its lease is over. */
  async #note({ id }: DueMail, write: (em: EntityManager) => Promise<void>): Promise<void> {
    try {
      await this.#database.use(write);
    } catch (error) {
      this.#log.warn({ mail: id, cause: String(error) }, 'what became of a mail was not noted');
    }
  }
}

import { createHash } from 'node:crypto';
import { rateLimited } from '../../harness/errors.ts';
import type { Limit, RateLimiter } from '../../harness/rate-limit.ts';
import type { UserConfig } from '../config.ts';
import { addressGroup } from '../domain/address.ts';

type LimitConfig = Pick<UserConfig, Extract<keyof UserConfig, `PLAYMESH_${string}_LIMIT`>>;

/** What clients may try how often. Every method throws ApiError RATE_LIMITED, with the time to wait. */
export class Limits {
  readonly #limiter: RateLimiter;
  readonly #config: LimitConfig;

  constructor(limiter: RateLimiter, config: LimitConfig) {
    this.#limiter = limiter;
    this.#config = config;
  }

  async registration(address: string): Promise<void> {
    await this.#take(`registration:${addressGroup(address)}`, this.#config.PLAYMESH_REGISTRATION_LIMIT);
  }

  async guest(address: string): Promise<void> {
    await this.#take(`guest:${addressGroup(address)}`, this.#config.PLAYMESH_GUEST_LIMIT);
  }

  /** @param email whose mailbox it is for, whether an account has it or not: limits must not tell which */
  async mail(address: string, email: string): Promise<void> {
    await this.#take(`mail-address:${addressGroup(address)}`, this.#config.PLAYMESH_MAIL_ADDRESS_LIMIT);
    await this.#take(`mailbox:${digest(email.toLowerCase())}`, this.#config.PLAYMESH_MAILBOX_LIMIT);
  }

  async change(accountId: string): Promise<void> {
    await this.#take(`change:${accountId}`, this.#config.PLAYMESH_CHANGE_LIMIT);
  }

  async export(accountId: string): Promise<void> {
    await this.#take(`export:${accountId}`, this.#config.PLAYMESH_EXPORT_LIMIT);
  }

  /**
   * Counts a try of a password as failed, before it is known to be, so that many at the same time do not slip through.
   * @param subject the account, or the login where it names none: limits must not tell which
   * @returns what takes it back once the password was right
   */
  async passwordTry(address: string, subject: string): Promise<() => Promise<void>> {
    return this.#try([
      this.#failuresOf(address),
      [`login-account:${digest(subject)}`, this.#config.PLAYMESH_LOGIN_FAILURE_ACCOUNT_LIMIT],
    ]);
  }

  /** The same for a token that came by mail, which names no account before it is known to be good. */
  async tokenTry(address: string): Promise<() => Promise<void>> {
    return this.#try([this.#failuresOf(address)]);
  }

  #failuresOf(address: string): [string, Limit] {
    return [`login-address:${addressGroup(address)}`, this.#config.PLAYMESH_LOGIN_FAILURE_ADDRESS_LIMIT];
  }

  async #try(buckets: readonly [string, Limit][]): Promise<() => Promise<void>> {
    for (const [key, limit] of buckets) await this.#take(key, limit);
    return async () => {
      for (const [key, limit] of buckets) await this.#limiter.giveBack(key, limit);
    };
  }

  async #take(key: string, limit: Limit): Promise<void> {
    const wait = await this.#limiter.take(key, limit);
    if (wait > 0) throw rateLimited(wait);
  }
}

/** What people type is kept in no key. */
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

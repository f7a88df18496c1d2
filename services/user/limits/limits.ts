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

  /**
   * Counts a try of a password as failed, before it is known to be, so that many at the same time do not slip through.
   * @param subject the account, or the login where it names none: limits must not tell which
   * @returns what takes it back once the password was right
   */
  async passwordTry(address: string, subject: string): Promise<() => Promise<void>> {
    const buckets: readonly [string, Limit][] = [
      [`login-address:${addressGroup(address)}`, this.#config.PLAYMESH_LOGIN_FAILURE_ADDRESS_LIMIT],
      [
        `login-account:${createHash('sha256').update(subject).digest('base64url')}`,
        this.#config.PLAYMESH_LOGIN_FAILURE_ACCOUNT_LIMIT,
      ],
    ];
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

import { randomBytes } from 'node:crypto';
import { hash, verify, type Options } from '@node-rs/argon2';
import { overloaded } from '../../harness/errors.ts';

/** The OWASP Password Storage Cheat Sheet's parameters for argon2id: 19 MiB, two passes, one lane. */
const OPTIONS: Options = {
  algorithm: 2, // argon2id; the library's const enum cannot be read by a compiler that only strips types
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
  outputLen: 32,
};

/** Two at a time leave the thread pool room for everything else that needs it. */
const MAX_RUNNING = 2;
const MAX_WAITING = 64;
const RETRY_MS = 1_000;

/** Hashes passwords with argon2id, off the event loop, a few at a time. */
export class PasswordHasher {
  readonly #dummy: string;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  private constructor(dummy: string) {
    this.#dummy = dummy;
  }

  static async create(): Promise<PasswordHasher> {
    return new PasswordHasher(await hash(randomBytes(32), OPTIONS));
  }

  /** The hash to keep, in PHC string format with a salt of its own. @throws ApiError OVERLOADED when too many wait */
  hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(normalized(password), OPTIONS));
  }

  /**
   * Whether the password is the one behind the hash. Without a hash it works just as long and says no, so that time does
   * not tell who has an account.
   * @throws ApiError OVERLOADED when too many wait
   */
  async verify(kept: string | undefined, password: string): Promise<boolean> {
    const same = await this.#inTurn(() => verify(kept ?? this.#dummy, normalized(password)));
    return same && kept !== undefined;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= MAX_RUNNING) {
      if (this.#waiting.length >= MAX_WAITING) throw overloaded(RETRY_MS);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift(); // takes over this one's place
      if (next) next();
      else this.#running -= 1;
    }
  }
}

/** Keyboards differ in how they compose letters; the password is the same (NIST SP 800-63B, section 5.1.1.2). */
const normalized = (password: string): string => password.normalize('NFKC');

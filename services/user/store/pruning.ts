import type { Logger } from '../../harness/log.ts';
import type { Database } from '../../harness/store/database.ts';
import { pruneTokens } from './mail-tokens.ts';
import { pruneMails } from './mails.ts';
import { pruneRequests } from './requests.ts';
import { pruneSessions } from './sessions.ts';

const PRUNE_MS = 10 * 60_000;

/** Removes, now and then, what has outlived its use. Replicas may do so at the same time. */
export class Pruning {
  readonly #database: Database;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;

  constructor(database: Database, log: Logger) {
    this.#database = database;
    this.#log = log;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.prune().catch((error: unknown) => this.#log.warn({ cause: String(error) }, 'could not prune; trying later'));
    }, PRUNE_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async prune(): Promise<void> {
    await this.#database.transact(pruneSessions);
    await this.#database.transact(pruneRequests);
    await this.#database.transact(pruneTokens);
    await this.#database.transact(pruneMails);
  }
}

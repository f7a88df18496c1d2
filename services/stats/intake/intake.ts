import type { Logger } from '../../harness/log.ts';
import type { Database } from '../../harness/store/database.ts';
import { countPage, readCursor } from '../store/intake.ts';
import type { MatchFeed } from './feed.ts';

const PAGE_SIZE = 500;
const IDLE_MS = 500;
const MAX_PAUSE_MS = 5_000;

/**
 * Reads finished matches on from the last one counted, and counts them. Any number of replicas may run one: whoever
 * stores a page first counts it. While the match service is away, counting is only late.
 */
export class Intake {
  readonly #database: Database;
  readonly #feed: MatchFeed;
  readonly #log: Logger;
  #stopping: AbortController | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(database: Database, feed: MatchFeed, log: Logger) {
    this.#database = database;
    this.#feed = feed;
    this.#log = log;
  }

  start(): void {
    this.#stopping = new AbortController();
    this.#running = this.#run(this.#stopping.signal);
  }

  /** Resolves when nothing is being counted any more. */
  async stop(): Promise<void> {
    this.#stopping?.abort();
    await this.#running;
  }

  /** Counts one page. Returns whether there may be more at once. */
  async turn(): Promise<boolean> {
    const after = await readCursor(this.#database);
    const page = await this.#feed(after, PAGE_SIZE);
    if (page.length === 0) return false;
    const counted = await countPage(this.#database, after, page);
    return !counted || page.length >= PAGE_SIZE;
  }

  async #run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        const more = await this.turn();
        if (failures > 0) this.#log.info('finished matches are counted again');
        failures = 0;
        if (!more) await pause(IDLE_MS, signal);
      } catch (error) {
        if (failures === 0) this.#log.warn({ cause: String(error) }, 'finished matches cannot be counted; trying on');
        await pause(Math.min(IDLE_MS * 2 ** failures, MAX_PAUSE_MS), signal);
        failures = Math.min(failures + 1, 10);
      }
    }
  }
}

/** Waits, but not past the signal. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}

import type { Logger } from '../log.ts';
import { Repeating } from '../repeating.ts';
import type { SessionCheck } from './gate.ts';

const POLL_MS = 1_000;
const OVERLAP_MS = 5_000;
const REMEMBER_MS = 20 * 60_000;

/** A session that ended before its tokens did, and when, in milliseconds since 1970. */
export interface EndedSession {
  readonly sessionId: string;
  readonly endTime: number;
}

/**
 * The sessions that have ended, as another service than the user service knows them: read from its feed each second,
 * and hurried by whatever calls `add`. While the feed is away tokens are good until they expire.
 */
export class EndedSessions implements SessionCheck {
  readonly #list: (since: number | undefined) => Promise<readonly EndedSession[]>;
  readonly #polling: Repeating;
  readonly #ended = new Map<string, number>();
  readonly #listeners: ((sessionId: string) => void)[] = [];
  #newest: number | undefined;

  /** @param list what ended at or after a time, or all that can still matter. */
  constructor(list: (since: number | undefined) => Promise<readonly EndedSession[]>, log: Logger) {
    this.#list = list;
    const complaint = 'ended sessions cannot be read; trying on';
    this.#polling = new Repeating({ work: () => this.#poll(), pauseMs: POLL_MS, complaint, log });
  }

  ended(sessionId: string): boolean {
    return this.#ended.has(sessionId);
  }

  /** Calls back once for each session that ends from now on. */
  onEnded(listener: (sessionId: string) => void): void {
    this.#listeners.push(listener);
  }

  add(sessionId: string, endTime: number): void {
    if (this.#ended.has(sessionId)) return;
    this.#ended.set(sessionId, endTime);
    for (const listener of this.#listeners) listener(sessionId);
  }

  start(): void {
    this.#polling.start();
  }

  stop(): void {
    this.#polling.stop();
  }

  async #poll(): Promise<void> {
    // Ends that commit together can become visible in another order than that of their times, hence the overlap.
    const since = this.#newest === undefined ? undefined : this.#newest - OVERLAP_MS;
    for (const { sessionId, endTime } of await this.#list(since)) {
      this.#newest = Math.max(this.#newest ?? 0, endTime);
      this.add(sessionId, endTime);
    }
    for (const [sessionId, endTime] of this.#ended) {
      if (endTime < (this.#newest ?? 0) - REMEMBER_MS) this.#ended.delete(sessionId);
    }
  }
}

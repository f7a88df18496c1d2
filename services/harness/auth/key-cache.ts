import type { JSONWebKeySet } from 'jose';
import type { Logger } from '../log.ts';
import type { KeySource } from './tokens.ts';

const REFRESH_MS = 30_000;
const MIN_REFRESH_MS = 1_000;
/** How often it is tried until there are keys: nobody can be let in before. */
const FIRST_REFRESH_MS = 100;

/**
 * The user service's public keys as another service holds them. They are kept as long as no newer ones can be had, so
 * play goes on while the user service is down.
 */
export class KeyCache implements KeySource {
  readonly #url: string;
  readonly #log: Logger;
  #keys: JSONWebKeySet = { keys: [] };
  #lastTry = -Infinity;
  #refreshing: Promise<void> = Promise.resolve();
  #away = false;
  #running = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(meshAddress: string, log: Logger) {
    this.#url = `http://${meshAddress}/.well-known/jwks.json`;
    this.#log = log;
  }

  keys(): JSONWebKeySet {
    return this.#keys;
  }

  /** Begins to fetch. Resolves when there are keys, however long that takes: nobody can be let in before. */
  start(): Promise<void> {
    this.#running = true;
    return new Promise((resolve) => {
      const turn = async (): Promise<void> => {
        await this.refresh();
        if (this.#known) resolve();
        if (!this.#running) return;
        this.#timer = setTimeout(turn, this.#known ? REFRESH_MS : FIRST_REFRESH_MS);
        this.#timer.unref();
      };
      void turn();
    });
  }

  stop(): void {
    this.#running = false;
    clearTimeout(this.#timer);
  }

  get #known(): boolean {
    return this.#keys.keys.length > 0;
  }

  /** Fetches the keys, at most once a second as soon as there are any; whoever asks while that is under way waits for it as well. */
  refresh(): Promise<void> {
    const now = performance.now();
    if (now - this.#lastTry >= (this.#known ? MIN_REFRESH_MS : FIRST_REFRESH_MS)) {
      this.#lastTry = now;
      this.#refreshing = this.#fetch();
    }
    return this.#refreshing;
  }

  async #fetch(): Promise<void> {
    try {
      const response = await fetch(this.#url, { signal: AbortSignal.timeout(2_000) });
      if (!response.ok) throw new Error(`status ${response.status}`);
      const fetched = (await response.json()) as JSONWebKeySet;
      if (JSON.stringify(fetched) !== JSON.stringify(this.#keys)) this.#keys = fetched;
      this.#away = false;
    } catch (error) {
      if (!this.#away) {
        this.#log.warn({ cause: String(error) }, 'signing keys cannot be fetched; the known ones stay in use');
      }
      this.#away = true;
    }
  }
}

import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { JSONWebKeySet } from 'jose';
import { TOKEN_ALGORITHM, type KeySource } from '../../harness/auth/tokens.ts';
import type { Logger } from '../../harness/log.ts';
import type { Database } from '../../harness/store/database.ts';
import { publishedKeys, signingKey } from '../domain/key-schedule.ts';
import { listKeys, type StoredKey } from '../store/signing-keys.ts';
import { rotateKeys } from './rotation.ts';
import { unseal } from './sealing.ts';

const RELOAD_MS = 30_000;
const MIN_REFRESH_MS = 1_000;

/** The signing keys as this replica holds them in memory, rotated when they are due. */
export class KeyRing implements KeySource {
  readonly #database: Database;
  readonly #secret: string;
  readonly #rotateEveryMs: number;
  readonly #log: Logger;
  readonly #opened = new Map<string, KeyObject>();
  #keys: readonly StoredKey[] = [];
  #published: JSONWebKeySet = { keys: [] };
  #lastRefresh = -Infinity;
  #timer: NodeJS.Timeout | undefined;

  constructor(database: Database, secret: string, rotateEveryMs: number, log: Logger) {
    this.#database = database;
    this.#secret = secret;
    this.#rotateEveryMs = rotateEveryMs;
    this.#log = log;
  }

  /** Loads the keys, and makes the first one where there is none. @throws Error when the secret does not open them */
  async start(): Promise<void> {
    await this.#rotate();
    const turn = async (): Promise<void> => {
      await this.#rotate().catch((error: unknown) =>
        this.#log.warn({ cause: String(error) }, 'signing keys cannot be read; the known ones stay in use'),
      );
      this.#timer = setTimeout(turn, RELOAD_MS);
      this.#timer.unref();
    };
    this.#timer = setTimeout(turn, RELOAD_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** What verifiers need: the same object until it changes. */
  keys(): JSONWebKeySet {
    return this.#published;
  }

  /** Looks for keys that another replica has made. */
  async refresh(): Promise<void> {
    const now = performance.now();
    if (now - this.#lastRefresh < MIN_REFRESH_MS) return;
    this.#lastRefresh = now;
    this.#take(await this.#database.use(listKeys));
  }

  /** The key that signs at this moment. */
  signing(): { readonly id: string; readonly key: KeyObject } {
    const { id } = signingKey(this.#keys, Date.now())!; // start() has made sure of one, and the newest is never removed
    return { id, key: this.#opened.get(id)! };
  }

  async #rotate(): Promise<void> {
    const { keys, made } = await rotateKeys(this.#database, this.#secret, this.#rotateEveryMs);
    if (made) this.#log.info({ key: made.id, signsFrom: new Date(made.signTime) }, 'a signing key was made');
    this.#take(keys);
  }

  #take(keys: readonly StoredKey[]): void {
    for (const { id, sealedPrivateKey } of keys) {
      if (!this.#opened.has(id)) this.#opened.set(id, this.#open(id, sealedPrivateKey));
    }
    for (const id of this.#opened.keys()) if (!keys.some((key) => key.id === id)) this.#opened.delete(id);
    this.#keys = keys;
    const published = {
      keys: publishedKeys(keys, Date.now()).map(({ id, publicKey: { kty, crv, x, y } }) => {
        return { kty, crv, x, y, kid: id, use: 'sig', alg: TOKEN_ALGORITHM };
      }),
    };
    if (JSON.stringify(published) !== JSON.stringify(this.#published)) this.#published = published;
  }

  #open(id: string, sealed: Uint8Array): KeyObject {
    try {
      return createPrivateKey({ key: unseal(sealed, id, this.#secret), format: 'der', type: 'pkcs8' });
    } catch (cause) {
      throw new Error('PLAYMESH_KEY_SECRET does not open the signing keys in the database.', { cause });
    }
  }
}

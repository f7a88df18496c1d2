import type { Tokens } from '../../../gen/playmesh/user/v1/user.ts';
import { Code, PlaymeshError } from './errors.ts';

/** An access token is renewed when it has less than this left, while calls go on with it, */
const MARGIN_MS = 60_000;
/** and calls wait for the new one when it has less than this left. */
const URGENT_MS = 5_000;

/** What keeps a player signed in: plain JSON, and secret. */
export interface StoredTokens {
  readonly userId: string;
  readonly accessToken: string;
  /** When the access token expires, in milliseconds since 1970 on this device's clock. */
  readonly accessExpireMs: number;
  readonly refreshToken: string;
}

/** Where an app keeps a player's tokens between starts. Several clients may share one. */
export interface TokenStorage {
  load(): Promise<StoredTokens | undefined> | StoredTokens | undefined;
  /** Undefined when the player has signed out. */
  save(tokens: StoredTokens | undefined): Promise<void> | void;
  /** Runs one renewal at a time among all clients that share this storage; needed only where there are several. */
  exclusively?<T>(run: () => Promise<T>): Promise<T>;
}

/** Why nobody is signed in any more. */
export interface SignedOut {
  /** LOGGED_OUT by `logOut` or `deleteAccount`, SESSION_ENDED by the service: expired, or ended elsewhere. */
  readonly reason: 'LOGGED_OUT' | 'SESSION_ENDED';
  readonly error?: PlaymeshError;
}

/** Trades a refresh token for new tokens; must not repeat after it has been answered. */
type Refresh = (refreshToken: string) => Promise<Tokens>;

/**
 * Holds the tokens of who is signed in and renews them: before they expire and when they are refused, once for however
 * many calls wait for it. A refresh token that has been traded is never sent again, since that would end the session.
 */
export class TokenKeeper {
  readonly #storage: TokenStorage | undefined;
  readonly #refresh: Refresh;
  readonly #onChange: (signedOut: SignedOut | undefined) => void;
  #tokens: StoredTokens | undefined;
  #loading: Promise<void> | undefined;
  #renewing: Promise<string> | undefined;

  /** @param onChange called when another session, or none, is signed in from now on. */
  constructor(
    storage: TokenStorage | undefined,
    refresh: Refresh,
    onChange: (signedOut: SignedOut | undefined) => void,
  ) {
    this.#storage = storage;
    this.#refresh = refresh;
    this.#onChange = onChange;
  }

  /** Who is signed in, as UUID text; undefined also while the storage has not been read yet. */
  get userId(): string | undefined {
    return this.#tokens?.userId;
  }

  /** Reads the storage, the first time. True when somebody is signed in. */
  async restore(): Promise<boolean> {
    this.#loading ??= this.#load().catch((error: unknown) => {
      this.#loading = undefined; // the next call tries again
      throw error;
    });
    await this.#loading;
    return this.#tokens !== undefined;
  }

  /** Signs in with the tokens of a new session. */
  async signIn(userId: string, tokens: Tokens): Promise<void> {
    this.#loading = Promise.resolve();
    this.#tokens = toStored(userId, tokens);
    this.#onChange(undefined);
    await this.#storage?.save(this.#tokens);
  }

  /** Forgets the tokens; does nothing where there are none. */
  async signOut(signedOut: SignedOut): Promise<void> {
    if (!this.#tokens) return;
    this.#tokens = undefined;
    try {
      this.#onChange(signedOut);
    } finally {
      await this.#storage?.save(undefined); // whatever the app's listener does
    }
  }

  /** A token to call with. @throws PlaymeshError UNAUTHENTICATED, reason SIGNED_OUT */
  async accessToken(): Promise<string> {
    await this.restore();
    const tokens = this.#require();
    const left = tokens.accessExpireMs - Date.now();
    if (left > MARGIN_MS) return tokens.accessToken;
    const renewed = this.renew(tokens.accessToken);
    if (left <= URGENT_MS) return renewed;
    renewed.catch(() => {}); // the next call tries again, and one that finds it expired tells
    return tokens.accessToken;
  }

  /**
   * A token other than one that was refused, or is about to be.
   * @throws PlaymeshError UNAUTHENTICATED when the session has ended: nobody is signed in then.
   */
  renew(refused: string): Promise<string> {
    if (this.#tokens && this.#tokens.accessToken !== refused) return Promise.resolve(this.#tokens.accessToken);
    this.#renewing ??= this.#exclusively(() => this.#trade()).finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  async #load(): Promise<void> {
    const stored = await this.#storage?.load();
    this.#tokens ??= stored;
  }

  async #trade(): Promise<string> {
    const stored = this.#storage && (await this.#storage.load());
    if (stored && stored.userId === this.#require().userId && stored.refreshToken !== this.#require().refreshToken) {
      this.#tokens = stored; // another client has traded ours meanwhile
      if (stored.accessExpireMs - Date.now() > MARGIN_MS) return stored.accessToken;
    }
    const { refreshToken, userId } = this.#require();
    let tokens: Tokens;
    try {
      tokens = await this.#refresh(refreshToken);
    } catch (error) {
      if (!(error instanceof PlaymeshError) || error.code !== Code.UNAUTHENTICATED) throw error;
      if (this.#tokens?.refreshToken === refreshToken) await this.signOut({ reason: 'SESSION_ENDED', error });
      throw error;
    }
    // Signed out or in anew while the answer was on its way: these tokens are nobody's.
    if (this.#require().refreshToken !== refreshToken) return this.#require().accessToken;
    this.#tokens = toStored(userId, tokens);
    await this.#storage?.save(this.#tokens);
    return this.#tokens.accessToken;
  }

  #exclusively<T>(run: () => Promise<T>): Promise<T> {
    return this.#storage?.exclusively ? this.#storage.exclusively(run) : run();
  }

  #require(): StoredTokens {
    if (!this.#tokens) throw new PlaymeshError(Code.UNAUTHENTICATED, 'Sign in first.', { reason: 'SIGNED_OUT' });
    return this.#tokens;
  }
}

function toStored(userId: string, tokens: Tokens): StoredTokens {
  const { accessToken, refreshToken } = tokens;
  const lifetimeMs = tokenLifetimeMs(accessToken) ?? (tokens.accessExpireTime?.getTime() ?? 0) - Date.now();
  return { userId, accessToken, accessExpireMs: Date.now() + lifetimeMs, refreshToken };
}

/** By the token's own claims, so that a device whose clock is wrong does not renew for ever; undefined if it has none. */
function tokenLifetimeMs(accessToken: string): number | undefined {
  try {
    const payload = accessToken.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/');
    const { iat, exp } = JSON.parse(atob(payload)) as { iat?: unknown; exp?: unknown };
    return typeof iat === 'number' && typeof exp === 'number' ? (exp - iat) * 1_000 : undefined;
  } catch {
    return undefined;
  }
}

import type { StoredTokens, TokenStorage } from './tokens.ts';

/** What of a browser this needs; named here, so that the package's types need no DOM library. */
interface Browser {
  readonly localStorage: {
    getItem(key: string): string | null;
    setItem(key: string, value: string): void;
    removeItem(key: string): void;
  };
  readonly navigator?: {
    readonly locks?: { request<T>(name: string, run: () => Promise<T>): Promise<T> };
  };
}

/**
 * Keeps tokens in `localStorage`, so that a player stays signed in over page loads and all tabs share one session. Any
 * script of the page's origin can read them: serve nothing there that you do not trust.
 * @param key under which they are kept.
 */
export function createBrowserTokenStorage(key = 'playmesh.tokens'): TokenStorage {
  const { localStorage, navigator } = globalThis as unknown as Browser;
  return {
    load: () => parse(localStorage.getItem(key)),
    save: (tokens) => {
      if (tokens) localStorage.setItem(key, JSON.stringify(tokens));
      else localStorage.removeItem(key);
    },
    // Pages without TLS have no locks; there the service's grace for a repeat within seconds must do.
    exclusively: (run) => navigator?.locks?.request(key, run) ?? run(),
  };
}

/** What does not look like tokens counts as signed out. */
function parse(text: string | null): StoredTokens | undefined {
  try {
    const stored = JSON.parse(text ?? 'null') as Partial<StoredTokens> | null;
    const complete =
      typeof stored?.userId === 'string' &&
      typeof stored.accessToken === 'string' &&
      typeof stored.accessExpireMs === 'number' &&
      typeof stored.refreshToken === 'string';
    return complete ? (stored as StoredTokens) : undefined;
  } catch {
    return undefined;
  }
}

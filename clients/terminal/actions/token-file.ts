import { chmod, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredTokens, TokenStorage } from '../../sdk/src/index.ts';

/** A renewal that takes longer than this was killed in its middle. */
const STALE_LOCK_MS = 30_000;
const LOCK_RETRY_MS = 50;

/**
 * Where a player's tokens are kept between starts: one file for each server and profile, so that two terminals on one
 * machine can be two people.
 * @param environment XDG_CONFIG_HOME names the folder of all configuration; ~/.config where it does not
 */
export function tokenPath(
  server: string,
  profile: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const config = environment['XDG_CONFIG_HOME'] || join(homedir(), '.config');
  const place = server.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-');
  return join(config, 'playmesh', place, `${profile}.json`);
}

/** Tokens in a file that only its owner can read. Terminals that share it renew them one at a time. */
export function createTokenFile(path: string): TokenStorage {
  return {
    load: async () => parse(await readFile(path, 'utf8').catch(() => '')),
    save: async (tokens) => {
      if (!tokens) return rm(path, { force: true });
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const fresh = `${path}.${process.pid}.new`;
      await writeFile(fresh, JSON.stringify(tokens), { mode: 0o600 });
      await chmod(fresh, 0o600); // also where one was left behind
      await rename(fresh, path);
    },
    exclusively: async (run) => {
      const lock = `${path}.lock`;
      await takeLock(lock);
      try {
        return await run();
      } finally {
        await rm(lock, { force: true });
      }
    },
  };
}

async function takeLock(lock: string): Promise<void> {
  await mkdir(dirname(lock), { recursive: true, mode: 0o700 });
  for (;;) {
    try {
      await (await open(lock, 'wx', 0o600)).close();
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const since = await stat(lock).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(), // it was let go just now
    );
    if (Date.now() - since > STALE_LOCK_MS) await rm(lock, { force: true });
    await sleep(LOCK_RETRY_MS);
  }
}

/** What does not look like tokens counts as signed out. */
function parse(text: string): StoredTokens | undefined {
  try {
    const stored = JSON.parse(text) as Partial<StoredTokens> | null;
    const isWhole =
      typeof stored?.userId === 'string' &&
      typeof stored.accessToken === 'string' &&
      typeof stored.accessExpireMs === 'number' &&
      typeof stored.refreshToken === 'string';
    return isWhole ? (stored as StoredTokens) : undefined;
  } catch {
    return undefined;
  }
}

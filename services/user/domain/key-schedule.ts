/** For so long an access token is accepted, in milliseconds; a key stays published that long after it last signed. */
export const ACCESS_TOKEN_MS = 15 * 60_000;

/** How long a new key is published before it signs: longer than anybody caches the published keys. */
export const PUBLISH_AHEAD_MS = 10 * 60_000;

const MARGIN_MS = 60_000;

/** A signing key's place in time. */
export interface ScheduledKey {
  readonly id: string;
  /** From when on it signs, in milliseconds since 1970, until a later key does. */
  readonly signTime: number;
}

const byTime = <K extends ScheduledKey>(keys: readonly K[]): K[] => [...keys].sort((a, b) => a.signTime - b.signTime);

/** The key that signs now; undefined where there is none yet. */
export const signingKey = <K extends ScheduledKey>(keys: readonly K[], now: number): K | undefined =>
  byTime(keys).findLast((key) => key.signTime <= now);

/** The keys that verifiers must know now: those to come, the one that signs, and those whose tokens may still live. */
export function publishedKeys<K extends ScheduledKey>(keys: readonly K[], now: number): readonly K[] {
  return byTime(keys).filter((_, index, ordered) => {
    const successor = ordered[index + 1];
    return !successor || now < successor.signTime + ACCESS_TOKEN_MS + MARGIN_MS;
  });
}

/** Whether a next key is due, and from when on it shall sign; undefined where the newest will do. */
export function nextSignTime(keys: readonly ScheduledKey[], now: number, rotateEveryMs: number): number | undefined {
  const newest = byTime(keys).at(-1);
  if (!newest) return now; // nobody can have cached anything yet
  if (newest.signTime > now) return undefined; // one to come is enough
  const due = newest.signTime + rotateEveryMs;
  return now >= due - PUBLISH_AHEAD_MS ? Math.max(due, now + PUBLISH_AHEAD_MS) : undefined;
}

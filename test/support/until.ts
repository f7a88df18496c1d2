import { setTimeout as sleep } from 'node:timers/promises';

/** How long anything may take before a test is told. Milliseconds. */
export const PATIENCE_MS = 20_000;

/**
 * Waits until a look at the world finds what it looks for, and returns that.
 * @param what completes the sentence "waited in vain for …" of the error
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  milliseconds = PATIENCE_MS,
): Promise<T> {
  const limit = performance.now() + milliseconds;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > limit) throw new Error(`waited in vain for ${what} for ${milliseconds} ms`);
    await sleep(25);
  }
}

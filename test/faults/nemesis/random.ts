import { createHash } from 'node:crypto';
import type { Random } from './fault.ts';

/** A stream of choices that follows from a seed and the words of what it is for; mulberry32. */
export function randomOf(seed: number, ...words: readonly (string | number)[]): Random {
  let state = createHash('sha256')
    .update([seed, ...words].join('/'))
    .digest()
    .readUInt32LE();
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

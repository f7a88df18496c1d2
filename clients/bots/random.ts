/** Chance that follows from a text alone, so that a bot of the same seed is the same bot. For play only: it is no cipher. */

/** Numbers from 0 up to 1, always the same ones in the same order for a seed. */
export type Random = () => number;

/** FNV-1a, which tells texts apart that differ in one letter, mixed once more so that all bits depend on all letters. */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193);
  return mixed(sum);
}

/** The finisher of MurmurHash3. */
function mixed(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}

/** One number from 0 up to 1 that belongs to a text. */
export const shareOf = (text: string): number => hash(text) / 2 ** 32;

/** The numbers of a seed (mulberry32). */
export function randomFrom(seed: string): Random {
  let state = hash(seed);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    const once = Math.imul(state ^ (state >>> 15), state | 1);
    const twice = once ^ (once + Math.imul(once ^ (once >>> 7), once | 61));
    return ((twice ^ (twice >>> 14)) >>> 0) / 2 ** 32;
  };
}

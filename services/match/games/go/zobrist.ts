import { BLACK, type Colour } from './point.ts';

const LARGEST = 25 * 25;

/**
 * Random words for every stone on every point, two of 32 bits each (Zobrist 1970): the exclusive or of those of all stones
 * tells positions apart. Always the same ones, since hashes are kept in logs' snapshots and compared across replicas.
 */
const WORDS = drawWords(LARGEST * 4);

/** A position in 64 bits, as two signed 32-bit numbers: JSON has no integers of 64. */
export type Hash = readonly [number, number];

export const EMPTY_HASH: Hash = [0, 0];

/** The hash after a stone has come to a point or has gone from it, which is the same change. */
export function toggleStone([high, low]: Hash, point: number, colour: Colour): Hash {
  const place = point * 4 + (colour === BLACK ? 0 : 2);
  return [high ^ WORDS[place]!, low ^ WORDS[place + 1]!];
}

/** Mulberry32, whose 32-bit outputs pass the usual tests of randomness; cryptographic strength is not needed here. */
function drawWords(count: number): Int32Array {
  let state = 0x9e3779b9;
  return Int32Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return (word ^ (word >>> 14)) | 0;
  });
}

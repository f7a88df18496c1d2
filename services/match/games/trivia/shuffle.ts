/**
 * Chance that follows from a seed alone: the ChaCha20 stream of RFC 8439 with the seed as its key. A cipher rather than
 * one of the shorter generators, because its key is just as long as a seed and what was drawn tells nothing about what
 * will be.
 */

/** Draws whole numbers from `seed` (32 bytes in hex), always the same ones in the same order. */
export class SeededRandom {
  readonly #key: readonly number[];
  #block: Uint32Array = new Uint32Array(0);
  #blocks = 0;
  #used = 0;

  constructor(seed: string) {
    if (!/^[0-9a-f]{64}$/i.test(seed)) throw new Error('the seed of a match must be 32 bytes in hex');
    this.#key = Array.from({ length: 8 }, (_, word) =>
      [3, 2, 1, 0].reduce(
        (sum, byte) => sum * 256 + Number.parseInt(seed.slice((word * 4 + byte) * 2, (word * 4 + byte) * 2 + 2), 16),
        0,
      ),
    );
  }

  /** A number from 0 to `bound` - 1, each equally likely: draws that would favour the small ones are thrown away. */
  below(bound: number): number {
    const fair = 0x1_0000_0000 - (0x1_0000_0000 % bound);
    for (;;) {
      const word = this.#next();
      if (word < fair) return word % bound;
    }
  }

  /** A copy of `items` in random order (Fisher and Yates, as in Knuth, TAOCP vol. 2, algorithm P). */
  shuffled<T>(items: readonly T[]): T[] {
    const result = [...items];
    for (let last = result.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [result[last], result[other]] = [result[other] as T, result[last] as T];
    }
    return result;
  }

  #next(): number {
    if (this.#used === this.#block.length) {
      this.#block = chaCha20Block(this.#key, this.#blocks++);
      this.#used = 0;
    }
    return this.#block[this.#used++] as number;
  }
}

/** One block of key stream, as 16 little-endian words, for a zero nonce (RFC 8439 section 2.3). */
function chaCha20Block(key: readonly number[], counter: number): Uint32Array {
  const initial = Uint32Array.of(0x61707865, 0x3320646e, 0x79622d32, 0x6b206574, ...key, counter, 0, 0, 0);
  const words = Uint32Array.from(initial);
  for (let round = 0; round < 10; round++) {
    quarterRound(words, 0, 4, 8, 12);
    quarterRound(words, 1, 5, 9, 13);
    quarterRound(words, 2, 6, 10, 14);
    quarterRound(words, 3, 7, 11, 15);
    quarterRound(words, 0, 5, 10, 15);
    quarterRound(words, 1, 6, 11, 12);
    quarterRound(words, 2, 7, 8, 13);
    quarterRound(words, 3, 4, 9, 14);
  }
  return words.map((word, index) => word + (initial[index] as number));
}

function quarterRound(words: Uint32Array, a: number, b: number, c: number, d: number): void {
  addThenRotate(words, a, b, d, 16);
  addThenRotate(words, c, d, b, 12);
  addThenRotate(words, a, b, d, 8);
  addThenRotate(words, c, d, b, 7);
}

/** sum += added; mixed = (mixed ^ sum) <<< bits */
function addThenRotate(words: Uint32Array, sum: number, added: number, mixed: number, bits: number): void {
  words[sum] = (words[sum] as number) + (words[added] as number);
  const value = (words[mixed] as number) ^ words[sum];
  words[mixed] = (value << bits) | (value >>> (32 - bits));
}

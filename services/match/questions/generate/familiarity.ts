/** How well words are known, told by how often they are written. */
export class Familiarity {
  readonly #ranks: ReadonlyMap<string, number>;

  /** @param words the most common first */
  constructor(words: readonly string[]) {
    this.#ranks = new Map(words.toReversed().map((word, index) => [word, words.length - index]));
  }

  /** The rank of a word or, where it has several parts, of the rarest: 1 is the most common. Infinite where it is unknown. */
  rank(term: string): number {
    const parts = term
      .toLowerCase()
      .split(/[\s'’-]+/)
      .filter((part) => part !== '' && part !== 's');
    return Math.max(...parts.map((part) => this.#ranks.get(part) ?? Number.POSITIVE_INFINITY));
  }
}

/** Where on a scale a number falls: 1 up to the first bound, 2 up to the second, and so on to 5. */
export function band(value: number, bounds: readonly [number, number, number, number]): number {
  const index = bounds.findIndex((bound) => value <= bound);
  return index === -1 ? 5 : index + 1;
}

/** A difficulty moved by some steps, and held on the scale. */
export function shifted(difficulty: number, steps: number): number {
  return Math.min(5, Math.max(1, difficulty + steps));
}

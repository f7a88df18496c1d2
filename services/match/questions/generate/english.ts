/** The words of a text, without capitals, accents and the endings of genitives. */
export function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFD')
    .replaceAll(/['’]s\b|\p{M}|['’]/gu, '')
    .toLowerCase();
  return (
    plain
      .replaceAll('ß', 'ss')
      .replaceAll('æ', 'ae')
      .replaceAll('ø', 'o')
      .match(/[a-z0-9]+/g) ?? []
  );
}

/** A name as part of an id: lower-case words and numbers joined by hyphens. */
export function slug(name: string): string {
  return wordsOf(name).join('-').slice(0, 50).replace(/-$/, '');
}

/** A text as far as it is compared with others: the stems of the words that carry its meaning. */
export type Stems = ReadonlySet<string>;

/** Words of up to three letters hold a sentence together, or tell nothing. */
export function stemsOf(text: string): Stems {
  return new Set(
    wordsOf(text)
      .filter((word) => word.length > 3 && !FILLERS.has(word))
      .map(stemOf),
  );
}

/** Whether a text gives a name away: whether a word of the name, or another made from the same stem, stands in it. */
export function givesAway(text: Stems, name: Stems): boolean {
  return commonOf(text, name) > 0;
}

/** How much two texts say the same, from 0 to 1: the common part of the shorter one. */
export function overlap(one: Stems, other: Stems): number {
  return commonOf(one, other) / Math.max(1, Math.min(one.size, other.size));
}

/** How many members two sets have in common. */
export function commonOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  return [...small].filter((member) => large.has(member)).length;
}

const FILLERS = new Set(
  'that with from whose which where used have into were they this than when being also some such other fear morbid'.split(
    ' ',
  ),
);

function stemOf(word: string): string {
  const stem = word.replace(/(ists?|isms?|ians?|ans?|ics?|als?|ings?|ed|ers?|ors?|ese|ies|es|s|y|e)$/, '');
  return stem.length > 3 ? stem : word;
}

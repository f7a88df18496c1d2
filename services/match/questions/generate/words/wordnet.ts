/** One meaning of WordNet: the words that have it, what it is, and what it is a kind of. */
export interface Meaning {
  readonly id: string;
  readonly words: readonly string[];
  /** Without examples, and without the field that stands in front of it. */
  readonly definition: string;
  /** What it is a kind or an instance of. */
  readonly above: readonly string[];
  /** The kinds and instances of it. */
  readonly below: readonly string[];
  /** Whether it is a single thing, such as a person, rather than a kind of things. */
  readonly isInstance: boolean;
  /** The meanings of the fields that it belongs to, such as chess. */
  readonly fields: readonly string[];
  /** Whether other words are made from its own, as Mozartian from Mozart. */
  readonly hasDerived: boolean;
}

/** The nouns of WordNet. */
export class WordNet {
  readonly #meanings: ReadonlyMap<string, Meaning>;
  readonly #byWord: ReadonlyMap<string, readonly Meaning[]>;
  readonly #ids: ReadonlyMap<string, string>;
  readonly #mainMeanings: ReadonlyMap<string, string>;
  /** How many meanings each word has, as a word of any class. */
  readonly #uses: ReadonlyMap<string, number>;
  /** How often each word with a capital stands in a definition or an example. */
  readonly #mentions: ReadonlyMap<string, number>;

  /** @param nouns the text of data.noun @param senses the text of index.sense */
  constructor(nouns: string, senses: string) {
    const lines = nouns.split('\n').filter((line) => /^\d/.test(line));
    const meanings = lines.map(meaningOf);
    this.#meanings = new Map(meanings.map((meaning) => [meaning.id, meaning]));
    const words = meanings.flatMap((meaning) => meaning.words.map((word) => ({ word: word.toLowerCase(), meaning })));
    const byWord = Map.groupBy(words, ({ word }) => word);
    this.#byWord = new Map([...byWord].map(([word, uses]) => [word, [...new Set(uses.map(({ meaning }) => meaning))]]));
    this.#ids = new Map(senses.split('\n').map((line) => line.split(' ') as [string, string]));
    this.#mainMeanings = new Map(
      senses.split('\n').flatMap((line) => {
        const [, word, id] = /^(\S+)%1\S* (\d+) 1 /.exec(line) ?? [];
        return word === undefined ? [] : [[word, id as string] as const];
      }),
    );
    this.#uses = counted([...this.#ids.keys()].map((key) => key.slice(0, key.indexOf('%'))));
    this.#mentions = counted(
      lines.flatMap((line) => line.slice(line.indexOf(' | ')).match(/\b\p{Lu}[\p{L}'-]+/gu) ?? []),
    );
  }

  /** The meaning that a sense key names, such as composer%1:18:00:: @throws Error when there is none. */
  meaning(key: string): Meaning {
    const meaning = this.#meanings.get(this.#ids.get(key) ?? '');
    if (meaning === undefined) throw new Error(`WordNet has no noun ${key}`);
    return meaning;
  }

  /** Everything that is a kind or an instance of a meaning, at any depth, in the order of WordNet. */
  below(key: string): readonly Meaning[] {
    const found = new Map<string, Meaning>();
    const open = [this.meaning(key)];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const id of next.below) {
        const meaning = this.#meanings.get(id) as Meaning;
        if (!found.has(id)) open.push(meaning);
        found.set(id, meaning);
      }
    }
    return [...found.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** Everything that a meaning is a kind or an instance of, itself included, as ids. */
  above(meaning: Meaning): ReadonlySet<string> {
    const found = new Set([meaning.id]);
    for (const id of found) for (const higher of this.#meanings.get(id)?.above ?? []) found.add(higher);
    return found;
  }

  /** Everything that belongs to a field. */
  inField(key: string): readonly Meaning[] {
    const { id } = this.meaning(key);
    return [...this.#meanings.values()].filter(({ fields }) => fields.includes(id));
  }

  /** Whether a word or phrase is a noun. */
  isNoun(term: string): boolean {
    return this.#byWord.has(term.toLowerCase());
  }

  /** The words for what a meaning is a kind or an instance of. */
  kindsOf({ above }: Meaning): string[] {
    return above.flatMap((id) => this.#meanings.get(id)?.words ?? []);
  }

  /** Whether a word means one thing only, as a word of any class. */
  hasOneMeaning(word: string): boolean {
    return this.#uses.get(word.toLowerCase()) === 1;
  }

  /** Whether this is what a word means first of all, as a noun. */
  isMainMeaning(word: string, { id }: Meaning): boolean {
    return this.#mainMeanings.get(word.toLowerCase().replaceAll(' ', '_')) === id;
  }

  /** Whether a name is nothing but a name: neither it nor what it may be the plural of is a word of the language. */
  isOnlyName(name: string): boolean {
    const key = name.toLowerCase().replaceAll(' ', '_');
    const named = this.#byWord.get(name.toLowerCase())?.filter(({ isInstance }) => isInstance).length ?? 0;
    const isPlural = key.endsWith('s') && this.#uses.has(key.slice(0, -1));
    return this.#uses.get(key) === named && !isPlural;
  }

  /** How often a word with a capital is used in definitions and examples. */
  mentionsOf(name: string): number {
    return this.#mentions.get(name) ?? 0;
  }
}

function counted(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** A line of data.noun: offset, file, class, words with a number each, pointers, and the gloss behind a bar. */
function meaningOf(line: string): Meaning {
  const [head, gloss] = line.split(' | ') as [string, string];
  const [id, , , count, ...rest] = head.split(' ') as [string, string, string, string, ...string[]];
  const wordCount = Number.parseInt(count, 16);
  const words = Array.from({ length: wordCount }, (_, index) => (rest[index * 2] as string).replaceAll('_', ' '));
  const fields = rest.slice(wordCount * 2 + 1);
  const pointers = Array.from({ length: Math.floor(fields.length / 4) }, (_, index) => ({
    kind: fields[index * 4] as string,
    to: fields[index * 4 + 1] as string,
    class: fields[index * 4 + 2] as string,
  }));
  const to = (...kinds: string[]): string[] =>
    pointers.filter((pointer) => kinds.includes(pointer.kind) && pointer.class === 'n').map((pointer) => pointer.to);
  return {
    id,
    words,
    definition: definitionOf(gloss),
    above: to('@', '@i'),
    below: to('~', '~i'),
    isInstance: to('@i').length > 0,
    fields: to(';c'),
    hasDerived: pointers.some(({ kind }) => kind === '+'),
  };
}

function definitionOf(gloss: string): string {
  return (gloss.split(/[;:,]? "/, 1)[0] as string)
    .trim()
    .replace(/^\([^()]*\) /, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/[;:,.]$/, '');
}

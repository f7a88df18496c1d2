import { givesAway, overlap, slug, stemsOf } from '../english.ts';
import type { Stems } from '../english.ts';
import type { Familiarity } from '../familiarity.ts';
import type { Draft } from '../template.ts';
import type { Meaning, WordNet } from './wordnet.ts';

/** What the templates of words are made from. */
export interface Words {
  readonly wordnet: WordNet;
  readonly familiarity: Familiarity;
}

/** Something that has a name and a description, and may be asked for. */
export interface Subject {
  readonly meaning: Meaning;
  readonly name: string;
  readonly description: string;
  readonly difficulty: number;
  /** Those with whom it shares its first group are offered before those with whom it shares the second, and so on. */
  readonly groups: readonly string[];
}

/** Two that say more in common than this may be one and the same. */
const ALIKE = 0.5;
const MOST_DESCRIPTION = 140;
const LEAST_WORDS = 5;
/** What would hurt someone who plays, or grows old. */
const UNKIND =
  /\b(jew|negro|servile|savages?|primitive|colored|homosexual|prostitute|whore|sexual|intercourse|genitals?|penis|vagina|semen|anus|feces|excrement|urine|youngest|currently|now a|present-day|recent)\b/i;

/** Definitions that were mistyped. */
const MISTYPED =
  /lead led|formed and important|remember for|made of made|nightly new|less that|between and|costal|lead the Greeks|city is south/;

/**
 * Asks for the name of what is described. Wrong options are other subjects that are not named in the question, are no kinds
 * of the right one, and of whom something else is said.
 */
export function* describedDrafts(
  subjects: readonly Subject[],
  wordnet: WordNet,
  ask: (description: string) => string,
): Generator<Draft> {
  const compared = subjects.map((subject) => {
    const kind = stemsOf(wordnet.kindsOf(subject.meaning).join(' '));
    const named = [...stemsOf(subject.name)].filter((stem) => !kind.has(stem));
    return { subject, said: stemsOf(subject.description), named: new Set(named) };
  });
  for (const one of compared) {
    if (givesAway(one.said, one.named)) continue;
    const { name, description, difficulty, groups } = one.subject;
    const wrong = compared.filter((other) => isWrongFor(one, other)).map(({ subject }) => subject);
    const near = groups.map((group, index) => wrong.filter((other) => other.groups[index] === group));
    yield {
      key: slug(name),
      text: ask(description),
      right: name,
      wrong: [...near, wrong].map((others) => others.map((other) => other.name)),
      difficulty,
    };
  }
}

interface Compared {
  readonly subject: Subject;
  readonly said: Stems;
  /** What its name is made of, without what says what it is: the Thames of the River Thames. */
  readonly named: Stems;
}

function isWrongFor({ subject, said, named }: Compared, other: Compared): boolean {
  const { id } = subject.meaning;
  const { above, below } = other.subject.meaning;
  return (
    other.subject !== subject &&
    ![...above, ...below].includes(id) &&
    !givesAway(named, other.named) &&
    !givesAway(said, other.named) &&
    overlap(said, other.said) < ALIKE
  );
}

/** A definition without the parts at its end that would make it too long; nothing where it says too little, or is unkind. */
export function shortened(definition: string): string | undefined {
  let text = definition.replaceAll(/`([^'`]*)'/g, "'$1'");
  while (text.length > MOST_DESCRIPTION && text.includes('; ')) text = text.slice(0, text.lastIndexOf('; '));
  const isWhole = !/[()"]|\b(note|e\.g|i\.e)\b/.test(text.replaceAll(/\([^()]*\)/g, ''));
  const saysEnough = text.split(' ').length >= LEAST_WORDS && text.length <= MOST_DESCRIPTION;
  return isWhole && saysEnough && !UNKIND.test(text) && !MISTYPED.test(text) ? text : undefined;
}

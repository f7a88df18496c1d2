import { createHash } from 'node:crypto';
import { SeededRandom } from '../../games/trivia/shuffle.ts';
import { folded } from '../bank.ts';
import type { BankQuestion } from '../bank.ts';
import { wordsOf } from './english.ts';
import type { Draft, Template } from './template.ts';

const WRONG = { least: 2, most: 3 };

/**
 * The questions of a template. The same data and seed make the same questions; each draws from a stream of its own, so
 * that a question stays as it is where others come or go. `taken` holds the folded texts that are asked already, and
 * grows by the new ones.
 */
export function assemble<Data>(
  { name, category, most, drafts }: Template<Data>,
  data: Data,
  seed: string,
  taken: Set<string>,
): readonly BankQuestion[] {
  const questions = new Map<string, BankQuestion>();
  for (const draft of drafts(data)) {
    const id = `${name}-${draft.key}`;
    const options = optionsOf(draft, randomOf(seed, id));
    if (options === undefined || isTold(draft, options) || questions.has(id) || taken.has(folded(draft.text))) continue;
    taken.add(folded(draft.text));
    questions.set(id, {
      id,
      category,
      text: draft.text,
      options,
      rightChoice: options.indexOf(draft.right),
      difficulty: draft.difficulty,
      locale: 'en',
      template: name,
    });
  }
  return thinned([...questions.values()], most);
}

/** Whether a word of the right option stands in the text, and in no wrong option. */
function isTold({ text, right }: Draft, options: readonly string[]): boolean {
  const said = wordsOf(text);
  const others = options.filter((option) => option !== right).flatMap(wordsOf);
  return wordsOf(right).some((word) => word.length > 3 && said.includes(word) && !others.includes(word));
}

/** At most so many of them, taken at even distances, so that the easy and the hard ones stay as many in proportion. */
function thinned<T>(items: readonly T[], most: number): readonly T[] {
  const distance = Math.max(1, items.length / most);
  return Array.from({ length: Math.min(items.length, most) }, (_, index) => items[Math.floor(index * distance)] as T);
}

/** The options in the order of the bank, or nothing where there are too few wrong ones. */
function optionsOf({ right, wrong }: Draft, random: SeededRandom): string[] | undefined {
  const options = new Map([[folded(right), right]]);
  for (const group of wrong) {
    for (const option of random.shuffled(group)) {
      if (options.size > WRONG.most) break;
      if (!options.has(folded(option))) options.set(folded(option), option);
    }
  }
  return options.size > WRONG.least ? random.shuffled([...options.values()]) : undefined;
}

function randomOf(seed: string, id: string): SeededRandom {
  return new SeededRandom(createHash('sha256').update(`${seed}\n${id}`).digest('hex'));
}

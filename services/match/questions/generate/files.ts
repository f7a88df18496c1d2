import type { Bank, BankQuestion } from '../bank.ts';
import { folded, repeatsIn } from '../bank.ts';
import { assemble } from './assemble.ts';
import { cityTemplates, countryTemplates } from './countries/templates.ts';
import type { World } from './countries/world.ts';
import { theoryTemplates } from './music/theory.ts';
import type { Theory } from './music/theory.ts';
import { elementTemplates } from './science/elements.ts';
import type { Element } from './science/elements.ts';
import { languageOfExtension } from './science/programming.ts';
import type { ProgrammingLanguage } from './science/programming.ts';
import { skyTemplates } from './science/sky.ts';
import type { Sky } from './science/sky.ts';
import { LICENCES } from './licences.ts';
import type { Template } from './template.ts';
import type { Words } from './words/described.ts';
import { wordTemplates } from './words/templates.ts';

/** All that questions are made from. */
export interface Data {
  readonly words: Words;
  readonly world: World;
  readonly elements: readonly Element[];
  readonly sky: Sky;
  readonly programming: readonly ProgrammingLanguage[];
  readonly theory: Theory;
}

/**
 * The generated files by name, each with the questions of the data that has its licence. Pure: the same data and seed make
 * the same files. `asked` are the texts that the bank has already; none is asked again.
 */
export function makeFiles(data: Data, seed: string, asked: readonly string[]): ReadonlyMap<string, Bank> {
  const taken = new Set(asked.map(folded));
  const make = <Part>(templates: readonly Template<Part>[], part: Part): BankQuestion[] =>
    templates.flatMap((template) => assemble(template, part, seed, taken));
  const questions = {
    words: make(wordTemplates, data.words),
    countries: make(countryTemplates, data.world),
    cities: make(cityTemplates, data.world),
    elements: make(elementTemplates, data.elements),
    sky: make(skyTemplates, data.sky),
    programming: make([languageOfExtension], data.programming),
    'music-theory': make(theoryTemplates, data.theory),
  };
  const problems = repeatsIn(Object.values(questions).flat());
  if (problems.length > 0) throw new Error(`questions repeat each other:\n  ${problems.join('\n  ')}`);
  return new Map(
    Object.entries(questions).map(([name, made]) => [
      name,
      { ...LICENCES[name as keyof typeof questions], questions: made },
    ]),
  );
}

/** A bank as it is committed: a question a line, so that a change of one is a change of one line. */
export function printBank({ source, licence, questions }: Bank): string {
  const lines = questions.map((question) => `    ${JSON.stringify(question)}`);
  const head = [source, licence].map((text) => JSON.stringify(text));
  return `{\n  "source": ${head[0]},\n  "licence": ${head[1]},\n  "questions": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

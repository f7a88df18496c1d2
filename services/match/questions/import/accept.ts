import { createHash } from 'node:crypto';
import { folded, problemsOf } from '../bank.ts';
import type { BankQuestion } from '../bank.ts';

/** A question as a file has it, before anyone has looked whether it may be one of the bank. */
export interface Submission {
  /** The line of the file in which it begins, from 1. */
  readonly line: number;
  /** What its author calls it; it gets a name from its text where that is missing. */
  readonly id: string | undefined;
  readonly category: string;
  readonly text: string;
  readonly right: string;
  readonly wrong: readonly string[];
  readonly difficulty: number;
  readonly locale: string;
}

/** What is not taken into the bank, and why; the reason begins with the field of the file that is wrong. */
export interface Refused {
  readonly line: number;
  readonly reason: string;
}

/** What an importer makes of a file. */
export interface Imported {
  readonly questions: readonly BankQuestion[];
  /** In the order of their lines. */
  readonly refused: readonly Refused[];
}

/** How the fields of a question are called in a file; options are the right one and then the wrong ones. */
export interface FieldNames {
  readonly text: string;
  readonly right: string;
  readonly wrong: (index: number) => string;
  readonly options: string;
}

/** The questions that the bank has already: their ids by their texts, folded. */
export type KnownTexts = ReadonlyMap<string, string>;

/**
 * Tells the submissions that may be questions of the bank from those that may not. What is submitted again under the same
 * id is a correction of itself and is taken; a text that is known under another id, or stands twice in the file, is not.
 */
export function accept(submissions: readonly (Submission | Refused)[], known: KnownTexts, names: FieldNames): Imported {
  const questions: BankQuestion[] = [];
  const refused: Refused[] = [];
  const lines = { text: new Map<string, number>(), id: new Map<string, number>() };
  for (const submission of submissions) {
    const { line } = submission;
    if ('reason' in submission) {
      refused.push(submission);
      continue;
    }
    const question = questionOf(submission);
    const text = folded(question.text);
    const [reason] = [
      ...problemsOf({ ...question, options: [submission.right, ...submission.wrong], rightChoice: 0 }).map((problem) =>
        renamed(problem, names),
      ),
      ...repeat(names.text, lines.text.get(text)),
      ...repeat('id', lines.id.get(question.id)),
      ...((known.get(text) ?? question.id) === question.id
        ? []
        : [`${names.text}: the bank asks it already, as ${known.get(text)}`]),
    ];
    if (reason === undefined) {
      questions.push(question);
      lines.text.set(text, line);
      lines.id.set(question.id, line);
    } else refused.push({ line, reason });
  }
  return { questions, refused };
}

/** The words of a category as the bank writes them: "Science: Computers" is science-computers. */
export function categoryOf(name: string): string {
  const plain = name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return (plain.match(/[a-z]+/g) ?? []).join('-');
}

/** A text without spaces around it, and with single ones in it; line breaks become spaces. */
export function trimmed(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}

/** The id follows from the text, so that importing a file again changes nothing; so does the place of the right option. */
function questionOf({ id, category, text, right, wrong, difficulty, locale }: Submission): BankQuestion {
  const hash = createHash('sha256').update(folded(text)).digest();
  const place = hash.readUInt32BE(0) % (wrong.length + 1);
  return {
    id: id ?? `import-${hash.toString('hex').slice(0, 24)}`,
    category,
    text,
    options: [...wrong.slice(0, place), right, ...wrong.slice(place)],
    rightChoice: place,
    difficulty,
    locale,
  };
}

/** A problem with a question, told with the names that the file has for its fields. */
function renamed(problem: string, names: FieldNames): string {
  const [, field = '', index, rest = ''] = /^([a-zA-Z]+)(?:\[(\d+)\])?: (.*)$/s.exec(problem) ?? [];
  if (index !== undefined) return `${index === '0' ? names.right : names.wrong(Number(index) - 1)}: ${rest}`;
  const name = field === 'text' ? names.text : field === 'options' ? names.options : field;
  return `${name}: ${rest}`;
}

function repeat(field: string, line: number | undefined): string[] {
  return line === undefined ? [] : [`${field}: line ${line} has the same`];
}

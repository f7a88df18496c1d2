/** A question as a bank holds it. */
export interface BankQuestion {
  /** Never changes once published, so that statistics of a question outlive corrections of its text. */
  readonly id: string;
  readonly category: string;
  readonly text: string;
  readonly options: readonly string[];
  /** Index of the right option. */
  readonly rightChoice: number;
}

/** A bank that must not be loaded; every problem names the question and the field. */
export class InvalidBank extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const shown = problems.slice(0, 20);
    const rest = problems.length - shown.length;
    super(`the question bank is invalid:\n  ${shown.join('\n  ')}${rest > 0 ? `\n  and ${rest} more` : ''}`);
    this.name = 'InvalidBank';
    this.problems = problems;
  }
}

const ID = { pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/, most: 80, form: 'lower-case words and numbers joined by hyphens' };
const CATEGORY = { pattern: /^[a-z]+(-[a-z]+)*$/, most: 40, form: 'lower-case words joined by hyphens' };
const MOST_TEXT = 200;
const MOST_OPTION = 80;
const OPTIONS = { least: 2, most: 6 };
const FIELDS = ['id', 'category', 'text', 'options', 'rightChoice'];

/**
 * The questions of a bank: JSON text of an object with `questions`, an array, and whatever else it says about itself.
 * Throws InvalidBank with every problem found. Texts and options are told apart without regard to case and spacing.
 */
export function parseBank(json: string): readonly BankQuestion[] {
  const { questions } = (parseJson(json) ?? {}) as { questions?: unknown };
  if (!Array.isArray(questions) || questions.length === 0) throw new InvalidBank(['questions: must be a filled array']);
  const problems = questions.flatMap((question: unknown, index) => {
    const where = isObject(question) && typeof question['id'] === 'string' ? question['id'] : `#${index + 1}`;
    return problemsOf(question).map((problem) => `question ${where}: ${problem}`);
  });
  if (problems.length === 0) {
    const valid = questions as readonly BankQuestion[];
    problems.push(...repeats(valid, 'id'), ...repeats(valid, 'text'));
  }
  if (problems.length > 0) throw new InvalidBank(problems);
  return questions as readonly BankQuestion[];
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch (error) {
    throw new InvalidBank([`not JSON: ${(error as Error).message}`]);
  }
}

function problemsOf(question: unknown): string[] {
  if (!isObject(question)) return ['must be an object'];
  const { id, category, text, options, rightChoice } = question;
  return [
    ...Object.keys(question)
      .filter((field) => !FIELDS.includes(field))
      .map((field) => `${field}: unknown field`),
    ...named('id', id, ID),
    ...named('category', category, CATEGORY),
    ...readable('text', text, MOST_TEXT),
    ...problemsOfOptions(options),
    ...problemsOfRightChoice(rightChoice, options),
  ];
}

function named(field: string, value: unknown, { pattern, most, form }: typeof ID): string[] {
  const isNamed = typeof value === 'string' && value.length <= most && pattern.test(value);
  return isNamed ? [] : [`${field}: must be ${form}, at most ${most} characters`];
}

/** Control characters are refused: they show as nothing, and PostgreSQL stores no U+0000. */
function readable(field: string, value: unknown, most: number): string[] {
  if (typeof value !== 'string' || value === '') return [`${field}: must be a text`];
  if (value.length > most) return [`${field}: has ${value.length} characters, at most ${most} are allowed`];
  if (/\p{Cc}/u.test(value)) return [`${field}: holds a control character`];
  return value === value.trim() ? [] : [`${field}: begins or ends with a space`];
}

function problemsOfOptions(options: unknown): string[] {
  if (!Array.isArray(options) || options.length < OPTIONS.least || options.length > OPTIONS.most) {
    return [`options: must be an array of ${OPTIONS.least} to ${OPTIONS.most}`];
  }
  const problems = options.flatMap((option: unknown, index) => readable(`options[${index}]`, option, MOST_OPTION));
  if (problems.length > 0) return problems;
  const seen = new Set((options as string[]).map(folded));
  return seen.size === options.length ? [] : ['options: two are the same'];
}

function problemsOfRightChoice(rightChoice: unknown, options: unknown): string[] {
  // Without options there is nothing to point at, and that has been said.
  if (!Array.isArray(options)) return [];
  const isIndex = typeof rightChoice === 'number' && Object.hasOwn(options, rightChoice);
  return isIndex ? [] : ['rightChoice: must be the index of an option, from 0'];
}

/** Each question whose field another one before it has too. */
function repeats(questions: readonly BankQuestion[], field: 'id' | 'text'): string[] {
  const first = new Map<string, number>();
  return questions.flatMap((question, index) => {
    const value = folded(question[field]);
    const earlier = first.get(value);
    if (earlier === undefined) first.set(value, index);
    return earlier === undefined ? [] : [`question ${question.id}: ${field}: question #${earlier + 1} has the same`];
  });
}

function folded(text: string): string {
  return text.toLowerCase().replaceAll(/\s+/gu, ' ').trim();
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

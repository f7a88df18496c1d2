/** A question as a bank holds it. */
export interface BankQuestion {
  /** Never changes once published, so that statistics of a question outlive corrections of its text. */
  readonly id: string;
  readonly category: string;
  readonly text: string;
  readonly options: readonly string[];
  /** Index of the right option. */
  readonly rightChoice: number;
  /** From 1 (nearly everyone knows it) to 5 (hardly anyone does): an estimate, made before anyone was asked. */
  readonly difficulty: number;
  /** The language it is asked in, as a canonical BCP 47 tag. */
  readonly locale: string;
  /** The template that made it; absent where a person wrote it. */
  readonly template?: string;
}

/** The questions of one file, and where they come from. */
export interface Bank {
  /** Who wrote it, or which data it was made from. */
  readonly source: string;
  /** What one may do with it, and the notices that must go with every copy. */
  readonly licence: string;
  readonly questions: readonly BankQuestion[];
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

/** What a question has that says nothing of it: most were written by hand, in English, and are of all kinds. */
const DEFAULTS = { difficulty: 3, locale: 'en' };

const NAME = { pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/, most: 80, form: 'lower-case words and numbers joined by hyphens' };
const CATEGORY = { pattern: /^[a-z]+(-[a-z]+)*$/, most: 40, form: 'lower-case words joined by hyphens' };
const MOST_TEXT = 200;
const MOST_OPTION = 80;
const MOST_NOTICE = 10_000;
const OPTIONS = { least: 2, most: 6 };
const DIFFICULTY = { least: 1, most: 5 };
/** Longer names of languages are allowed by the form of tags, but none is registered. */
const LANGUAGE = /^[a-z]{2,3}(-|$)/;
const FIELDS = ['id', 'category', 'text', 'options', 'rightChoice', 'difficulty', 'locale', 'template'];
const FILE_FIELDS = ['source', 'licence', 'questions'];

/**
 * The bank of a file: JSON text of an object with `source`, `licence` and the array `questions`. Throws InvalidBank with
 * every problem found. Texts and options are told apart without regard to case and spacing.
 */
export function parseBank(json: string): Bank {
  const file = parseJson(json);
  if (!isObject(file)) throw new InvalidBank(['must be an object']);
  const { source, licence, questions } = file;
  const problems = [
    ...unknownFields(file, FILE_FIELDS),
    ...readable('source', source, MOST_NOTICE),
    ...readable('licence', licence, MOST_NOTICE),
  ];
  if (!Array.isArray(questions) || questions.length === 0) {
    throw new InvalidBank([...problems, 'questions: must be a filled array']);
  }
  const complete = questions.map((question: unknown) => (isObject(question) ? { ...DEFAULTS, ...question } : question));
  for (const [index, question] of complete.entries()) {
    const where = isObject(question) && typeof question['id'] === 'string' ? question['id'] : `#${index + 1}`;
    problems.push(...problemsOf(question).map((problem) => `question ${where}: ${problem}`));
  }
  if (problems.length === 0) problems.push(...repeatsIn(complete as BankQuestion[]));
  if (problems.length > 0) throw new InvalidBank(problems);
  return { source, licence, questions: complete } as Bank;
}

/** Everything that is wrong with a question whose fields are all there; each problem begins with the field's name. */
export function problemsOf(question: unknown): string[] {
  if (!isObject(question)) return ['must be an object'];
  const { id, category, text, options, rightChoice, difficulty, locale, template } = question;
  return [
    ...unknownFields(question, FIELDS),
    ...named('id', id, NAME),
    ...named('category', category, CATEGORY),
    ...readable('text', text, MOST_TEXT),
    ...problemsOfOptions(options),
    ...problemsOfRightChoice(rightChoice, options),
    ...problemsOfDifficulty(difficulty),
    ...problemsOfLocale(locale),
    ...(template === undefined ? [] : named('template', template, NAME)),
  ];
}

/** Each question whose id or text one before it has too. */
export function repeatsIn(questions: readonly BankQuestion[]): string[] {
  return [...repeats(questions, 'id'), ...repeats(questions, 'text')];
}

/** A text as it is compared with others: case and spacing make no other text. */
export function folded(text: string): string {
  return text.toLowerCase().replaceAll(/\s+/gu, ' ').trim();
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch (error) {
    throw new InvalidBank([`not JSON: ${(error as Error).message}`]);
  }
}

function unknownFields(object: Record<string, unknown>, known: readonly string[]): string[] {
  return Object.keys(object)
    .filter((field) => !known.includes(field))
    .map((field) => `${field}: unknown field`);
}

function named(field: string, value: unknown, { pattern, most, form }: typeof NAME): string[] {
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

function problemsOfDifficulty(difficulty: unknown): string[] {
  const { least, most } = DIFFICULTY;
  const isIn = Number.isInteger(difficulty) && (difficulty as number) >= least && (difficulty as number) <= most;
  return isIn ? [] : [`difficulty: must be a whole number from ${least} to ${most}`];
}

/** Only the canonical spelling of a tag, so that the same language has one name in the database. */
function problemsOfLocale(locale: unknown): string[] {
  const problem = 'locale: must be a canonical BCP 47 tag, such as en or pt-BR';
  if (typeof locale !== 'string') return [problem];
  try {
    return LANGUAGE.test(locale) && Intl.getCanonicalLocales(locale)[0] === locale ? [] : [problem];
  } catch {
    return [problem];
  }
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

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

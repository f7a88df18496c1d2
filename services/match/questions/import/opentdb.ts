import { decodeHTML } from 'entities';
import { accept, categoryOf, trimmed } from './accept.ts';
import type { Imported, KnownTexts, Refused, Submission } from './accept.ts';
import { linesOfItems } from './item-lines.ts';

const NAMES = {
  text: 'question',
  right: 'correct_answer',
  wrong: (index: number): string => `incorrect_answers[${index}]`,
  options: 'correct_answer, incorrect_answers',
};
/** Its three steps on the bank's five: those who filled it called nothing trivial, and nothing impossible. */
const DIFFICULTIES: Readonly<Record<string, number>> = { easy: 2, medium: 3, hard: 4 };
const WRONG_OF: Readonly<Record<string, number>> = { multiple: 3, boolean: 1 };
/** Its categories that the bank has another name for. */
const CATEGORIES: Readonly<Record<string, string>> = {
  Animals: 'nature',
  Art: 'arts',
  'Entertainment: Music': 'music',
  'Science & Nature': 'nature',
  'Science: Computers': 'technology',
  'Science: Mathematics': 'mathematics',
  Sports: 'sport',
};

type Decode = (text: string) => string;

/** What its API answers besides questions, by `response_code`. */
const FAILURES: Readonly<Record<number, string>> = {
  1: 'it had too few questions',
  2: 'a parameter was wrong',
  3: 'its session token was unknown',
  4: 'its session token had seen all questions',
  5: 'it was asked too often',
};

/**
 * The questions of an answer of Open Trivia DB's API, in any of its encodings: HTML entities as without a parameter,
 * `encode=url3986`, `encode=urlLegacy` or `encode=base64`. They are in English.
 */
export function importOpenTriviaDb(text: string, known: KnownTexts): Imported {
  const json = text.replace(/^\uFEFF/, '');
  let file: unknown;
  try {
    file = JSON.parse(json);
  } catch (error) {
    return refusal(`not JSON: ${(error as Error).message}`);
  }
  const { response_code: code, results } = (file ?? {}) as { response_code?: unknown; results?: unknown };
  if (code !== undefined && code !== 0) {
    return refusal(`response_code: ${JSON.stringify(code)}: ${FAILURES[Number(code)] ?? 'means no success'}`);
  }
  if (!Array.isArray(results)) return refusal('results: must be an array');
  const lines = linesOfItems(json, 'results');
  const decode = decoderOf(results);
  return accept(
    results.map((item: unknown, index) => submissionOf(item, lines[index] as number, decode)),
    known,
    NAMES,
  );
}

function submissionOf(item: unknown, line: number, decode: Decode): Submission | Refused {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return { line, reason: 'must be an object' };
  try {
    const {
      category,
      type,
      difficulty,
      question,
      correct_answer: right,
      incorrect_answers: wrong,
    } = item as Record<string, unknown>;
    const read = (field: string, value: unknown): string => readText(field, value, decode);
    const count = WRONG_OF[read('type', type)];
    if (count === undefined) throw new Refusal('type: must be multiple or boolean');
    const step = DIFFICULTIES[read('difficulty', difficulty)];
    if (step === undefined) throw new Refusal('difficulty: must be easy, medium or hard');
    if (!Array.isArray(wrong) || wrong.length !== count) {
      throw new Refusal(`incorrect_answers: must be an array of ${count}`);
    }
    const name = read('category', category);
    return {
      line,
      id: undefined,
      category: CATEGORIES[name] ?? categoryOf(name),
      text: read(NAMES.text, question),
      right: read(NAMES.right, right),
      wrong: wrong.map((option: unknown, index) => read(NAMES.wrong(index), option)),
      difficulty: step,
      locale: 'en',
    };
  } catch (error) {
    if (error instanceof Refusal) return { line, reason: error.message };
    throw error;
  }
}

/** Why an item cannot be read. */
class Refusal extends Error {}

function readText(field: string, value: unknown, decode: Decode): string {
  if (typeof value !== 'string') throw new Refusal(`${field}: must be a text`);
  try {
    return trimmed(decode(value));
  } catch {
    throw new Refusal(`${field}: is not encoded like the others`);
  }
}

/**
 * Which encoding the items have. Nothing in the file says it, but the type does, which is one of two words, and a text that
 * has spaces and other signs does: none of them is left in a text that is encoded for an address.
 */
function decoderOf(results: readonly unknown[]): Decode {
  const items = results.filter((item) => typeof item === 'object' && item !== null) as {
    type?: unknown;
    question?: unknown;
  }[];
  if (items.some(({ type }) => type === btoa('multiple') || type === btoa('boolean'))) return decodeBase64;
  const texts = items.flatMap(({ question }) => (typeof question === 'string' ? [question] : []));
  if (!texts.every((text) => /^[\w.~!*'()+%-]*$/.test(text)) || !texts.some((text) => text.includes('%')))
    return decodeHTML;
  // The legacy form writes a plus for a space, the newer one %20.
  const isLegacy = texts.some((text) => text.includes('+')) && !texts.some((text) => text.includes('%20'));
  return (text) => decodeHTML(decodeURIComponent(isLegacy ? text.replaceAll('+', ' ') : text));
}

function decodeBase64(text: string): string {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) throw new Error('not base64');
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'base64'));
}

function refusal(reason: string): Imported {
  return { questions: [], refused: [{ line: 1, reason }] };
}

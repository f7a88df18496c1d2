import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { InvalidBank, parseBank } from './bank.ts';
import type { BankQuestion } from './bank.ts';

const SOUND = {
  id: 'geography-capital-france',
  category: 'geography',
  text: 'What is the capital of France?',
  options: ['Lyon', 'Paris'],
  rightChoice: 1,
};

const FILE = { source: 'Written by hand.', licence: 'CC0-1.0' };

function problemsOf(...questions: unknown[]): readonly string[] {
  return problemsOfFile({ ...FILE, questions });
}

function problemsOfFile(file: unknown): readonly string[] {
  try {
    parseBank(JSON.stringify(file));
  } catch (error) {
    if (error instanceof InvalidBank) return error.problems;
    throw error;
  }
  return [];
}

describe('parseBank', () => {
  test('returns the questions as they are, and where they come from', () => {
    const question = { ...SOUND, difficulty: 5, locale: 'pt-BR', template: 'capital' };
    expect(parseBank(JSON.stringify({ ...FILE, questions: [question] }))).toEqual({ ...FILE, questions: [question] });
  });

  test('takes a question that says nothing of it for one in English, neither easy nor hard', () => {
    const { questions } = parseBank(JSON.stringify({ ...FILE, questions: [SOUND] }));
    expect(questions).toEqual([{ ...SOUND, difficulty: 3, locale: 'en' }]);
  });

  test.each([
    ['nothing', '', 'not JSON'],
    ['broken JSON', '{"questions": [', 'not JSON'],
    ['null', 'null', 'must be an object'],
    ['an array', '[]', 'must be an object'],
    ['no questions', '{"questions": []}', 'questions: must be a filled array'],
  ])('refuses %s', (_, json, problem) => {
    expect(() => parseBank(json)).toThrow(problem);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['an id with capitals', { id: 'Paris' }, 'question Paris: id: must be lower-case words'],
    ['an id that is too long', { id: 'a'.repeat(81) }, 'at most 80 characters'],
    ['no id', { id: undefined }, 'question #1: id: must be'],
    ['a category with a space', { category: 'pop music' }, 'category: must be'],
    ['no text', { text: '' }, 'question geography-capital-france: text: must be a text'],
    ['a text that is too long', { text: 'x'.repeat(201) }, 'text: has 201 characters, at most 200 are allowed'],
    ['a text with U+0000', { text: 'a\u0000b' }, 'text: holds a control character'],
    ['a text with a space at its end', { text: 'Why? ' }, 'text: begins or ends with a space'],
    ['options that are not an array', { options: 'ab' }, 'options: must be an array of 2 to 6'],
    ['one option', { options: ['a'], rightChoice: 0 }, 'options: must be an array of 2 to 6'],
    ['seven options', { options: [...'abcdefg'] }, 'options: must be an array of 2 to 6'],
    ['an option that is no text', { options: ['a', 2] }, 'options[1]: must be a text'],
    ['an option that is too long', { options: ['a', 'x'.repeat(81)] }, 'options[1]: has 81 characters'],
    ['options that differ in case only', { options: ['Paris', 'paris'] }, 'options: two are the same'],
    ['a right choice behind the options', { rightChoice: 2 }, 'rightChoice: must be the index of an option'],
    ['a negative right choice', { rightChoice: -1 }, 'rightChoice: must be'],
    ['a broken right choice', { rightChoice: 0.5 }, 'rightChoice: must be'],
    ['a right choice as text', { rightChoice: '1' }, 'rightChoice: must be'],
    ['a misspelt field', { rightchoice: 1 }, 'rightchoice: unknown field'],
    ['a difficulty of none', { difficulty: 0 }, 'difficulty: must be a whole number from 1 to 5'],
    ['a difficulty off the scale', { difficulty: 6 }, 'difficulty: must be'],
    ['a broken difficulty', { difficulty: 2.5 }, 'difficulty: must be'],
    ['a difficulty as text', { difficulty: '3' }, 'difficulty: must be'],
    ['a language that is none', { locale: 'klingon-' }, 'locale: must be a canonical BCP 47 tag'],
    ['a language spelt otherwise', { locale: 'EN-us' }, 'locale: must be'],
    ['no language', { locale: null }, 'locale: must be'],
    ['a template with a space', { template: 'the capital' }, 'template: must be lower-case words'],
  ])('refuses %s', (_, change, problem) => {
    expect(problemsOf({ ...SOUND, ...change })).toEqual([expect.stringContaining(problem)]);
  });

  test.each([null, 'question', [SOUND]])('refuses %j in place of a question', (question) => {
    expect(problemsOf(question)).toEqual(['question #1: must be an object']);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['no source', { source: undefined }, 'source: must be a text'],
    ['an empty licence', { licence: '' }, 'licence: must be a text'],
    ['a licence that is no text', { licence: ['CC0-1.0'] }, 'licence: must be a text'],
    ['a misspelt field of the file', { license: 'CC0-1.0' }, 'license: unknown field'],
  ])('refuses %s', (_, change, problem) => {
    expect(problemsOfFile({ ...FILE, questions: [SOUND], ...change })).toEqual([problem]);
  });

  test('refuses the same id and the same text twice, whatever their case and spacing', () => {
    expect(problemsOf(SOUND, { ...SOUND, text: 'Another?' })).toEqual([
      'question geography-capital-france: id: question #1 has the same',
    ]);
    expect(problemsOf(SOUND, { ...SOUND, id: 'other', text: 'what is the  capital of FRANCE?' })).toEqual([
      'question other: text: question #1 has the same',
    ]);
  });

  test('names all problems, and prints the first twenty', () => {
    const bad = Array.from({ length: 25 }, () => ({ ...SOUND, text: '' }));
    expect(problemsOf(...bad)).toHaveLength(25);
    expect(() => parseBank(JSON.stringify({ ...FILE, questions: bad }))).toThrow(/and 5 more$/);
  });
});

describe('the questions that were written by hand', () => {
  const { questions } = parseBank(readFileSync(new URL('general.json', import.meta.url), 'utf8'));

  function countBy(key: (question: BankQuestion) => string | number): number[] {
    const counts = new Map<string | number, number>();
    for (const question of questions) counts.set(key(question), (counts.get(key(question)) ?? 0) + 1);
    return [...counts.values()];
  }

  test('has at least 320 questions with four options each', () => {
    expect(questions.length).toBeGreaterThanOrEqual(320);
    expect(questions.filter(({ options }) => options.length !== 4)).toEqual([]);
  });

  test('has a dozen categories of at least 25 questions', () => {
    const sizes = countBy(({ category }) => category);
    expect(sizes).toHaveLength(12);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(25);
  });

  test('has the right option about equally often at each place', () => {
    const places = countBy(({ rightChoice }) => rightChoice);
    expect(places).toHaveLength(4);
    expect(Math.max(...places) - Math.min(...places)).toBeLessThanOrEqual(2);
  });

  test('does not give an answer away in the id or the text', () => {
    const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\d]{4,}/gu) ?? [];
    const given = questions.filter(({ id, text, options, rightChoice }) => {
      const right = words(options[rightChoice] as string);
      const others = options.filter((_, index) => index !== rightChoice).flatMap(words);
      const telling = right.filter((word) => !others.includes(word));
      return telling.some((word) => words(text).includes(word) || words(id).includes(word));
    });
    expect(given.map(({ id }) => id)).toEqual([]);
  });
});

import { describe, expect, test } from '@jest/globals';
import { problemsOf } from '../bank.ts';
import { importOpenTriviaDb } from './opentdb.ts';

const NOTHING = new Map<string, string>();
const ITEM = {
  type: 'multiple',
  difficulty: 'hard',
  category: 'Entertainment: Japanese Anime & Manga',
  question: 'Which "café" is in Queen\'s Blade?',
  correct_answer: 'Café <Ø>',
  incorrect_answers: ['Nº 1', 'Tea & Co.', '100%'],
};
const BOOLEAN = {
  type: 'boolean',
  difficulty: 'easy',
  category: 'Science & Nature',
  question: 'Is water wet?',
  correct_answer: 'True',
  incorrect_answers: ['False'],
};

type Encode = (text: string) => string;
const html: Encode = (text) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#039;')
    .replaceAll('<', '&lt;')
    .replaceAll('é', '&eacute;');
const url: Encode = (text) => encodeURIComponent(text);
const legacy: Encode = (text) => encodeURIComponent(text).replaceAll('%20', '+');
const base64: Encode = (text) => Buffer.from(text).toString('base64');

function encoded(item: object, encode: Encode): object {
  return Object.fromEntries(
    Object.entries(item).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.map((one) => encode(String(one))) : encode(String(value)),
    ]),
  );
}

const fileOf = (...results: unknown[]): string => JSON.stringify({ response_code: 0, results });
const reasonsOf = (...results: unknown[]): readonly string[] =>
  importOpenTriviaDb(fileOf(...results), NOTHING).refused.map(({ reason }) => reason);

describe('importOpenTriviaDb', () => {
  test.each([
    ['HTML entities', html],
    ['url3986', url],
    ['urlLegacy', legacy],
    ['base64', base64],
  ])('reads %s', (_, encode) => {
    const { questions, refused } = importOpenTriviaDb(fileOf(encoded(ITEM, encode), encoded(BOOLEAN, encode)), NOTHING);
    expect(refused).toEqual([]);
    expect(questions.flatMap(problemsOf)).toEqual([]);
    expect(questions).toEqual([
      expect.objectContaining({
        category: 'entertainment-japanese-anime-manga',
        text: ITEM.question,
        difficulty: 4,
        locale: 'en',
      }),
      expect.objectContaining({ category: 'nature', text: BOOLEAN.question, difficulty: 2 }),
    ]);
    expect(questions.map(({ options, rightChoice }) => options[rightChoice])).toEqual(['Café <Ø>', 'True']);
    expect([...(questions[0]?.options ?? [])].sort()).toEqual(['100%', 'Café <Ø>', 'Nº 1', 'Tea & Co.']);
  });

  test('gives a question one id and one order, in whatever encoding it comes', () => {
    const all = [html, url, legacy, base64].map((encode) => importOpenTriviaDb(fileOf(encoded(ITEM, encode)), NOTHING));
    expect(new Set(all.map((imported) => JSON.stringify(imported))).size).toBe(1);
  });

  test('tells the line in which a refused item begins', () => {
    const file = `{
  "response_code": 0,
  "results": [
    ${JSON.stringify(BOOLEAN)},
    {
      "type": "multiple",
      "question": "A brace } and a bracket ] and a \\" quote"
    }, { "type": "none" },

    7
  ]
}`;
    expect(importOpenTriviaDb(file, NOTHING).refused).toEqual([
      { line: 5, reason: 'difficulty: must be a text' },
      { line: 8, reason: 'type: must be multiple or boolean' },
      { line: 10, reason: 'must be an object' },
    ]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['another type', { type: 'open' }, 'type: must be multiple or boolean'],
    ['another difficulty', { difficulty: 'extreme' }, 'difficulty: must be easy, medium or hard'],
    ['no category', { category: '' }, 'category: must be lower-case words joined by hyphens, at most 40 characters'],
    ['a category that is no text', { category: 7 }, 'category: must be a text'],
    ['no question', { question: undefined }, 'question: must be a text'],
    ['an empty question', { question: '&nbsp;' }, 'question: must be a text'],
    ['a long question', { question: 'x '.repeat(120) }, 'question: has 239 characters, at most 200 are allowed'],
    ['no right answer', { correct_answer: null }, 'correct_answer: must be a text'],
    ['too few wrong answers', { incorrect_answers: ['a', 'b'] }, 'incorrect_answers: must be an array of 3'],
    ['a text for wrong answers', { incorrect_answers: 'abc' }, 'incorrect_answers: must be an array of 3'],
    ['a wrong answer that is no text', { incorrect_answers: ['a', 'b', 3] }, 'incorrect_answers[2]: must be a text'],
    ['an empty wrong answer', { incorrect_answers: ['a', ' ', 'c'] }, 'incorrect_answers[1]: must be a text'],
    [
      'a long wrong answer',
      { incorrect_answers: ['a', 'b', 'x'.repeat(81)] },
      'incorrect_answers[2]: has 81 characters, at most 80 are allowed',
    ],
    [
      'a wrong answer that is right',
      { incorrect_answers: ['a', 'b', html('Café <Ø>')] },
      'correct_answer, incorrect_answers: two are the same',
    ],
  ])('refuses %s', (_, change, reason) => {
    expect(reasonsOf(encoded(BOOLEAN, html), { ...encoded(ITEM, html), ...change })).toEqual([reason]);
  });

  test('refuses what is not encoded like the rest', () => {
    const broken = [
      fileOf(encoded(ITEM, url), { ...encoded(BOOLEAN, url), correct_answer: '%E9' }),
      fileOf(encoded(ITEM, base64), { ...encoded(BOOLEAN, base64), correct_answer: 'True!' }),
      fileOf(encoded(ITEM, base64), { ...encoded(BOOLEAN, base64), correct_answer: '6Q==' }),
    ];
    for (const file of broken) {
      expect(importOpenTriviaDb(file, NOTHING).refused).toEqual([
        { line: 1, reason: 'correct_answer: is not encoded like the others' },
      ]);
    }
  });

  test('refuses what stands in the file twice or is asked already, but takes what was imported before', () => {
    const file = JSON.stringify({ results: [ITEM, { ...ITEM, difficulty: 'easy' }] }, null, 1);
    const { questions, refused } = importOpenTriviaDb(file, NOTHING);
    expect(refused).toEqual([{ line: 15, reason: 'question: line 3 has the same' }]);
    const text = ITEM.question.toLowerCase();
    expect(importOpenTriviaDb(fileOf(ITEM), new Map([[text, 'a-cafe']])).refused).toEqual([
      { line: 1, reason: 'question: the bank asks it already, as a-cafe' },
    ]);
    expect(importOpenTriviaDb(fileOf(ITEM), new Map([[text, questions[0]?.id ?? '']])).questions).toEqual(questions);
  });

  test.each([
    ['no JSON', '{"results": [', /^not JSON: /],
    ['a JSON text', '"results"', /^results: must be an array$/],
    ['null', 'null', /^results: must be an array$/],
    ['no results', '{"response_code":0}', /^results: must be an array$/],
    ['too few questions', '{"response_code":1,"results":[]}', /^response_code: 1: it had too few questions$/],
    ['too many requests', '{"response_code":5,"results":[]}', /^response_code: 5: it was asked too often$/],
    ['another failure', '{"response_code":99,"results":[]}', /^response_code: 99: means no success$/],
  ])('refuses a file with %s', (_, file, reason) => {
    expect(importOpenTriviaDb(file, NOTHING)).toEqual({
      questions: [],
      refused: [{ line: 1, reason: expect.stringMatching(reason) }],
    });
  });

  test('takes an answer without questions for what it is', () => {
    expect(importOpenTriviaDb('\uFEFF{"response_code":0,"results":[]}', NOTHING)).toEqual({
      questions: [],
      refused: [],
    });
  });
});

import { describe, expect, test } from '@jest/globals';
import { problemsOf } from '../bank.ts';
import { importCsv } from './csv.ts';

const HEADER = 'category,text,right,wrong1,wrong2,wrong3';
const NOTHING = new Map<string, string>();

const refusedOf = (...rows: string[]): readonly string[] =>
  importCsv([HEADER, ...rows].join('\n'), NOTHING).refused.map(({ line, reason }) => `${line}: ${reason}`);

describe('importCsv', () => {
  test('takes what a bank may hold', () => {
    const file = `id,difficulty,locale,${HEADER}
acme-1,5,fr,Histoire,Qui a peint La Joconde ?,Léonard de Vinci,Raphaël,Titien,Michel-Ange
,,,Science: Computers,"Which is ""a byte""?",8 bits,4 bits,,
`;
    const { questions, refused } = importCsv(file, NOTHING);
    expect(refused).toEqual([]);
    expect(questions.flatMap(problemsOf)).toEqual([]);
    expect(questions).toEqual([
      expect.objectContaining({ id: 'acme-1', category: 'histoire', difficulty: 5, locale: 'fr' }),
      expect.objectContaining({
        category: 'science-computers',
        text: 'Which is "a byte"?',
        difficulty: 3,
        locale: 'en',
      }),
    ]);
    expect(questions.map(({ options, rightChoice }) => options[rightChoice])).toEqual(['Léonard de Vinci', '8 bits']);
    expect(questions.map(({ options }) => [...options].sort())).toEqual([
      ['Léonard de Vinci', 'Michel-Ange', 'Raphaël', 'Titien'],
      ['4 bits', '8 bits'],
    ]);
  });

  test('finds the columns by their names, and reads a byte order mark and the line ends of every system', () => {
    const one = importCsv('wrong1,right,text,category\nno,yes,Is it?,logic\n', NOTHING);
    const other = importCsv('\uFEFFCategory, Text ,Right,Wrong1\r\nlogic,Is it?,yes,no\r\n', NOTHING);
    expect(other).toEqual(one);
    expect(one.questions).toHaveLength(1);
    expect(importCsv('category,text,right,wrong1\rlogic,Is it?,yes,no\r', NOTHING)).toEqual(one);
  });

  test('gives the same text the same id and the same order, whatever its case and spacing', () => {
    const ids = ['Is it?', ' is  IT? '].map((text) => importCsv(`${HEADER}\na,${text},b,c,d,e`, NOTHING).questions[0]);
    expect(ids[0]?.id).toMatch(/^import-[0-9a-f]{24}$/);
    expect(ids[1]).toEqual({ ...ids[0], text: 'is IT?' });
  });

  test('puts the right option at every place', () => {
    const rows = Array.from({ length: 200 }, (_, index) => `a,Question ${index}?,b,c,d,e`);
    const { questions } = importCsv([HEADER, ...rows].join('\n'), NOTHING);
    const places = [0, 1, 2, 3].map((place) => questions.filter(({ rightChoice }) => rightChoice === place).length);
    expect(Math.min(...places)).toBeGreaterThan(30);
  });

  test('counts lines as an editor does, over quoted line breaks and empty lines', () => {
    const rows = ['a,"A text', 'of two lines?",b,c,d,e', '', ',Which?,b,c,d,e', '', 'a,,b,c,d,e'];
    for (const end of ['\n', '\r\n', '\r']) {
      const { questions, refused } = importCsv([HEADER, ...rows].join(end), NOTHING);
      expect(questions.map(({ text }) => text)).toEqual(['A text of two lines?']);
      expect(refused.map(({ line }) => line)).toEqual([5, 7]);
    }
  });

  test.each([
    ['no category', ',Which?,b,c,d,e', 'category: must be lower-case words joined by hyphens, at most 40 characters'],
    ['no text', 'a,,b,c,d,e', 'text: must be a text'],
    ['a long text', `a,${'x'.repeat(201)},b,c,d,e`, 'text: has 201 characters, at most 200 are allowed'],
    ['no right option', 'a,Which?,,c,d,e', 'right: must be a text'],
    ['no wrong option', 'a,Which?,b,,,', 'wrong1: must be a text'],
    ['a gap between wrong options', 'a,Which?,b,c,,e', 'wrong2: must be a text'],
    ['a long wrong option', `a,Which?,b,c,${'x'.repeat(81)},e`, 'wrong2: has 81 characters, at most 80 are allowed'],
    ['a wrong option that is right', 'a,Which?,b,c,B,e', 'right, wrong1 to wrong3: two are the same'],
    ['too few fields', 'a,Which?,b,c', 'has 4 fields, the first row has 6'],
    ['too many fields', 'a,Which?,b,c,d,e,f', 'has 7 fields, the first row has 6'],
  ])('refuses %s', (_, row, reason) => {
    expect(refusedOf('a,Sound?,b,c,d,e', row)).toEqual([`3: ${reason}`]);
  });

  test.each([
    ['id', 'Not An Id', 'id: must be lower-case words and numbers joined by hyphens, at most 80 characters'],
    ['difficulty', '6', 'difficulty: must be a whole number from 1 to 5'],
    ['difficulty', 'hard', 'difficulty: must be a whole number from 1 to 5'],
    ['locale', 'english', 'locale: must be a canonical BCP 47 tag, such as en or pt-BR'],
  ])('refuses the %s %s', (column, value, reason) => {
    const { refused } = importCsv(`${HEADER},${column}\na,Which?,b,c,d,e,${value}`, NOTHING);
    expect(refused).toEqual([{ line: 2, reason }]);
  });

  test('refuses a row with broken quotes, and reads on behind it', () => {
    const { questions, refused } = importCsv(`${HEADER}\na,Which "one,b,c,d,e\na,Sound?,b,c,d,e`, NOTHING);
    expect(refused).toEqual([{ line: 2, reason: expect.stringMatching(/^not CSV: Invalid Opening Quote/) }]);
    expect(questions.map(({ text }) => text)).toEqual(['Sound?']);
  });

  test('refuses what stands in the file twice, by text and by id', () => {
    expect(refusedOf('a,Which?,b,c,d,e', 'a,Sound?,b,c,d,e', 'a,WHICH?,f,g,h,i')).toEqual([
      '4: text: line 2 has the same',
    ]);
    const { refused } = importCsv(`${HEADER},id\na,One?,b,c,d,e,one\na,Two?,b,c,d,e,one`, NOTHING);
    expect(refused).toEqual([{ line: 3, reason: 'id: line 2 has the same' }]);
  });

  test('refuses what the bank asks already, but takes what was imported before', () => {
    const file = `${HEADER}\na,Which?,b,c,d,e`;
    const [question] = importCsv(file, NOTHING).questions;
    expect(importCsv(file, new Map([['which?', 'capital-of-what']])).refused).toEqual([
      { line: 2, reason: 'text: the bank asks it already, as capital-of-what' },
    ]);
    expect(importCsv(file, new Map([['which?', question?.id ?? '']])).questions).toEqual([question]);
  });

  test.each([
    ['', 'the file is empty'],
    ['category,text,right', 'the first row names no column wrong1'],
    [`${HEADER},wrong4`, 'the first row has an unknown column wrong4'],
    [`${HEADER},text`, 'the first row names a column twice'],
  ])('refuses a file that begins with %j', (header, reason) => {
    expect(importCsv(`${header}\na,Which?,b,c,d,e`.trim(), NOTHING).refused).toEqual([
      { line: 1, reason: header === '' ? expect.stringMatching(/^the first row names no column/) : reason },
    ]);
    expect(importCsv('', NOTHING).refused).toEqual([{ line: 1, reason: 'the file is empty' }]);
  });
});

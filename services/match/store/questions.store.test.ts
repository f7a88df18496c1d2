import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { BankQuestion } from '../questions/bank.ts';
import { openTestDatabase, type OpenedDatabase } from '../../../test/support/match-database.ts';
import { Questions } from './questions.ts';

let opened: OpenedDatabase;
let questions: Questions;
beforeAll(async () => {
  opened = await openTestDatabase();
  questions = new Questions(opened.pool);
}, 30_000);
afterAll(() => opened?.close());

const question = (id: string, text = `What is ${id}?`): BankQuestion => ({
  id,
  category: 'numbers',
  text,
  options: ['a', 'b', 'c', 'd'],
  rightChoice: 2,
  difficulty: 3,
  locale: 'en',
});

test('The bank is what was loaded last: new ones come, changed ones change, others go.', async () => {
  await questions.replace([question('one'), question('two')]);
  await questions.replace([question('two', 'Two?'), question('three')]);

  const all = await questions.draw(2, 'en');
  expect([...all].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([question('three'), question('two', 'Two?')]);
});

test('A draw repeats nothing, and is another one each time.', async () => {
  await questions.replace(Array.from({ length: 50 }, (_, index) => question(`q${index}`)));
  const draws = await Promise.all(Array.from({ length: 10 }, () => questions.draw(30, 'en')));

  for (const draw of draws) expect(new Set(draw.map(({ id }) => id)).size).toBe(30);
  expect(new Set(draws.map((draw) => draw.map(({ id }) => id).join())).size).toBe(10);
});

test('A bank that is too small says so.', async () => {
  await questions.replace([question('one')]);

  await expect(questions.draw(2, 'en')).rejects.toThrow('holds 1 questions, 2 are needed');
});

test('Questions that were added stay when what ships is brought up to date, and are corrected by adding them again.', async () => {
  await questions.replace([question('shipped')]);
  expect(await questions.add([question('added'), question('more')], 'CC-BY-SA-4.0')).toBe(2);
  expect(await questions.add([question('added', 'Better?'), question('new')], 'CC-BY-SA-4.0')).toBe(1);
  await questions.replace([question('other')]);

  const texts = await questions.texts();
  expect([...texts].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
    { id: 'added', text: 'Better?' },
    { id: 'more', text: 'What is more?' },
    { id: 'new', text: 'What is new?' },
    { id: 'other', text: 'What is other?' },
  ]);
});

test('What ships is not overwritten by what is added under its id, and takes the place of it when it comes later.', async () => {
  await questions.replace([question('shipped')]);
  expect(await questions.add([question('shipped', 'Mine?'), question('later', 'Mine too?')], 'CC0-1.0')).toBe(1);
  await questions.replace([question('shipped'), question('later')]);
  await questions.replace([question('shipped')]);

  expect(await questions.texts()).toEqual(expect.arrayContaining([{ id: 'shipped', text: 'What is shipped?' }]));
  expect((await questions.texts()).map(({ id }) => id)).not.toContain('later');
});

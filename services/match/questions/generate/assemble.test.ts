import { expect, test } from '@jest/globals';
import { assemble } from './assemble.ts';
import type { BankQuestion } from '../bank.ts';
import type { Draft, Template } from './template.ts';

const draft = (key: string, change: Partial<Draft> = {}): Draft => ({
  key,
  text: `Which is it, ${key}?`,
  right: 'right',
  wrong: [
    ['near', 'close'],
    ['far', 'away', 'beyond'],
  ],
  difficulty: 3,
  ...change,
});

const numbered = Array.from({ length: 20 }, (_, index) => draft(`n${index}`));

const template = (drafts: readonly Draft[], most = 100): Template<null> => ({
  name: 'number',
  category: 'mathematics',
  most,
  drafts: () => drafts,
});

const made = (drafts: readonly Draft[], seed = 'seed', most = 100): readonly BankQuestion[] =>
  assemble(template(drafts, most), null, seed, new Set());

test('A question has the right option and three wrong ones, from the nearest group as far as that goes.', () => {
  const [question] = made([draft('one')]);
  expect(question).toMatchObject({
    id: 'number-one',
    category: 'mathematics',
    text: 'Which is it, one?',
    difficulty: 3,
    locale: 'en',
    template: 'number',
  });
  expect(question?.options).toHaveLength(4);
  expect(question?.options).toEqual(expect.arrayContaining(['right', 'near', 'close']));
  expect(question?.options[question.rightChoice]).toBe('right');
});

test('The same data and seed make the same question, whatever others there are; another seed makes another.', () => {
  expect(made(numbered)).toEqual(made(numbered));
  expect(made(numbered.slice(7))).toEqual(made(numbered).slice(7));
  expect(made(numbered, 'other')).not.toEqual(made(numbered));
});

test('Two wrong options are enough, one is not; the right one is no wrong one, whatever its case.', () => {
  expect(made([draft('one', { wrong: [['two', 'three', 'Right']] })])[0]?.options).toHaveLength(3);
  expect(made([draft('one', { wrong: [['two', 'Right', 'two']] })])).toEqual([]);
});

test('A text that is asked already is not asked again.', () => {
  const taken = new Set(['which is it, one?']);
  const drafts = [draft('one'), draft('two'), draft('three', { text: 'WHICH  is it, two?' })];
  expect(assemble(template(drafts), null, '', taken).map(({ id }) => id)).toEqual(['number-two']);
});

test('A question that says its answer is left out, unless it says the other options as well.', () => {
  const text = 'What is the capital of the Province of Leinster?';
  const wrong = [['Cork', 'Galway', 'Limerick']];
  expect(made([draft('one', { text, right: 'Leinster Town', wrong })])).toEqual([]);
  expect(
    made([draft('one', { text, right: 'Leinster Town', wrong: [['Leinster City', 'Cork', 'Galway']] })]),
  ).toHaveLength(1);
});

test('Of more questions than are wanted, those at even distances are taken.', () => {
  const keys = made(numbered.slice(0, 10), 'seed', 5).map(({ id }) => id);
  expect(keys).toEqual([0, 2, 4, 6, 8].map((index) => `number-n${index}`));
});

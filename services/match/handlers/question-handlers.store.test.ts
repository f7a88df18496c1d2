import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { openTestDatabase, type OpenedDatabase } from '../../../test/support/match-database.ts';
import { BankQuestion, ListQuestionsRequest } from '../../../gen/playmesh/match/v1/question_service.ts';
import { ApiError } from '../../harness/errors.ts';
import type { Call } from '../../harness/grpc/service.ts';
import { EditedQuestions } from '../store/edited-questions.ts';
import { Questions } from '../store/questions.ts';
import { questionHandlers } from './question-handlers.ts';

let database: OpenedDatabase;
let questions: Questions;
let host: ReturnType<typeof questionHandlers>;
beforeAll(async () => {
  database = await openTestDatabase();
  questions = new Questions(database.pool);
  host = questionHandlers(new EditedQuestions(database.pool, () => questions.forget()));
}, 60_000);
afterAll(() => database?.close());
beforeEach(async () => {
  await questions.replace([]);
  await database.admin.query('delete from question');
});

const call = {} as Call;
const asked = (change: Partial<BankQuestion> = {}): BankQuestion =>
  BankQuestion.fromPartial({
    category: 'geography',
    locale: 'en',
    text: 'What is the capital of France?',
    options: ['Lyon', 'Paris', 'Nice'],
    rightChoice: 1,
    difficulty: 2,
    licence: 'CC0-1.0',
    ...change,
  });
const add = async (change: Partial<BankQuestion> = {}): Promise<BankQuestion> =>
  (await host.addQuestion({ question: asked(change) }, call)).question!;
const list = async (change: Partial<ListQuestionsRequest> = {}) => {
  const { questions: page, nextPageToken } = await host.listQuestions(ListQuestionsRequest.fromPartial(change), call);
  return { ids: page.map(({ questionId }) => questionId), nextPageToken };
};
const refusal = async (calling: Promise<unknown>): Promise<ApiError> => {
  const error: unknown = await calling.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
};
const violations = async (calling: Promise<unknown>) => (await refusal(calling)).options.violations;

test('A question that was added is drawn at once, and adding it again changes nothing.', async () => {
  await expect(questions.draw(1, 'en')).rejects.toThrow('holds 0 questions');
  const added = await add();
  expect(added).toEqual({ ...asked(), questionId: added.questionId });
  expect(await questions.draw(1, 'en')).toMatchObject([{ id: added.questionId, text: added.text, rightChoice: 1 }]);

  expect(await add()).toEqual(added);
  expect((await list()).ids).toEqual([added.questionId]);
});

test('A question that is there already is not asked a second time, nor changed by adding another.', async () => {
  const { questionId } = await add();
  for (const again of [
    { questionId: 'another-id', text: 'what is  the capital of FRANCE?' },
    { questionId, text: 'What is the capital of Italy?' },
    { questionId, licence: 'CC-BY-4.0' },
  ]) {
    const error = await refusal(add(again));
    expect(error.reason).toBe('QUESTION_EXISTS');
    expect(error.options.metadata).toEqual({ question_id: questionId });
  }
  expect((await add({ locale: 'de' })).questionId).not.toBe(questionId); // the same words in another language
});

test.each<[string, Partial<BankQuestion>, string]>([
  ['no text', { text: '' }, 'question.text'],
  ['an option twice', { options: ['Paris', 'paris'] }, 'question.options'],
  ['an empty option', { options: ['Paris', ''] }, 'question.options[1]'],
  ['a right choice that is none', { rightChoice: 3 }, 'question.right_choice'],
  ['no difficulty', { difficulty: 0 }, 'question.difficulty'],
  ['no language', { locale: '' }, 'question.locale'],
  ['an id with spaces', { questionId: 'the capital' }, 'question.question_id'],
  ['no licence', { licence: ' ' }, 'question.licence'],
])('A question with %s is refused by its field.', async (_, change, field) => {
  expect((await violations(add(change)))!.map((violation) => violation.field)).toEqual([field]);
});

test('A retired question is drawn no more, stays readable and so through the next start, and can be restored.', async () => {
  const shipped = { id: 'shipped', category: 'music', text: 'Which?', options: ['a', 'b'], rightChoice: 0 };
  await questions.replace([{ ...shipped, difficulty: 3, locale: 'en' }]);
  const { question } = await host.retireQuestion({ questionId: 'shipped' }, call);
  expect(question!.retireTime).toBeInstanceOf(Date);
  await expect(questions.draw(1, 'en')).rejects.toThrow('holds 0 questions');
  await questions.replace([{ ...shipped, difficulty: 3, locale: 'en' }]);
  await expect(questions.draw(1, 'en')).rejects.toThrow('holds 0 questions');
  expect((await list({ retired: true })).ids).toEqual(['shipped']);
  expect((await host.retireQuestion({ questionId: 'shipped' }, call)).question).toEqual(question);

  expect((await host.restoreQuestion({ questionId: 'shipped' }, call)).question!.retireTime).toBeUndefined();
  expect(await questions.draw(1, 'en')).toHaveLength(1);
});

test('A translated question is asked in both languages, with the same right choice.', async () => {
  const { questionId } = await add();
  const translation = {
    locale: 'de',
    text: 'Was ist die Hauptstadt von Frankreich?',
    options: ['Lyon', 'Paris', 'Nizza'],
  };
  const { question } = await host.translateQuestion({ questionId, translation }, call);
  expect(question!.translations).toEqual([translation]);

  expect(await questions.draw(1, 'de')).toMatchObject([{ id: questionId, ...translation, rightChoice: 1 }]);
  expect(await questions.draw(1, 'en')).toMatchObject([{ id: questionId, text: asked().text }]);
  await expect(questions.draw(2, 'en')).rejects.toThrow('holds 1 questions');
  expect((await list({ locale: 'de' })).ids).toEqual([questionId]);
  expect((await list({ locale: 'fr' })).ids).toEqual([]);

  const better = { ...translation, text: 'Wie heißt die Hauptstadt von Frankreich?' };
  await host.translateQuestion({ questionId, translation: better }, call);
  expect(await questions.draw(1, 'de')).toMatchObject([{ text: better.text }]);
  await host.retireQuestion({ questionId }, call);
  await expect(questions.draw(1, 'de')).rejects.toThrow('holds 0 questions');
});

test('A translation into the question’s own language, or with other options, is refused by its field.', async () => {
  const { questionId } = await add();
  const translate = (locale: string, options: string[]) =>
    violations(host.translateQuestion({ questionId, translation: { locale, text: 'Quoi ?', options } }, call));
  expect((await translate('en', ['a', 'b', 'c']))![0]!.field).toBe('translation.locale');
  expect((await translate('fr', ['a', 'b', 'c', 'd']))![0]!.field).toBe('translation.options');
  expect((await translate('fr_FR', ['a', 'b', 'c']))![0]!.field).toBe('translation.locale');
  expect((await translate('fr', ['a', 'a', 'c']))![0]!.field).toBe('translation.options');
});

test('Translations of a shipped question go when a release lets it say something else.', async () => {
  const shipped = { id: 'shipped', category: 'music', text: 'Which?', options: ['a', 'b'], rightChoice: 0 };
  const bank = [{ ...shipped, difficulty: 3, locale: 'en' }];
  await questions.replace(bank);
  const translation = { locale: 'de', text: 'Welches?', options: ['a', 'b'] };
  await host.translateQuestion({ questionId: 'shipped', translation }, call);
  await questions.replace(bank);
  expect(await questions.draw(1, 'de')).toHaveLength(1);
  await questions.replace([{ ...bank[0]!, options: ['b', 'a'] }]);
  await expect(questions.draw(1, 'de')).rejects.toThrow('holds 0 questions');
});

test('Questions are listed page by page, by category.', async () => {
  for (const id of ['c', 'a', 'b', 'd']) {
    await add({ questionId: id, text: `What is ${id}?`, category: id === 'd' ? 'music' : 'geography' });
  }
  const first = await list({ category: 'geography', pageSize: 2 });
  expect(first.ids).toEqual(['a', 'b']);
  expect(await list({ category: 'geography', pageSize: 2, pageToken: first.nextPageToken })).toEqual({
    ids: ['c'],
    nextPageToken: '',
  });
});

test('A question that is not there is found by no call.', async () => {
  const questionId = 'nowhere';
  const translation = { locale: 'de', text: 'Was?', options: ['a', 'b'] };
  for (const calling of [
    () => host.getQuestion({ questionId }, call),
    () => host.retireQuestion({ questionId }, call),
    () => host.restoreQuestion({ questionId }, call),
    () => host.translateQuestion({ questionId, translation }, call),
  ]) {
    expect((await refusal(Promise.resolve(calling()))).reason).toBe('NOT_FOUND');
  }
});

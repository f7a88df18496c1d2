import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type {
  BankQuestion as QuestionMessage,
  QuestionServiceDefinition,
} from '../../../gen/playmesh/match/v1/question_service.ts';
import { ApiError, Code, invalidArgument, type FieldViolation } from '../../harness/errors.ts';
import type { Handlers } from '../../harness/grpc/service.ts';
import { pageSize, readPageToken, writePageToken } from '../../harness/page-token.ts';
import { folded, problemsOf, type BankQuestion } from '../questions/bank.ts';
import type { EditedQuestion, EditedQuestions } from '../store/edited-questions.ts';
import { orUnavailable } from './visible-match.ts';

const QUESTION_ID = /^[a-z0-9-]{1,80}$/;
const MOST_LICENCE = 10_000;
/** How fields are called in messages that are called otherwise in the bank's files. */
const FIELD_NAMES: Readonly<Record<string, string>> = { id: 'question_id', rightChoice: 'right_choice' };

/** QuestionService. */
export function questionHandlers(questions: EditedQuestions): Handlers<QuestionServiceDefinition> {
  const find = async (id: string): Promise<EditedQuestion> => {
    const question = await orUnavailable(questions.find(id));
    if (!question) throw new ApiError(Code.NOT_FOUND, 'NOT_FOUND', 'There is no such question.');
    return question;
  };
  const setRetired = async (id: string, retired: boolean): Promise<{ question: QuestionMessage }> => {
    await orUnavailable(questions.setRetired(id, retired));
    return { question: questionMessage(await find(id)) };
  };

  return {
    async getQuestion({ questionId }) {
      return { question: questionMessage(await find(questionId)) };
    },

    async listQuestions(request) {
      const size = pageSize(request.pageSize, 100, 500);
      const { retired } = request;
      const filter = { category: request.category || undefined, locale: request.locale || undefined, retired };
      const after = readPageToken(request.pageToken, QUESTION_ID)?.[0];
      const rows = await orUnavailable(questions.list(filter, size + 1, after));
      const page = rows.slice(0, size);
      return {
        questions: page.map(questionMessage),
        nextPageToken: rows.length > size ? writePageToken(page.at(-1)!.id) : '',
      };
    },

    async addQuestion(request) {
      const { licence } = request.question!;
      const question = newQuestion(request.question!);
      const problems = violations(problemsOf(question), 'question.');
      if (licence.trim() === '' || licence.length > MOST_LICENCE) {
        const description = `must be from 1 to ${MOST_LICENCE} characters`;
        problems.push({ field: 'question.licence', description });
      }
      if (problems.length > 0) throw invalidArgument(problems);
      const same = await orUnavailable(questions.findByText(folded(question.text), question.locale));
      if (same !== undefined && same !== question.id) throw questionExists(same);
      await orUnavailable(questions.add(question, licence));
      const there = await find(question.id);
      const { id, category, ...body } = question;
      if (there.category !== category || there.licence !== licence || !isDeepStrictEqual(there.body, body))
        throw questionExists(id);
      return { question: questionMessage(there) };
    },

    retireQuestion: ({ questionId }) => setRetired(questionId, true),
    restoreQuestion: ({ questionId }) => setRetired(questionId, false),

    async translateQuestion({ questionId, translation }) {
      const question = await find(questionId);
      const { locale, text, options } = translation!;
      const { id, category, body } = question;
      const problems = violations(problemsOf({ ...body, id, category, locale, text, options }), 'translation.');
      if (locale === body.locale) {
        problems.push({ field: 'translation.locale', description: 'must not be the question’s own' });
      }
      if (options.length !== body.options.length) {
        problems.push({
          field: 'translation.options',
          description: `must be ${body.options.length}, as the question has`,
        });
      }
      if (problems.length > 0) throw invalidArgument(problems);
      await orUnavailable(questions.translate(questionId, { locale, text, options }));
      return { question: questionMessage(await find(questionId)) };
    },
  };
}

/** A question as it was sent; its id follows from language and text where none was, so that a repeat is the same one. */
function newQuestion(message: QuestionMessage): BankQuestion {
  const { questionId, category, locale, text, options, rightChoice, difficulty } = message;
  const hash = createHash('sha256')
    .update(`${locale}\n${folded(text)}`)
    .digest('hex');
  const id = questionId || `added-${hash.slice(0, 24)}`;
  return { id, category, text, options, rightChoice, difficulty, locale };
}

const questionExists = (id: string): ApiError =>
  new ApiError(Code.ALREADY_EXISTS, 'QUESTION_EXISTS', 'Another question has this id, or asks this.', {
    metadata: { question_id: id },
  });

/** Problems of a question, each of which begins with the name of its field. */
const violations = (problems: readonly string[], path: string): FieldViolation[] =>
  problems.map((problem) => {
    const [, name = '', place = '', description = ''] = /^([a-zA-Z]+)(\[\d+\])?: (.*)$/s.exec(problem) ?? [];
    return { field: `${path}${FIELD_NAMES[name] ?? name}${place}`, description };
  });

function questionMessage({ id, category, body, licence, retiredAt, translations }: EditedQuestion): QuestionMessage {
  const { locale, text, options, rightChoice, difficulty } = body;
  return {
    questionId: id,
    category,
    locale,
    text,
    options: [...options],
    rightChoice,
    difficulty,
    licence: licence ?? '',
    retireTime: retiredAt ?? undefined,
    translations: translations.map((translation) => ({ ...translation, options: [...translation.options] })),
  };
}

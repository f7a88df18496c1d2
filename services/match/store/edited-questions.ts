import type { BankQuestion } from '../questions/bank.ts';
import type { Pool } from './pool.ts';

/** What a question says in another language. */
export interface Translation {
  readonly locale: string;
  readonly text: string;
  /** In the order of the question's own. */
  readonly options: readonly string[];
}

/** A question as hosts see it. */
export interface EditedQuestion {
  readonly id: string;
  readonly category: string;
  readonly body: Omit<BankQuestion, 'id' | 'category'>;
  /** Null for what ships with the service. */
  readonly licence: string | null;
  readonly retiredAt: Date | null;
  /** In the order of their locales. */
  readonly translations: readonly Translation[];
}

/** Which questions; all of them where nothing is asked for. */
export interface QuestionFilter {
  readonly category: string | undefined;
  /** That can be asked in this language. */
  readonly locale: string | undefined;
  readonly retired: boolean;
}

const COLUMNS = `
  q.question_id as id, q.category, q.body, q.licence, q.retired_at as "retiredAt",
  coalesce((
    select jsonb_agg(jsonb_build_object('locale', t.locale, 'text', t.text, 'options', to_jsonb(t.options)) order by t.locale)
    from question_translation t where t.question_id = q.question_id), '[]') as translations`;

/** The question bank as hosts read and change it. */
export class EditedQuestions {
  readonly #pool: Pool;
  readonly #changed: () => void;

  /** @param changed called after each change, so that it is drawn from here at once */
  constructor(pool: Pool, changed: () => void) {
    this.#pool = pool;
    this.#changed = changed;
  }

  /** One question. */
  async find(id: string): Promise<EditedQuestion | undefined> {
    const text = `select ${COLUMNS} from question q where q.question_id = $1`;
    return (await this.#pool.query<EditedQuestion>('question_find', text, [id]))[0];
  }

  /** Questions in the order of their ids, at most `limit` of those after one. */
  async list(filter: QuestionFilter, limit: number, after: string | undefined): Promise<readonly EditedQuestion[]> {
    const text = `
      select ${COLUMNS} from question q
      where q.question_id > $1 and ($2::text is null or q.category = $2) and (not $4 or q.retired_at is not null)
        and ($3::text is null or q.body ->> 'locale' = $3
          or exists (select from question_translation t where t.question_id = q.question_id and t.locale = $3))
      order by q.question_id limit $5`;
    const { category, locale, retired } = filter;
    const values = [after ?? '', category ?? null, locale ?? null, retired, limit];
    return this.#pool.query<EditedQuestion>('question_list', text, values);
  }

  /** The id of a question in a language that asks this text, without regard to case and spacing. */
  async findByText(text: string, locale: string): Promise<string | undefined> {
    const statement = `
      select question_id as id from question
      where body ->> 'locale' = $2 and lower(regexp_replace(body ->> 'text', '\\s+', ' ', 'g')) = $1 limit 1`;
    return (await this.#pool.query<{ id: string }>('question_by_text', statement, [text, locale]))[0]?.id;
  }

  /** Adds a question unless one has its id. */
  async add({ id, category, ...body }: BankQuestion, licence: string): Promise<void> {
    const text = `
      insert into question (question_id, category, body, licence) values ($1, $2, $3, $4)
      on conflict (question_id) do nothing`;
    await this.#pool.query('question_insert', text, [id, category, JSON.stringify(body), licence]);
    this.#changed();
  }

  /** Retires a question, or restores it, where there is one. */
  async setRetired(id: string, retired: boolean): Promise<void> {
    const text = `
      update question set retired_at = case when $2 then coalesce(retired_at, clock_timestamp()) end
      where question_id = $1`;
    await this.#pool.query('question_retire', text, [id, retired]);
    this.#changed();
  }

  /** Sets a translation of a question that is there. */
  async translate(id: string, { locale, text, options }: Translation): Promise<void> {
    const statement = `
      insert into question_translation (question_id, locale, text, options)
      select question_id, $2, $3, $4 from question where question_id = $1
      on conflict (question_id, locale) do update set text = excluded.text, options = excluded.options`;
    await this.#pool.query('question_translate', statement, [id, locale, text, options]);
    this.#changed();
  }
}

import type { BankQuestion } from '../questions/bank.ts';
import { drawFrom } from '../questions/draw.ts';
import type { Pool } from './pool.ts';

const FRESH_MS = 60_000;

/** What is drawn: by language. */
type Drawable = ReadonlyMap<string, readonly BankQuestion[]>;

/** The question bank, as duels draw from it and as files fill it; hosts change it through EditedQuestions. */
export class Questions {
  readonly #pool: Pool;
  #bank: Promise<Drawable> | undefined;
  #readAt = 0;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Draws questions in a language at random, without repeat. @throws TooFewQuestions when the bank holds fewer */
  async draw(count: number, locale: string): Promise<readonly BankQuestion[]> {
    return drawFrom((await this.#current()).get(locale) ?? [], count);
  }

  /** What was read is read anew by the next one who draws: the bank has changed. */
  forget(): void {
    this.#bank = undefined;
  }

  /** The bank as it was at most a minute ago: matches come far more often than questions do. */
  #current(): Promise<Drawable> {
    const now = performance.now();
    if (this.#bank && now - this.#readAt < FRESH_MS) return this.#bank;
    const reading = this.#read();
    this.#readAt = now;
    this.#bank = reading;
    reading.catch(() => this.forget());
    return reading;
  }

  async #read(): Promise<Drawable> {
    const text = `
      select question_id as id, category, body from question where retired_at is null
      union all
      select q.question_id, q.category,
        q.body || jsonb_build_object('locale', t.locale, 'text', t.text, 'options', to_jsonb(t.options))
      from question q join question_translation t using (question_id) where q.retired_at is null`;
    const rows = await this.#pool.query<{
      id: string;
      category: string;
      body: Omit<BankQuestion, 'id' | 'category'>;
    }>('question_read', text, []);
    const questions = rows.map(({ id, category, body }): BankQuestion => ({ id, category, ...body }));
    return Map.groupBy(questions, ({ locale }) => locale);
  }

  /**
   * Brings what ships with the service to what is given; questions that were added besides stay, and matches keep the
   * questions they were made with. Who is retired stays so; translations of a question that says something else now go.
   * Returns how many were given.
   */
  async replace(questions: readonly BankQuestion[]): Promise<number> {
    const text = `
      with bank as (
        select r.* from jsonb_to_recordset($1::jsonb) as r (id text, category text, body jsonb)
      ), gone as (
        delete from question where licence is null and question_id not in (select id from bank)
      ), stale as (
        delete from question_translation where question_id in (
          select q.question_id from question q join bank on bank.id = q.question_id where bank.body <> q.body)
      )
      insert into question (question_id, category, body) select id, category, body from bank
      on conflict (question_id) do update set category = excluded.category, body = excluded.body, licence = null`;
    await this.#pool.query('question_replace', text, [rowsOf(questions)]);
    this.forget();
    return questions.length;
  }

  /** What is asked already: the id and the text of each question. */
  async texts(): Promise<readonly { readonly id: string; readonly text: string }[]> {
    const text = `select question_id as id, body ->> 'text' as text from question`;
    return this.#pool.query<{ id: string; text: string }>('question_texts', text, []);
  }

  /**
   * Adds questions that are under a licence of their own, or corrects those that were added before; no other is changed.
   * Returns how many are new.
   */
  async add(questions: readonly BankQuestion[], licence: string): Promise<number> {
    const text = `
      with bank as (
        select r.* from jsonb_to_recordset($1::jsonb) as r (id text, category text, body jsonb)
      ), stale as (
        delete from question_translation where question_id in (
          select q.question_id from question q join bank on bank.id = q.question_id
          where bank.body <> q.body and q.licence is not null)
      )
      insert into question (question_id, category, body, licence) select id, category, body, $2 from bank
      on conflict (question_id) do update
        set category = excluded.category, body = excluded.body, licence = excluded.licence
        where question.licence is not null
      returning xmax = 0 as is_new`;
    const added = await this.#pool.query<{ is_new: boolean }>('question_add', text, [rowsOf(questions), licence]);
    this.forget();
    return added.filter(({ is_new }) => is_new).length;
  }
}

/** Questions as the statements take them apart. */
const rowsOf = (questions: readonly BankQuestion[]): string =>
  JSON.stringify(questions.map(({ id, category, ...body }) => ({ id, category, body })));

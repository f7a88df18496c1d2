import type { BankQuestion } from '../questions/bank.ts';
import { drawFrom } from '../questions/draw.ts';
import type { Pool } from './pool.ts';

const FRESH_MS = 60_000;

/** The question bank. */
export class Questions {
  readonly #pool: Pool;
  #bank: Promise<readonly BankQuestion[]> | undefined;
  #readAt = 0;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Draws questions at random, without repeat. @throws Error when the bank holds fewer. */
  async draw(count: number): Promise<readonly BankQuestion[]> {
    return drawFrom(await this.#current(), count);
  }

  /** The bank as it was at most a minute ago: matches come far more often than questions do. */
  #current(): Promise<readonly BankQuestion[]> {
    const now = performance.now();
    if (this.#bank && now - this.#readAt < FRESH_MS) return this.#bank;
    const reading = this.#read();
    this.#readAt = now;
    this.#bank = reading;
    reading.catch(() => (this.#bank = undefined)); // the next one who draws reads anew
    return reading;
  }

  async #read(): Promise<readonly BankQuestion[]> {
    const text = 'select question_id as id, category, body from question';
    const rows = await this.#pool.query<{
      id: string;
      category: string;
      body: Omit<BankQuestion, 'id' | 'category'>;
    }>('question_read', text, []);
    return rows.map(({ id, category, body }) => ({ id, category, ...body }));
  }

  /**
   * Brings what ships with the service to what is given; questions that were added besides stay, and matches keep the
   * questions they were made with. Returns how many were given.
   */
  async replace(questions: readonly BankQuestion[]): Promise<number> {
    const text = `
      with bank as (
        select r.* from jsonb_to_recordset($1::jsonb) as r (id text, category text, body jsonb)
      ), gone as (
        delete from question where licence is null and question_id not in (select id from bank)
      )
      insert into question (question_id, category, body) select id, category, body from bank
      on conflict (question_id) do update set category = excluded.category, body = excluded.body, licence = null`;
    const rows = questions.map(({ id, category, ...body }) => ({ id, category, body }));
    await this.#pool.query('question_replace', text, [JSON.stringify(rows)]);
    this.#bank = undefined;
    return rows.length;
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
      insert into question (question_id, category, body, licence)
      select r.id, r.category, r.body, $2 from jsonb_to_recordset($1::jsonb) as r (id text, category text, body jsonb)
      on conflict (question_id) do update
        set category = excluded.category, body = excluded.body, licence = excluded.licence
        where question.licence is not null
      returning xmax = 0 as is_new`;
    const rows = questions.map(({ id, category, ...body }) => ({ id, category, body }));
    const added = await this.#pool.query<{ is_new: boolean }>('question_add', text, [JSON.stringify(rows), licence]);
    this.#bank = undefined;
    return added.filter(({ is_new }) => is_new).length;
  }
}

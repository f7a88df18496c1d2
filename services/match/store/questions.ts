import type { BankQuestion } from '../questions/bank.ts';
import type { Pool } from './pool.ts';

/** The question bank. */
export class Questions {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Draws questions at random, without repeat. @throws Error when the bank holds fewer. */
  async draw(count: number): Promise<readonly BankQuestion[]> {
    const text = 'select question_id as id, category, body from question order by random() limit $1';
    const rows = await this.#pool.query<{
      id: string;
      category: string;
      body: Omit<BankQuestion, 'id' | 'category'>;
    }>('question_draw', text, [count]);
    if (rows.length < count) throw new Error(`The question bank holds ${rows.length} questions, ${count} are needed.`);
    return rows.map(({ id, category, body }) => ({ id, category, ...body }));
  }

  /** Brings the bank to what is given; matches keep the questions they were made with. Returns how many there are now. */
  async replace(questions: readonly BankQuestion[]): Promise<number> {
    const text = `
      with bank as (
        select r.* from jsonb_to_recordset($1::jsonb) as r (id text, category text, body jsonb)
      ), gone as (
        delete from question where question_id not in (select id from bank)
      )
      insert into question (question_id, category, body) select id, category, body from bank
      on conflict (question_id) do update set category = excluded.category, body = excluded.body`;
    const rows = questions.map(({ id, category, ...body }) => ({ id, category, body }));
    await this.#pool.query('question_replace', text, [JSON.stringify(rows)]);
    return rows.length;
  }
}

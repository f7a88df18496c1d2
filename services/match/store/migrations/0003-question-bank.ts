import { Migration } from '@mikro-orm/migrations';

/** Questions that were added beside those that ship, that are retired, and that say the same in other languages. */
export class QuestionBank extends Migration {
  override up(): void {
    this.addSql(`
      alter table question
        -- What one may do with a question that was added; null for what ships with the service.
        add column licence text check (licence <> ''),
        -- Since when it is not drawn any more.
        add column retired_at timestamptz`);
    this.addSql(`
      create table question_translation (
        question_id text not null references question on delete cascade,
        locale text not null,
        text text not null,
        -- In the order of the question's own: the right one has the same index.
        options text[] not null,
        primary key (question_id, locale)
      )`);
  }

  override down(): void {
    this.addSql(`drop table question_translation`);
    this.addSql(`alter table question drop column licence, drop column retired_at`);
  }
}

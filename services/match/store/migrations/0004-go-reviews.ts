import { Migration } from '@mikro-orm/migrations';

/** Records of Go that players upload. */
export class GoReviews extends Migration {
  override up(): void {
    this.addSql(`
      create table go_review (
        review_id uuid primary key,
        user_id uuid not null,
        request_id uuid not null,
        visibility text not null check (visibility in ('open', 'private')),
        created_at timestamptz not null,
        -- What lists tell of it.
        header jsonb not null,
        sgf text not null check (octet_length(sgf) <= 1048576),
        unique (user_id, request_id)
      )`);
    this.addSql(`create index go_review_open on go_review (review_id) where visibility = 'open'`);
  }

  override down(): void {
    this.addSql(`drop table go_review`);
  }
}

import { Migration } from '@mikro-orm/migrations';

/** Ratings of players by mode, and who has won most. */
export class Ratings extends Migration {
  override up(): void {
    this.addSql(`
      create table player_rating (
        user_id uuid not null,
        mode text not null,
        rating float8 not null,
        deviation float8 not null check (deviation > 0),
        volatility float8 not null check (volatility > 0),
        matches integer not null check (matches > 0),
        rated_at timestamptz(3) not null,
        primary key (user_id, mode)
      )`);
    this.addSql('create index player_mode_won_idx on player_mode (mode, won desc, user_id)');
  }
}

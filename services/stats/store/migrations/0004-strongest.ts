import { Migration } from '@mikro-orm/migrations';

/** Who is strongest can be listed. */
export class Strongest extends Migration {
  override up(): void {
    this.addSql('create index player_rating_rating_idx on player_rating (mode, rating desc, user_id)');
  }
}

import { Migration } from '@mikro-orm/migrations';

/**
 * Modes can share ratings. player_rating.mode holds what players are rated in, which was the mode and often is; null in
 * player_mode says that it is, for replicas that know nothing of this yet.
 */
export class SharedRatings extends Migration {
  override up(): void {
    this.addSql('alter table player_mode add column rated_as text');
  }
}

import { Migration } from '@mikro-orm/migrations';

/** Questions that were imported are kept apart from those that ship: they have a licence of their own. */
export class Licences extends Migration {
  override up(): void {
    this.addSql(`
      alter table question
        -- What one may do with an imported question; null for what ships with the service.
        add column licence text check (licence <> '')`);
  }

  override down(): void {
    this.addSql(`alter table question drop column licence`);
  }
}

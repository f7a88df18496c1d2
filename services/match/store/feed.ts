import type { Database } from '../../harness/store/database.ts';
import { MatchEntity, type MatchRow } from './entities.ts';
import type { Pool } from './pool.ts';

/** Finished matches in the order in which they became visible, for those who count them. */
export class Feed {
  readonly #pool: Pool;
  readonly #database: Database;

  constructor(pool: Pool, database: Database) {
    this.#pool = pool;
    this.#database = database;
  }

  /** Gives numbers to matches that have finished since; any replica may, as often as it likes. */
  async number(): Promise<void> {
    await this.#pool.query('feed_number', 'select number_finished()', []);
  }

  async read(afterNumber: number, limit: number): Promise<MatchRow[]> {
    return this.#database.use((em) =>
      em.find(MatchEntity, { feedNumber: { $gt: afterNumber } }, { orderBy: { feedNumber: 'asc' }, limit }),
    );
  }
}

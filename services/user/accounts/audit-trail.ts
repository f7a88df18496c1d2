import type { Database } from '../../harness/store/database.ts';
import type { RecordedEvent } from '../domain/audit.ts';
import { listEvents, type AuditFilter } from '../store/audit.ts';

/** What happened to accounts, for operators to read. */
export class AuditTrail {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Latest first, at most `limit` lines of those before one. */
  list(
    filter: AuditFilter,
    limit: number,
    before: Pick<RecordedEvent, 'id' | 'createTime'> | undefined,
  ): Promise<readonly RecordedEvent[]> {
    return this.#database.use((em) => listEvents(em, filter, limit, before));
  }
}

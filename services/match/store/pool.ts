import pg from 'pg';
import { databaseAway } from '../../harness/store/database.ts';
import type { Logger } from '../../harness/log.ts';

const QUERY_TIMEOUT_MS = 3_000;

/** Thrown when the server did not answer in time. */
export class UnansweredError extends Error {}

/** Thrown when the server warned while it stored rows: on a standby's cancelled wait it says success all the same. */
export class WarnedError extends Error {}

/**
 * Connections for the statements of the hot path and the server-side functions. A statement that is not answered within
 * 3 s takes its connection with it: its outcome is unknown, and nothing later may be mistaken for its answer.
 */
export class Pool {
  readonly #pool: pg.Pool;
  readonly #warned = new WeakSet<pg.PoolClient>();

  constructor(url: string, maxConnections: number, log: Logger) {
    this.#pool = new pg.Pool({
      connectionString: url,
      max: maxConnections,
      // Statements are prepared once and cost less than their planning, which the planner's own rule would do each time.
      options: '-c plan_cache_mode=force_generic_plan',
      connectionTimeoutMillis: 2_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 1_000,
    });
    this.#pool.on('error', (error) => log.warn({ cause: error.message }, 'a database connection was lost'));
    this.#pool.on('connect', (client) => {
      // The pool listens to idle connections only; one that breaks under a statement would end the process, though the
      // statement itself is told of it.
      client.on('error', () => {});
      client.on('notice', (notice) => {
        if (notice.severity === 'WARNING') this.#warned.add(client);
      });
    });
  }

  /** Runs one autocommit statement. @throws what the database or the connection says, or WarnedError after a warning. */
  async query<Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    const client = await this.#pool.connect();
    let timer: NodeJS.Timeout | undefined;
    try {
      this.#warned.delete(client);
      const timeout = new Promise<never>((_, reject) => {
        timer = setTimeout(
          () => reject(new UnansweredError(`The database did not answer ${name} within ${QUERY_TIMEOUT_MS} ms.`)),
          QUERY_TIMEOUT_MS,
        );
      });
      const { rows } = await Promise.race([client.query<Row>({ name, text, values }), timeout]);
      if (this.#warned.has(client)) throw new WarnedError(`The database warned about ${name}.`);
      client.release();
      return rows;
    } catch (error) {
      // A statement that the server refused leaves a sound connection; after anything else it is thrown away.
      client.release(error instanceof pg.DatabaseError && !error.code?.startsWith('57') ? undefined : true);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

/** True when an error says that nobody knows what became of a statement, or that the database could not be reached. */
export const outcomeIsUnknown = (error: unknown): boolean =>
  error instanceof UnansweredError || error instanceof WarnedError || databaseAway(error);

import { MikroORM, type EntitySchema } from '@mikro-orm/core';
import { Migrator, type Migration } from '@mikro-orm/migrations';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { EventEmitter } from 'node:events';
import type { Client, DatabaseError, Pool, PoolClient } from 'pg';
import { outcomeUnknown } from '../errors.ts';

export type { EntityManager };

const CONNECT_TIMEOUT_MS = 3_000;

/** Whoever waits for longer is told so; the connection is left to the server, which may only be standing still. */
const ANSWER_MS = 5_000;

/** A migration, by the name that it is recorded under; names sort in the order of their application. */
export interface NamedMigration {
  readonly name: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly class: new (...args: any[]) => Migration;
}

export interface DatabaseOptions {
  /** A postgres URL, TCP or unix socket, of the service's own role; its search_path is the service's own schema. */
  readonly url: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly entities: readonly EntitySchema<any, any>[];
  readonly migrations: readonly NamedMigration[];
  readonly maxConnections: number;
  /**
   * How long a transaction may wait for a lock, or for this process, in milliseconds; without it for ever. A replica
   * that stands still in the middle of one would else hold up all others.
   */
  readonly patienceMs?: number;
}

/** A service's database: its entities, and its migrations. */
export class Database {
  readonly #orm: MikroORM<PostgreSqlDriver>;

  constructor(orm: MikroORM<PostgreSqlDriver>) {
    this.#orm = orm;
  }

  /** An entity manager of its own for one call; it is never kept for longer, since it remembers all that it read. */
  fork(): EntityManager {
    return this.#orm.em.fork();
  }

  /**
   * Works with an entity manager of its own.
   * @throws ApiError OUTCOME_UNKNOWN when the database is away, or silent for 5 s; the work may yet take effect then
   */
  async use<T>(work: (em: EntityManager) => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(outcomeUnknown(undefined, 'no answer for 5 s')), ANSWER_MS);
    });
    try {
      return await Promise.race([work(this.fork()), silence]);
    } catch (error) {
      throw databaseAway(error) || undoneByOthers(error) ? outcomeUnknown(undefined, String(error)) : error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Works in one transaction, undone by whatever `work` throws. @throws ApiError OUTCOME_UNKNOWN as `use` */
  transact<T>(work: (em: EntityManager) => Promise<T>): Promise<T> {
    return this.use((em) => em.transactional((inner) => work(inner)));
  }

  /** Applies what migrations are missing, under a lock: several may be started at once. */
  async migrate(): Promise<readonly string[]> {
    return this.fork().transactional(async (em) => {
      await em.execute('set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0');
      await em.execute(`select pg_advisory_xact_lock(hashtext('migrations of ' || current_schema()))`);
      const applied = await this.#orm.migrator.up({ transaction: em.getTransactionContext<unknown>()! });
      return applied.map(({ name }) => name);
    });
  }

  /**
   * A newer schema is accepted, since replicas of two versions run side by side during an upgrade.
   * @throws Error when the schema lacks a migration that this code needs.
   */
  async checkMigrated(): Promise<void> {
    const pending = await this.#orm.migrator.getPending();
    if (pending.length > 0)
      throw new Error(`The schema lacks ${pending.map(({ name }) => name).join(', ')}; run migrate.ts.`);
  }

  async close(): Promise<void> {
    await this.#orm.close(true);
  }
}

/** Connects to a service's database. @throws what the driver throws when it cannot be reached. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { patienceMs } = options;
  const orm = await MikroORM.init({
    driver: PostgreSqlDriver,
    ...connection(options.url),
    entities: [...options.entities],
    extensions: [Migrator],
    migrations: {
      migrationsList: [...options.migrations],
      transactional: true,
      allOrNothing: true,
      snapshot: false,
      silent: true,
    },
    pool: { min: 0, max: options.maxConnections },
    driverOptions: {
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true, // finds a server that is gone without a word
      onPoolCreated: letGoOfLostConnections,
      ...(patienceMs && { lock_timeout: patienceMs, idle_in_transaction_session_timeout: patienceMs }),
    },
    discovery: { warnWhenNoEntities: false },
    forceUtcTimezone: true,
  });
  // The migrator alone does not go by the search_path: unless told, it would write to `public`, which is closed.
  const [row] = await orm.em.fork().execute<{ schema: string }[]>('select current_schema() as schema');
  orm.config.set('migrations', { ...orm.config.get('migrations'), tableName: `${row!.schema}.migrations` });
  return new Database(orm as MikroORM<PostgreSqlDriver>);
}

/**
 * Gives a connection that ends in the middle of a transaction back to its pool. The ORM does so only after a rollback,
 * which on such a connection cannot succeed, and would lose one place of the pool by each, until none is left.
 */
function letGoOfLostConnections(pool: Pool): void {
  const lent = new Set<PoolClient>();
  pool.on('acquire', (client) => lent.add(client));
  pool.on('release', (_, client) => lent.delete(client));
  pool.on('connect', (client) => {
    // The pool listens to idle connections only; one that breaks while it is lent would end the process.
    client.on('error', () => {});
    // What PostgreSQL says before it ends a connection answers the statement under way, whose borrower gives the connection
    // back before its end has come; the next one must not get it.
    const underneath = client as unknown as Client & { readonly connection: EventEmitter };
    underneath.connection.on('errorMessage', ({ severity }: DatabaseError) => {
      if (severity === 'FATAL' || severity === 'PANIC') void underneath.end();
    });
    client.once('end', () => {
      if (!lent.has(client)) return;
      client.release(true);
      client.release = () => {}; // the borrower may still give it back as well
    });
  });
}

const AWAY_CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'], // Node's, of a connection that broke a moment ago
  ...['57P01', '57P02', '57P03', '53300', '25P03'], // shutting down, crashed, starting up, full, idled too long
]);

/**
 * True when an error says that the database could not be reached or went away meanwhile, so that nobody knows whether
 * a statement took effect (PostgreSQL's error classes 08 and 57P, and the driver's own words where it has no code).
 */
export function databaseAway(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as { code?: unknown };
    if (typeof code === 'string') return AWAY_CODES.has(code) || code.startsWith('08');
    if (/Connection terminated|timeout exceeded when trying to connect|Client has encountered/.test(cause.message)) {
      return true;
    }
  }
  return false;
}

/** True when PostgreSQL has undone a transaction in favour of others: a deadlock, a race, or a lock that did not come. */
const undoneByOthers = (error: unknown): boolean =>
  ['40001', '40P01', '55P03'].includes((error as { code?: string } | undefined)?.code ?? '');

/** MikroORM reads a URL itself, but not one that names a unix socket by `?host=` and has no host of its own. */
function connection(url: string) {
  const parsed = new URL(url.replace(/^(\w+:\/\/[^/@]*@)\//, '$1localhost/'));
  const socket = parsed.searchParams.get('host');
  return {
    dbName: decodeURIComponent(parsed.pathname.slice(1)),
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    host: socket ?? parsed.hostname,
    port: Number(parsed.port || parsed.searchParams.get('port') || 5432),
  };
}

import { MikroORM, type EntitySchema } from '@mikro-orm/core';
import { Migrator, type Migration } from '@mikro-orm/migrations';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import type { EntityManager } from '@mikro-orm/postgresql';

export type { EntityManager };

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
}

/** A service's database: its entities, and its migrations. */
export class Database {
  readonly #orm: MikroORM<PostgreSqlDriver>;

  constructor(orm: MikroORM<PostgreSqlDriver>) {
    this.#orm = orm;
  }

  /** An entity manager of its own for one call; it is never kept for longer, since it remembers all that it read. */
  fork(): EntityManager {
    return this.#orm.em.fork() as EntityManager;
  }

  /** Applies what migrations are missing, under a lock: several may be started at once. */
  async migrate(): Promise<readonly string[]> {
    const applied = await this.#orm.migrator.up();
    return applied.map(({ name }) => name);
  }

  /** @throws Error when the schema is older or newer than this code; a service must not start on it. */
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
  const orm = await MikroORM.init({
    driver: PostgreSqlDriver,
    ...connection(options.url),
    entities: [...options.entities],
    extensions: [Migrator],
    migrations: {
      migrationsList: [...options.migrations],
      tableName: 'migrations',
      transactional: true,
      allOrNothing: true,
      snapshot: false,
    },
    pool: { min: 0, max: options.maxConnections },
    discovery: { warnWhenNoEntities: false },
    forceUtcTimezone: true,
  });
  return new Database(orm as MikroORM<PostgreSqlDriver>);
}

/** MikroORM reads a URL itself, but not one that names a unix socket by `?host=`. */
function connection(url: string) {
  const parsed = new URL(url);
  const socket = parsed.searchParams.get('host');
  return {
    dbName: decodeURIComponent(parsed.pathname.slice(1)),
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    host: socket ?? parsed.hostname,
    port: Number(parsed.port || parsed.searchParams.get('port') || 5432),
  };
}

import { randomBytes } from 'node:crypto';
import { withClient } from '../../local/postgres.ts';
import { databaseUrl, prepareRoles, serviceUrl, type DatabaseService } from '../../local/roles.ts';
import { postgresVariable } from './postgres.ts';

/** A database for one test file. */
export type TestDatabase = {
  /** The service's own role, whose search_path is its schema, as in production. */
  readonly url: string;
  /** The superuser in the same database, for looking at what the service must not see. */
  readonly adminUrl: string;
  /** Drops it, whoever is still connected. */
  stop(): Promise<void>;
};

/** The roles belong to the run's server, so every test database has the same passwords. */
const passwords = { user: 'user-password', match: 'match-password', stats: 'stats-password' };

/** An empty database with role and schema of a service, on the run's PostgreSQL (jest project `store`). */
export async function startDatabase(service: DatabaseService): Promise<TestDatabase> {
  const server = process.env[postgresVariable];
  if (!server)
    throw new Error('No PostgreSQL was started: name the test x.store.test.ts, or run it in project `store`.');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await prepareRoles(server, name, passwords);
  return {
    url: serviceUrl(server, name, service, passwords[service]),
    adminUrl: databaseUrl(server, name),
    stop: () => withClient(server, async (client) => void (await client.query(`drop database ${name} with (force)`))),
  };
}

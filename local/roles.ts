import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { withClient } from './postgres.ts';

/** The services that own a schema, with the role each connects as. */
export const databaseRoles = {
  user: { role: 'playmesh_user', schema: 'users' },
  match: { role: 'playmesh_match', schema: 'match' },
  stats: { role: 'playmesh_stats', schema: 'stats' },
} as const;

/** A service with a schema. */
export type DatabaseService = keyof typeof databaseRoles;

/**
 * Creates the database where it is missing, and in it a schema for each service, owned by a role that can reach nothing
 * else. Run again it only sets the passwords anew. The admin needs CREATEROLE and, for a missing database, CREATEDB.
 */
export async function prepareRoles(
  adminUrl: string,
  database: string,
  passwords: Readonly<Record<DatabaseService, string>>,
): Promise<void> {
  await withClient(adminUrl, async (client) => {
    // Roles belong to the whole server: two runs that create them at the same time would collide.
    await client.query(`select pg_advisory_lock(hashtext('playmesh roles'))`);
    for (const service of services) await prepareRole(client, databaseRoles[service].role, passwords[service]);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(database)}`);
    await closeDatabase(client, database);
  });
  await withClient(databaseUrl(adminUrl, database), async (client) => {
    await client.query('revoke all on schema public from public');
    for (const service of services) await prepareSchema(client, database, service);
  });
}

const services = Object.keys(databaseRoles) as DatabaseService[];

/** The same server and credentials, another database. */
export function databaseUrl(url: string, database: string): string {
  return url.replace(/^([a-z]+:\/\/[^/?]*)(\/[^?]*)?/, `$1/${encodeURIComponent(database)}`);
}

/** URL of a service's own role in a database of the admin's server. */
export function serviceUrl(adminUrl: string, database: string, service: DatabaseService, password: string): string {
  const url = databaseUrl(adminUrl, database);
  return url.replace(/\/\/([^/@]*@)?/, `//${databaseRoles[service].role}:${encodeURIComponent(password)}@`);
}

async function prepareRole(client: pg.Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
  if (rowCount === 0) await client.query(`create role ${role}`);
  await client.query(`alter role ${role} login password ${pg.escapeLiteral(scramVerifier(password))}`);
  // Whoever makes a schema for a role must be able to become it; being its creator alone is not enough from 16 on.
  const { rows } = await client.query<{ rolsuper: boolean }>(
    'select rolsuper from pg_roles where rolname = current_user',
  );
  if (rows[0]?.rolsuper === false) await client.query(`grant ${role} to current_user`);
}

async function closeDatabase(client: pg.Client, database: string): Promise<void> {
  const name = pg.escapeIdentifier(database);
  await client.query(`revoke all on database ${name} from public`);
  for (const service of services)
    await client.query(`grant connect on database ${name} to ${databaseRoles[service].role}`);
}

async function prepareSchema(client: pg.Client, database: string, service: DatabaseService): Promise<void> {
  const { role, schema } = databaseRoles[service];
  const inDatabase = `alter role ${role} in database ${pg.escapeIdentifier(database)}`;
  await client.query(`create schema if not exists ${schema} authorization ${role}`);
  await client.query(`${inDatabase} set search_path = ${schema}`);
  // A replica that is stopped in the middle of a transaction must not block the others.
  if (service === 'match') await client.query(`${inDatabase} set idle_in_transaction_session_timeout = '1s'`);
}

/** The SCRAM-SHA-256 verifier of a password (RFC 5803), so that the password itself never reaches the server's log. */
export function scramVerifier(password: string, salt = randomBytes(16), iterations = 4096): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const key = (text: string) => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(key('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${key('Server Key').toString('base64')}`;
}

import type { z } from 'zod';
import { commonVariables, ConfigError, readConfig } from './config.ts';
import type { Database } from './store/database.ts';

/**
 * Runs a command of a service that ends by itself, such as a migration, and prints the line that it returns. Reads only
 * the variables that it is given, so that it may be run with a service's whole environment. A `Refusal`, or an
 * environment that lacks a variable, is one sentence on stderr and exit code 2; whatever else goes wrong is 1.
 */
export async function runCommand<Shape extends z.ZodRawShape>(
  variables: Shape,
  work: (config: z.infer<z.ZodObject<Shape>>) => Promise<string>,
): Promise<void> {
  try {
    const environment = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
    process.stdout.write(`${await work(readConfig(variables, environment))}\n`);
  } catch (error) {
    const expected = error instanceof Refusal || error instanceof ConfigError;
    process.stderr.write(`${expected ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = expected ? 2 : 1;
  }
}

/** What a command throws when it will not do what it was asked; the message is one sentence for the operator. */
export class Refusal extends Error {}

/** Runs a service's missing migrations on the database that DATABASE_URL names. Several may be started at once. */
export async function runMigrations(service: string, open: (url: string) => Promise<Database>): Promise<void> {
  await runCommand({ DATABASE_URL: commonVariables.DATABASE_URL }, async ({ DATABASE_URL }) => {
    const database = await open(DATABASE_URL);
    try {
      const applied = await database.migrate();
      return applied.length > 0 ? `${service}: applied ${applied.join(', ')}` : `${service}: the schema is up to date`;
    } finally {
      await database.close();
    }
  });
}

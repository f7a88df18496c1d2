import type { z } from 'zod';
import { ConfigError, readConfig } from './config.ts';

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

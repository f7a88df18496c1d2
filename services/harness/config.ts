import { hostname } from 'node:os';
import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65535);

/** Variables that every service reads. */
export const commonVariables = {
  DATABASE_URL: z
    .string()
    .regex(
      /^postgres(ql)?:\/\/([^\s/@]*@)?[^\s/@]*\/[^\s/?]+(\?\S*)?$/,
      'must be postgres://role:password@host/database',
    ),
  PLAYMESH_HOST: z.string().min(1).default('127.0.0.1'),
  PLAYMESH_GRPC_PORT: port,
  PLAYMESH_HTTP_PORT: port,
  PLAYMESH_MESH_ADDRESS: z.string().regex(/^[^\s:/]+:\d{1,5}$/, 'must be host:port'),
  PLAYMESH_SERVICE_TOKEN: z.string().min(32, 'must have at least 32 characters'),
  PLAYMESH_REPLICA: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,63}$/)
    .default(`${hostname()}-${process.pid}`),
  PLAYMESH_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
};

/** A Redis to speak to, for services that do. */
export const redisVariable = {
  REDIS_URL: z.string().regex(/^(rediss?:\/\/|unix:\/\/)/, 'must begin with redis:// or unix://'),
};

export type CommonConfig = z.infer<z.ZodObject<typeof commonVariables>>;

/** What is wrong with the environment, found by readConfig or by who reads on; one sentence that names the variable. */
export class ConfigError extends Error {}

/**
 * Reads a service's configuration from the environment.
 * @throws ConfigError when a variable is missing or bad, or begins with PLAYMESH_ and is unknown (a misspelt name must
 *   not silently mean the default). Values are never repeated, since they may be secret.
 */
export function readConfig<Shape extends z.ZodRawShape>(
  variables: Shape,
  environment: NodeJS.ProcessEnv = process.env,
): z.infer<z.ZodObject<Shape>> {
  const unknown = Object.keys(environment).find((name) => name.startsWith('PLAYMESH_') && !(name in variables));
  if (unknown !== undefined) {
    throw new ConfigError(
      `${unknown} is not a variable of this service; it knows ${Object.keys(variables).join(', ')}.`,
    );
  }
  const result = z.object(variables).safeParse(environment);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    const name = issue.path.join('.');
    throw new ConfigError(
      environment[name] === undefined ? `${name} must be set.` : `${name} is not valid: ${issue.message}.`,
    );
  }
  return result.data;
}

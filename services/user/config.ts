import { z } from 'zod';
import { commonVariables, redisVariable } from '../harness/config.ts';

const limit = z
  .string()
  .regex(/^[1-9]\d{0,5}\/[1-9]\d{0,5}$/, 'must be <per minute>/<burst>, such as 60/100')
  .transform((text) => {
    const [perMinute, burst] = text.split('/').map(Number);
    return { perMinute: perMinute!, burst: burst! };
  });

/** Apart from the others, for commands that need nothing else. */
export const keySecretVariable = {
  /** Encrypts the private signing keys in the database; whoever has both can sign tokens. */
  PLAYMESH_KEY_SECRET: z.string().min(32, 'must have at least 32 characters'),
};

/**
 * What the user service reads from its environment. A limit is `<per minute>/<burst>`: a bucket that holds the burst and
 * gets so many back in a minute; the defaults let a household or a test play freely and slow down who guesses or floods.
 */
export const variables = {
  ...commonVariables,
  ...redisVariable,
  ...keySecretVariable,
  /** After how many days the next key signs. */
  PLAYMESH_KEY_ROTATION_DAYS: z.coerce.number().int().min(1).max(365).default(30),
  /** Registrations and upgrades of guests, per client address. */
  PLAYMESH_REGISTRATION_LIMIT: limit.prefault('60/100'),
  /** New guests, per client address. */
  PLAYMESH_GUEST_LIMIT: limit.prefault('120/200'),
  /** Failed log-ins, per client address. */
  PLAYMESH_LOGIN_FAILURE_ADDRESS_LIMIT: limit.prefault('30/60'),
  /** Failed log-ins, per account. */
  PLAYMESH_LOGIN_FAILURE_ACCOUNT_LIMIT: limit.prefault('5/20'),
};

/** The variables as they have been read. */
export type UserConfig = z.infer<z.ZodObject<typeof variables>>;

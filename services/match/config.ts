import { z } from 'zod';
import { commonVariables, redisVariable } from '../harness/config.ts';

/** What the match service reads from its environment. */
export const variables = {
  ...commonVariables,
  ...redisVariable,
  /** Whether modes that are there to be measured with, and to nobody's pleasure, are offered too. */
  PLAYMESH_BENCH_MODES: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
};

/** The variables as they have been read. */
export type MatchConfig = z.infer<z.ZodObject<typeof variables>>;

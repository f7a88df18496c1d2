import { commonVariables, redisVariable } from '../harness/config.ts';
import { run } from '../harness/run.ts';
import { buildMatch } from './app.ts';

await run('match', { ...commonVariables, ...redisVariable }, buildMatch);

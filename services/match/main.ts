import { run } from '../harness/run.ts';
import { buildMatch } from './app.ts';
import { variables } from './config.ts';

await run('match', variables, buildMatch);

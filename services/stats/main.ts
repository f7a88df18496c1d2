import { commonVariables } from '../harness/config.ts';
import { run } from '../harness/run.ts';
import { buildApp } from './app.ts';

await run('stats', commonVariables, buildApp);

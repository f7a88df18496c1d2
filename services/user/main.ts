import { run } from '../harness/run.ts';
import { buildApp } from './app.ts';
import { variables } from './config.ts';

await run('user', variables, buildApp);

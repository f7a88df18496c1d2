import { runMigrations } from '../harness/command.ts';
import { openMatchDatabase } from './store/open.ts';

await runMigrations('match', openMatchDatabase);

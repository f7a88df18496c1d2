import { runMigrations } from '../harness/command.ts';
import { openUserDatabase } from './store/user-database.ts';

await runMigrations('user', openUserDatabase);

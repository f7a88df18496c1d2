import { runMigrations } from '../harness/command.ts';
import { openStatsDatabase } from './store/stats-database.ts';

await runMigrations('stats', openStatsDatabase);

import { migrate } from '../harness/store/migrate.ts';
import { openMatchDatabase } from './store/open.ts';

await migrate(openMatchDatabase);

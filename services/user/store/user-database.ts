import { openDatabase, type Database } from '../../harness/store/database.ts';
import { entities } from './entities.ts';
import { migrations } from './migrations.ts';

const MAX_CONNECTIONS = 10;

/** Well below the 5 s by which readers of the feed of ended sessions look back for ends that became visible late. */
const PATIENCE_MS = 2_000;

/** Connects to the schema of the user service. */
export const openUserDatabase = (url: string): Promise<Database> =>
  openDatabase({ url, entities, migrations, maxConnections: MAX_CONNECTIONS, patienceMs: PATIENCE_MS });

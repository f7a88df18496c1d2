import { openDatabase, type Database } from '../../harness/store/database.ts';
import { entities } from './entities.ts';
import { migrations } from './migrations.ts';

const MAX_CONNECTIONS = 10;

/** Connects to the schema of the user service. */
export const openUserDatabase = (url: string): Promise<Database> =>
  openDatabase({ url, entities, migrations, maxConnections: MAX_CONNECTIONS });

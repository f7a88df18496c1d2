import { openDatabase, type Database, type NamedMigration } from '../../harness/store/database.ts';
import { entities } from './entities.ts';
import { PlayerMatches } from './migrations/0001-player-matches.ts';
import { Ratings } from './migrations/0002-ratings.ts';
import { SharedRatings } from './migrations/0003-shared-ratings.ts';

const MAX_CONNECTIONS = 10;

/** A replica that stands still with the cursor in its hand loses it to another one after this. */
const PATIENCE_MS = 2_000;

/** In the order of their application; a name, once released, never changes. */
const migrations: readonly NamedMigration[] = [
  { name: '0001-player-matches', class: PlayerMatches },
  { name: '0002-ratings', class: Ratings },
  { name: '0003-shared-ratings', class: SharedRatings },
];

/** Connects to the schema of the stats service. */
export const openStatsDatabase = (url: string): Promise<Database> =>
  openDatabase({ url, entities, migrations, maxConnections: MAX_CONNECTIONS, patienceMs: PATIENCE_MS });

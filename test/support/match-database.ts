import pg from 'pg';
import { startDatabase } from './database.ts';
import { testLog } from './service.ts';
import type { Database } from '../../services/harness/store/database.ts';
import { newId } from '../../services/harness/ids.ts';
import type { NewMatch } from '../../services/match/store/matches.ts';
import { openMatchDatabase } from '../../services/match/store/open.ts';
import { Pool } from '../../services/match/store/pool.ts';

/** A migrated database of the match service for one test file, and the superuser's look at it. */
export interface OpenedDatabase {
  readonly url: string;
  readonly pool: Pool;
  readonly database: Database;
  /** Queries as the superuser, who may leave transactions idle. */
  readonly admin: pg.Client;
  close(): Promise<void>;
}

export async function openTestDatabase(): Promise<OpenedDatabase> {
  const server = await startDatabase('match');
  const database = await openMatchDatabase(server.url);
  await database.migrate();
  const pool = new Pool(server.url, 8, testLog('match'));
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  await admin.query('set search_path to match');
  return {
    url: server.url,
    pool,
    database,
    admin,
    async close() {
      await pool.close();
      await database.close();
      await admin.end();
      await server.stop();
    },
  };
}

/** A match as it is to be created. */
export const newMatch = (changes: Partial<NewMatch> = {}): NewMatch => ({
  matchId: newId(),
  mode: 'trivia-duel',
  game: 'trivia@1',
  config: { questions: 10 },
  visibility: 'open',
  inviteCode: null,
  createdBy: newId(),
  requestId: newId(),
  userIds: [newId(), newId()],
  isRated: false,
  entryId: newId(),
  at: Date.now() - 1_000,
  body: '[]',
  ...changes,
});

import { openDatabase, type Database, type NamedMigration } from '../../harness/store/database.ts';
import { MatchEntity, ReviewEntity, TicketEntity } from './entities.ts';
import { Matches } from './migrations/0001-matches.ts';
import { Pairing } from './migrations/0002-pairing.ts';
import { QuestionBank } from './migrations/0003-question-bank.ts';
import { GoReviews } from './migrations/0004-go-reviews.ts';

const migrations: readonly NamedMigration[] = [
  { name: '0001-matches', class: Matches },
  { name: '0002-pairing', class: Pairing },
  { name: '0003-question-bank', class: QuestionBank },
  { name: '0004-go-reviews', class: GoReviews },
];

/** Connections for what goes through entities; the hot path has its own. */
const MAX_CONNECTIONS = 4;

/** The match service's database. */
export const openMatchDatabase = (url: string): Promise<Database> =>
  openDatabase({
    url,
    entities: [MatchEntity, TicketEntity, ReviewEntity],
    migrations,
    maxConnections: MAX_CONNECTIONS,
  });

import type { NamedMigration } from '../../harness/store/database.ts';
import { Accounts } from './migrations/0001-accounts.ts';
import { Keeping } from './migrations/0002-keeping.ts';

/** In the order of their application; a name, once released, never changes. */
export const migrations: readonly NamedMigration[] = [
  { name: '0001-accounts', class: Accounts },
  { name: '0002-keeping', class: Keeping },
];

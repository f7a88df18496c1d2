import { runCommand } from '../harness/command.ts';
import { commonVariables } from '../harness/config.ts';
import { openUserDatabase } from './store/user-database.ts';

await runCommand({ DATABASE_URL: commonVariables.DATABASE_URL }, async ({ DATABASE_URL }) => {
  const database = await openUserDatabase(DATABASE_URL);
  try {
    const applied = await database.migrate();
    return applied.length > 0 ? `user: applied ${applied.join(', ')}` : 'user: the schema is up to date';
  } finally {
    await database.close();
  }
});

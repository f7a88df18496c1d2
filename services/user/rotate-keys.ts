import { runCommand } from '../harness/command.ts';
import { commonVariables } from '../harness/config.ts';
import { keySecretVariable } from './config.ts';
import { rotateKeys } from './keys/rotation.ts';
import { openUserDatabase } from './store/user-database.ts';

await runCommand({ DATABASE_URL: commonVariables.DATABASE_URL, ...keySecretVariable }, async (config) => {
  const database = await openUserDatabase(config.DATABASE_URL);
  try {
    await database.checkMigrated();
    const { made } = await rotateKeys(database, config.PLAYMESH_KEY_SECRET, 0);
    if (!made) return 'The next key is published already; nothing was changed.';
    return `Key ${made.id} is published, and signs from ${new Date(made.signTime).toISOString()} on.`;
  } finally {
    await database.close();
  }
});

import { Refusal, runCommand } from '../harness/command.ts';
import { commonVariables } from '../harness/config.ts';
import { ApiError } from '../harness/errors.ts';
import { grantAdmin } from './accounts/role-changes.ts';
import { openUserDatabase } from './store/user-database.ts';

await runCommand({ DATABASE_URL: commonVariables.DATABASE_URL }, async (config) => {
  const [username, ...rest] = process.argv.slice(2);
  if (!username || rest.length > 0) throw new Refusal('Usage: node services/user/grant-admin.ts <username>');
  const database = await openUserDatabase(config.DATABASE_URL);
  try {
    await database.checkMigrated();
    await grantAdmin(database, username);
    return `${username} is an admin, and has to log in again.`;
  } catch (error) {
    throw error instanceof ApiError ? new Refusal(error.message) : error;
  } finally {
    await database.close();
  }
});

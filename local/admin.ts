/** `make admin USER=name`: makes an account of the running mesh an admin; the first one has nobody to make it. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { makeFolders } from './folders.ts';
import { readOptions } from './options.ts';
import { serviceUrl } from './roles.ts';
import { readSecrets } from './secrets.ts';
import { runningMesh } from './state.ts';
import { Failure, fail } from './steps.mjs';
import { locateDatabase } from './stores.ts';
import { root } from './tools.ts';

try {
  const options = readOptions({ ...process.env, MAKEFLAGS: undefined });
  const folders = makeFolders(options.dataFolder);
  if (!runningMesh(options.dataFolder)) throw new Failure('No mesh is ready; start one with `make run`.');
  const secrets = readSecrets(folders.secrets);
  const { adminUrl, name } = locateDatabase(options, secrets, folders);
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'services', 'user', 'grant-admin.ts'), ...process.argv.slice(2)],
    { env: { DATABASE_URL: serviceUrl(adminUrl, name, 'user', secrets.user) }, stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
} catch (error) {
  fail(error);
}

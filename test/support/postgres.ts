/** One PostgreSQL for a whole jest run: started before the first test file, ended after the last (jest's globalSetup). */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start, tail, type Child } from '../../local/child.ts';
import { preparePostgres, superuserUrl, waitForPostgres } from '../../local/postgres.ts';
import { tools } from '../../local/tools.ts';

/** Where jest's workers find the server. */
export const postgresVariable = 'TEST_POSTGRES_URL';

let running: { folder: string; child?: Child } | undefined;

/** Starts it and leaves its superuser's URL in the environment of the workers to come. */
export async function startPostgres(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'playmesh-store-'));
  const server = {
    bin: tools.postgres,
    data: join(folder, 'data'),
    listen: { socketFolder: join(folder, 'socket') },
    password: randomBytes(18).toString('base64url'),
    // Throw-away data: a test of a crash of PostgreSQL itself belongs to test/faults, which has a server of its own.
    settings: { fsync: 'off', full_page_writes: 'off', shared_buffers: '64MB' },
  };
  const log = join(folder, 'postgres.log');
  try {
    const files = { log, pidFile: join(folder, 'postgres.pid'), env: { LC_ALL: 'C' } };
    running = { folder, child: start(await preparePostgres(server, files)) };
    await waitForPostgres(superuserUrl(server), AbortSignal.timeout(20_000));
  } catch (error) {
    const said = tail(log, 20);
    running ??= { folder };
    await stopPostgres();
    throw new Error(`PostgreSQL did not start:\n${said}`, { cause: error });
  }
  process.env[postgresVariable] = superuserUrl(server);
}

/** Ends it and removes its data. */
export async function stopPostgres(): Promise<void> {
  if (!running) return;
  await running.child?.stop(10_000);
  await rm(running.folder, { recursive: true, force: true });
  running = undefined;
}

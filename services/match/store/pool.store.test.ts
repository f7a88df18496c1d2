import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { startDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { testLog } from '../../../test/support/service.ts';
import { outcomeIsUnknown, Pool } from './pool.ts';

let database: TestDatabase;
/** Stands between the pool and PostgreSQL, so that connections can break as in a crash: without a word. */
let between: Server;
const sockets = new Set<Socket>();
let pool: Pool;

beforeAll(async () => {
  database = await startDatabase('match');
  const url = new URL(database.url.replace('@/', '@localhost/'));
  const folder = url.searchParams.get('host');
  between = createServer((socket) => {
    const server = folder ? connect(`${folder}/.s.PGSQL.5432`) : connect(Number(url.port), url.hostname);
    for (const one of [socket, server]) {
      sockets.add(one);
      one.on('error', () => one.destroy());
    }
    socket.pipe(server).pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(between, 'listening');
  const { port } = between.address() as AddressInfo;
  pool = new Pool(`postgres://${url.username}:${url.password}@127.0.0.1:${port}${url.pathname}`, 4, testLog('match'));
}, 30_000);

afterAll(async () => {
  await pool?.close();
  between?.close();
  await database?.stop();
});

const answer = async () => (await pool.query<{ one: number }>('one', 'select 1 as one', []))[0]?.one;

test('connections that break under statements cost these their outcome, and nothing else', async () => {
  expect(await answer()).toBe(1);
  const broken = [1, 2, 3].map(() => pool.query('sleep', 'select pg_sleep(10)', []).catch((error: unknown) => error));
  while (sockets.size < 6) await new Promise(setImmediate);
  await new Promise((resolve) => setTimeout(resolve, 50)); // the statements are on their way
  for (const socket of sockets) socket.destroy();
  for (const error of await Promise.all(broken)) expect(outcomeIsUnknown(error)).toBe(true);
  expect(await answer()).toBe(1);
});

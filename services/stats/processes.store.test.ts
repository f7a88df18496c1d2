import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createChannel, createClient, Metadata } from 'nice-grpc';
import { StatsServiceDefinition } from '../../gen/playmesh/stats/v1/stats_service.ts';
import { findPortBlock } from '../../local/ports.ts';
import { startDatabase, type TestDatabase } from '../../test/support/database.ts';
import { startProcess } from '../../test/support/process.ts';
import { SERVICE_TOKEN, startScriptedMesh, type ScriptedMesh } from '../../test/support/scripted-mesh.ts';
import { newId } from '../harness/ids.ts';

let database: TestDatabase;
let mesh: ScriptedMesh;
let ports: Awaited<ReturnType<typeof findPortBlock>>;

beforeAll(async () => {
  [database, mesh, ports] = await Promise.all([startDatabase('stats'), startScriptedMesh(), findPortBlock(2)]);
}, 30_000);
afterAll(async () => {
  ports?.release();
  await Promise.all([database?.stop(), mesh?.stop()]);
});

test('the stats service lives from migration to SIGTERM, also while the match service is away', async () => {
  const environment = {
    DATABASE_URL: database.url,
    PLAYMESH_GRPC_PORT: String(ports.first),
    PLAYMESH_HTTP_PORT: String(ports.first + 1),
    PLAYMESH_MESH_ADDRESS: mesh.address,
    PLAYMESH_SERVICE_TOKEN: SERVICE_TOKEN,
  };
  const migrated = await startProcess('services/stats/migrate.ts', environment).ended;
  expect(migrated).toEqual({
    code: 0,
    output: 'stats: applied 0001-player-matches, 0002-ratings, 0003-shared-ratings\n',
  });

  const main = startProcess('services/stats/main.ts', environment);
  await main.said('"serving"');
  await main.said('finished matches cannot be counted; trying on');
  const channel = createChannel(`127.0.0.1:${ports.first}`);
  const client = createClient(StatsServiceDefinition, channel);
  const metadata = Metadata().set('authorization', `Bearer ${await mesh.sign({ userId: newId() })}`);
  expect(await client.getPlayerStats({}, { metadata })).toEqual({ modes: [] });

  main.child.kill('SIGTERM');
  const { code, output } = await main.ended;
  channel.close();
  expect(code).toBe(0);
  expect(output).not.toContain(SERVICE_TOKEN);
}, 60_000);

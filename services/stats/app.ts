import { openMeshGate } from '../harness/auth/mesh-gate.ts';
import type { CommonConfig } from '../harness/config.ts';
import { MeshChannel } from '../harness/grpc/channel.ts';
import type { Logger } from '../harness/log.ts';
import type { App } from '../harness/run.ts';
import { ratingService } from './handlers/rating-service.ts';
import { statsService } from './handlers/stats-service.ts';
import { meshFeed } from './intake/feed.ts';
import { Intake } from './intake/intake.ts';
import { openStatsDatabase } from './store/stats-database.ts';

/** The stats service: its parts, and how they hang together. */
export async function buildApp(config: CommonConfig, log: Logger): Promise<App> {
  const database = await openStatsDatabase(config.DATABASE_URL);
  await database.checkMigrated();
  const mesh = new MeshChannel(config.PLAYMESH_MESH_ADDRESS, config.PLAYMESH_SERVICE_TOKEN);
  const meshGate = openMeshGate(config, mesh, log);
  const intake = new Intake(database, meshFeed(mesh), log);
  intake.start();

  return {
    gate: meshGate.gate,
    ready: meshGate.ready,
    services: [statsService(database), ratingService(database)],
    async close() {
      await intake.stop();
      meshGate.stop();
      mesh.close();
      await database.close();
    },
  };
}

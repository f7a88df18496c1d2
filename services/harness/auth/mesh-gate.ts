import { SessionFeedServiceDefinition } from '../../../gen/playmesh/user/v1/session_feed_service.ts';
import type { CommonConfig } from '../config.ts';
import type { MeshChannel } from '../grpc/channel.ts';
import { idFromBytes } from '../ids.ts';
import type { Logger } from '../log.ts';
import { EndedSessions } from './ended-sessions.ts';
import { Gate } from './gate.ts';
import { KeyCache } from './key-cache.ts';
import { TokenVerifier } from './tokens.ts';

/** The gate of every service but the user service: keys and ended sessions come over the mesh. */
export interface MeshGate {
  readonly gate: Gate;
  readonly endedSessions: EndedSessions;
  /** Resolves when callers can be let in: the user service's keys are known. */
  readonly ready: Promise<void>;
  stop(): void;
}

/** Builds and starts a gate whose keys and ended sessions come from the user service, which may come up later. */
export function openMeshGate(config: CommonConfig, mesh: MeshChannel, log: Logger): MeshGate {
  const feed = mesh.client(SessionFeedServiceDefinition, 2_000);
  const keys = new KeyCache(config.PLAYMESH_MESH_ADDRESS, log);
  const endedSessions = new EndedSessions(async (since) => {
    const ended = [];
    let pageToken = '';
    do {
      const page = await feed.listEndedSessions({
        sinceTime: since === undefined ? undefined : new Date(since),
        pageToken,
      });
      for (const { sessionId, endTime } of page.sessions) {
        ended.push({ sessionId: idFromBytes(sessionId), endTime: endTime!.getTime() });
      }
      pageToken = page.nextPageToken;
    } while (pageToken);
    return ended;
  }, log);
  const ready = keys.start();
  endedSessions.start();
  return {
    gate: new Gate(new TokenVerifier(keys), endedSessions, config.PLAYMESH_SERVICE_TOKEN),
    endedSessions,
    ready,
    stop: () => {
      keys.stop();
      endedSessions.stop();
    },
  };
}

import { SessionFeedServiceDefinition } from '../../../gen/playmesh/user/v1/session_feed_service.ts';
import { bind, type ServiceBinding } from '../../harness/grpc/service.ts';
import { idToBytes } from '../../harness/ids.ts';
import { ID_PATTERN, pageSize, readPageToken, TIME_PATTERN, writePageToken } from '../../harness/page-token.ts';
import type { Sessions } from '../sessions/sessions.ts';

/** playmesh.user.v1.SessionFeedService, for the other services. */
export function sessionFeedService(sessions: Sessions): ServiceBinding {
  return bind(SessionFeedServiceDefinition, {
    async listEndedSessions({ sinceTime, pageSize: asked, pageToken }) {
      const [time, id] = readPageToken(pageToken, TIME_PATTERN, ID_PATTERN) ?? [];
      const after = time && id ? { endTime: new Date(Number(time)), sessionId: id } : undefined;
      const size = pageSize(asked, 1_000, 1_000);
      const found = await sessions.listEnded(sinceTime, after, size + 1);
      const page = found.slice(0, size);
      const last = page.at(-1);
      return {
        sessions: page.map(({ sessionId, endTime }) => ({ sessionId: idToBytes(sessionId), endTime })),
        nextPageToken: last && found.length > size ? writePageToken(`${last.endTime.getTime()}`, last.sessionId) : '',
      };
    },
  });
}

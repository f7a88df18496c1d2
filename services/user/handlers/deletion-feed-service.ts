import { DeletionFeedServiceDefinition } from '../../../gen/playmesh/user/v1/deletion_feed_service.ts';
import { bind, type ServiceBinding } from '../../harness/grpc/service.ts';
import { idToBytes } from '../../harness/ids.ts';
import { ID_PATTERN, pageSize, readPageToken, TIME_PATTERN, writePageToken } from '../../harness/page-token.ts';
import type { Deletion } from '../accounts/deletion.ts';

/** playmesh.user.v1.DeletionFeedService, for the other services. */
export function deletionFeedService(deletion: Pick<Deletion, 'list'>): ServiceBinding {
  return bind(DeletionFeedServiceDefinition, {
    async listDeletedUsers({ sinceTime, pageSize: asked, pageToken }) {
      const [time, id] = readPageToken(pageToken, TIME_PATTERN, ID_PATTERN) ?? [];
      const after = time && id ? { deleteTime: new Date(Number(time)), accountId: id } : undefined;
      const size = pageSize(asked, 1_000, 1_000);
      const found = await deletion.list(sinceTime, after, size + 1);
      const page = found.slice(0, size);
      const last = page.at(-1);
      return {
        users: page.map(({ accountId, deleteTime }) => ({ userId: idToBytes(accountId), deleteTime })),
        nextPageToken:
          last && found.length > size ? writePageToken(`${last.deleteTime.getTime()}`, last.accountId) : '',
      };
    },
  });
}

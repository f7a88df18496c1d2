import { BlockServiceDefinition } from '../../../gen/playmesh/user/v1/block_service.ts';
import { bind, type ServiceBinding } from '../../harness/grpc/service.ts';
import { idFromBytes, idToBytes } from '../../harness/ids.ts';
import type { Blocks } from '../accounts/blocks.ts';

/** playmesh.user.v1.BlockService, for the other services. */
export function blockService(blocks: Blocks): ServiceBinding {
  return bind(BlockServiceDefinition, {
    async batchGetBlocks({ userIds }) {
      const lists = await blocks.ofAll(userIds.map((userId) => idFromBytes(userId)));
      return { users: lists.map((list) => ({ userIds: list.map(idToBytes) })) };
    },
  });
}

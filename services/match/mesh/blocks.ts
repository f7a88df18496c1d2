import { BlockServiceDefinition } from '../../../gen/playmesh/user/v1/block_service.ts';
import type { MeshChannel } from '../../harness/grpc/channel.ts';
import { idFromBytes } from '../../harness/ids.ts';
import type { Logger } from '../../harness/log.ts';
import { DEADLINE_MS, UserReader } from './user-reader.ts';

const AT_ONCE = 100;

/**
 * Whom users shall not meet, as the user service has it: those whom they block, and those who block them. While it is
 * away nobody is avoided, since finding nobody would be worse.
 */
export function blocksReader(mesh: MeshChannel, logger: Logger): UserReader<readonly string[]> {
  const client = mesh.client(BlockServiceDefinition, DEADLINE_MS);
  return new UserReader<readonly string[]>(
    {
      ask: async (userIds) => {
        const { users } = await client.batchGetBlocks({ userIds });
        return users.map((user) => user.userIds.map((id) => idFromBytes(id)));
      },
      atOnce: AT_ONCE,
      otherwise: [],
      complaint: 'blocks cannot be read; nobody is avoided',
    },
    logger,
  );
}

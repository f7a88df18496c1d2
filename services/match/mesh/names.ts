import { NameServiceDefinition } from '../../../gen/playmesh/user/v1/name_service.ts';
import type { MeshChannel } from '../../harness/grpc/channel.ts';
import type { Logger } from '../../harness/log.ts';
import { DEADLINE_MS, UserReader } from './user-reader.ts';

const AT_ONCE = 100;

/** What users call themselves, as the user service has it. While it is away nobody has a name. */
export function namesReader(mesh: MeshChannel, logger: Logger): UserReader<string> {
  const client = mesh.client(NameServiceDefinition, DEADLINE_MS);
  return new UserReader<string>(
    {
      ask: async (userIds) => (await client.batchGetNames({ userIds })).names,
      atOnce: AT_ONCE,
      otherwise: '',
      complaint: 'names cannot be read; records have none',
    },
    logger,
  );
}

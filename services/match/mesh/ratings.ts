import { RatingServiceDefinition } from '../../../gen/playmesh/stats/v1/rating_service.ts';
import type { MeshChannel } from '../../harness/grpc/channel.ts';
import type { Logger } from '../../harness/log.ts';
import { DEADLINE_MS, UserReader } from './user-reader.ts';

const AT_ONCE = 1_000;
/** Where everybody begins, by Glicko-2. */
const FIRST_RATING = 1_500;

/** How strong players are, as the stats service has it. While it is away everybody is taken for a beginner. */
export class Ratings {
  readonly #readers = new Map<string, UserReader<number>>();
  readonly #mesh: MeshChannel;
  readonly #logger: Logger;

  constructor(mesh: MeshChannel, logger: Logger) {
    this.#mesh = mesh;
    this.#logger = logger;
  }

  /** A user's rating in a mode. */
  of(userId: string, mode: string): Promise<number> {
    const known = this.#readers.get(mode);
    if (known) return known.of(userId);
    const client = this.#mesh.client(RatingServiceDefinition, DEADLINE_MS);
    const reader = new UserReader<number>(
      {
        ask: async (userIds) => {
          const { ratings } = await client.batchGetRatings({ mode, userIds });
          return ratings.map(({ rating }) => rating);
        },
        atOnce: AT_ONCE,
        otherwise: FIRST_RATING,
        complaint: 'ratings cannot be read; everybody is a beginner',
      },
      this.#logger,
    );
    this.#readers.set(mode, reader);
    return reader.of(userId);
  }
}

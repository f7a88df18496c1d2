import { RatingServiceDefinition } from '../../../gen/playmesh/stats/v1/rating_service.ts';
import type { MeshChannel } from '../../harness/grpc/channel.ts';
import type { Logger } from '../../harness/log.ts';
import type { SeatRating } from '../room/entry.ts';
import { DEADLINE_MS, UserReader } from './user-reader.ts';

const AT_ONCE = 1_000;

/** How strong players are, as the stats service has it. While it is away nothing is known of anybody. */
export class Ratings {
  readonly #readers = new Map<string, UserReader<SeatRating | undefined>>();
  readonly #mesh: MeshChannel;
  readonly #logger: Logger;

  constructor(mesh: MeshChannel, logger: Logger) {
    this.#mesh = mesh;
    this.#logger = logger;
  }

  /** A user's rating, within `DEADLINE_MS`. Never rejects. @param ratedAs a mode, or what several share */
  of(userId: string, ratedAs: string): Promise<SeatRating | undefined> {
    const known = this.#readers.get(ratedAs);
    if (known) return known.of(userId);
    const client = this.#mesh.client(RatingServiceDefinition, DEADLINE_MS);
    const reader = new UserReader<SeatRating | undefined>(
      {
        ask: async (userIds) => {
          const { ratings } = await client.batchGetRatings({ mode: ratedAs, userIds });
          return ratings.map(({ rating, isProvisional, rank }) => ({ rating, isProvisional, rank }));
        },
        atOnce: AT_ONCE,
        otherwise: undefined,
        complaint: 'ratings cannot be read; everybody is paired as a beginner, and matches know none',
      },
      this.#logger,
    );
    this.#readers.set(ratedAs, reader);
    return reader.of(userId);
  }
}

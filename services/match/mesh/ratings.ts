import DataLoader from 'dataloader';
import { RatingServiceDefinition } from '../../../gen/playmesh/stats/v1/rating_service.ts';
import type { MeshChannel } from '../../harness/grpc/channel.ts';
import { idToBytes } from '../../harness/ids.ts';
import type { Logger } from '../../harness/log.ts';

/** Nobody waits longer than this to enter a queue because the stats service is slow. */
const DEADLINE_MS = 300;
const MAX_BATCH = 1_000;
/** Where everybody begins, by Glicko-2. */
const FIRST_RATING = 1_500;

/** How strong players are, as the stats service has it. While it is away everybody is taken for a beginner. */
export class Ratings {
  readonly #loaders = new Map<string, DataLoader<string, number>>();
  readonly #mesh: MeshChannel;
  readonly #logger: Logger;
  #away = false;

  constructor(mesh: MeshChannel, logger: Logger) {
    this.#mesh = mesh;
    this.#logger = logger;
  }

  /** A user's rating in a mode; those who are asked for in one turn of the loop share a call. */
  async of(userId: string, mode: string): Promise<number> {
    try {
      const rating = await this.#loader(mode).load(userId);
      this.#away = false;
      return rating;
    } catch (error) {
      if (!this.#away) this.#logger.warn({ cause: String(error) }, 'ratings cannot be read; everybody is a beginner');
      this.#away = true;
      return FIRST_RATING;
    }
  }

  #loader(mode: string): DataLoader<string, number> {
    const known = this.#loaders.get(mode);
    if (known) return known;
    const client = this.#mesh.client(RatingServiceDefinition, DEADLINE_MS);
    const loader = new DataLoader<string, number>(
      async (userIds) => {
        const { ratings } = await client.batchGetRatings({ mode, userIds: userIds.map(idToBytes) });
        return ratings.map(({ rating }) => rating);
      },
      { cache: false, maxBatchSize: MAX_BATCH, batchScheduleFn: (read) => void setImmediate(read) },
    );
    this.#loaders.set(mode, loader);
    return loader;
  }
}

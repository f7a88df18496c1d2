import type { PlaymeshClient } from '../../sdk/src/index.ts';
import type { Effect } from '../state/app-state.ts';
import { rankText } from './rows.ts';

/** Reads how strong players of Go are, and tells each rank as it comes; one that cannot be read is not told. */
export async function readRanks(
  client: PlaymeshClient,
  { ratedAs, userIds }: Extract<Effect, { kind: 'readRanks' }>,
  tell: (ranks: Readonly<Record<string, string>>) => void,
): Promise<void> {
  const read = async (userId: string): Promise<void> => {
    const ratings = await client.stats.ratings(userId);
    const rating = ratings.find((known) => known.ratedAs === ratedAs);
    tell({ [userId]: rating ? rankText(rating) : '' });
  };
  await Promise.allSettled(userIds.map(read));
}

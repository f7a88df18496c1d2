import { Code, PlaymeshError } from '../../sdk/src/index.ts';
import type { PlaymeshClient } from '../../sdk/src/index.ts';

/** How many profiles are read at a time. */
const AT_ONCE = 8;
/** An account that is gone leaves its matches behind. */
const GONE = '(deleted)';

/** Reads what players are called, and tells each name as it comes; one that cannot be read is told by its id. */
export async function readNames(
  client: PlaymeshClient,
  userIds: readonly string[],
  tell: (names: Readonly<Record<string, string>>) => void,
): Promise<void> {
  const waiting = [...userIds];
  const reader = async (): Promise<void> => {
    for (let userId = waiting.shift(); userId !== undefined; userId = waiting.shift()) {
      tell({ [userId]: await nameOf(client, userId) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
}

async function nameOf(client: PlaymeshClient, userId: string): Promise<string> {
  try {
    return (await client.getProfile(userId)).displayName;
  } catch (error) {
    if (error instanceof PlaymeshError && error.code === Code.NOT_FOUND) return GONE;
    return `Player ${userId.slice(-4)}`;
  }
}

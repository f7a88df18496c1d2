import { setTimeout as sleep } from 'node:timers/promises';
import { MatchState } from '../sdk/src/index.ts';
import type { Match, MatchRef, PlaymeshClient } from '../sdk/src/index.ts';

/** How often a bot looks whether its opponent wants to play on. */
const LOOK_MS = 1_000;

/** The match that the opponent has offered to play on with, once there is one; undefined after `patienceMs` without. */
export async function rematchOf(
  client: PlaymeshClient,
  matchId: Uint8Array,
  patienceMs: number,
  signal: AbortSignal,
): Promise<Match | undefined> {
  const until = performance.now() + patienceMs;
  while (!signal.aborted && performance.now() < until) {
    const rematch = await offeredRematch(client, matchId, signal);
    if (rematch) return rematch;
    await sleep(LOOK_MS, undefined, { signal });
  }
  return undefined;
}

/** The match that somebody has offered to play on with; one that was not taken up in time is over, and none. */
export async function offeredRematch(
  client: PlaymeshClient,
  matchId: MatchRef,
  signal: AbortSignal,
): Promise<Match | undefined> {
  const { match } = await client.getMatch(matchId, { signal });
  const { rematchId } = match!;
  const rematch = rematchId.length > 0 ? (await client.getMatch(rematchId, { signal })).match : undefined;
  return rematch?.state === MatchState.FINISHED ? undefined : rematch;
}

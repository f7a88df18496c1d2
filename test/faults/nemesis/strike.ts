import { setTimeout as sleep } from 'node:timers/promises';
import type { TestMesh } from '../../support/mesh.ts';
import { until } from '../../support/until.ts';
import { EndCode } from '../../../clients/sdk/src/index.ts';
import type { History } from '../history/history.ts';
import type { Load } from '../history/load.ts';
import type { Fault, Random } from './fault.ts';
import { longestWaits, type Moment } from './waits.ts';

/** How many commands must be in flight when a fault strikes, so that it strikes in the middle of things. */
export const IN_FLIGHT = 100;
/** How long the load may take to have so many in flight. Milliseconds. */
const CROWD_MS = 30_000;
/** How long after the mending a player may take to have a command accepted before they count as stranded. Milliseconds. */
const RETURN_MS = 30_000;
/** Strikes are spread over this long, so that they meet the load at any point of what it does. Milliseconds. */
const SPREAD_MS = 200;

/** What one strike of a fault did to the players. */
export type Strike = {
  readonly victims: readonly string[];
  /** Commands that were sent and not answered when it struck. */
  readonly inFlight: number;
  /**
   * Time to the next accepted command of each affected player, in milliseconds: the longest that they were in a match and
   * had none, from the strike until all was well again.
   */
  readonly waits: readonly number[];
  /** Affected players who had nothing accepted any more, though all serves again: where each was then. */
  readonly stranded: readonly string[];
};

/**
 * Waits until enough commands are in flight, breaks what the fault breaks, mends it, and waits until every affected player
 * has had a command accepted since. Affected is everyone whose replica was struck; where no replica of match was, everyone
 * who plays.
 * @throws Error when the load does not get enough commands in flight
 */
export async function strike(mesh: TestMesh, load: Load, fault: Fault, random: Random): Promise<Strike> {
  await sleep(random() * SPREAD_MS);
  const inFlight = await until(
    `${IN_FLIGHT} commands in flight`,
    () => load.inFlight >= IN_FLIGHT && load.inFlight,
    CROWD_MS,
  );
  const served = load.attached();
  const victims = fault.victims(mesh, random, served);
  const affected = affectedBy(victims, served);
  const before = { acknowledged: load.history.acknowledged.length, seen: load.history.seen.length };
  const struckAt = performance.now();
  await fault.strike(mesh, victims);
  await sleep(Math.max(0, struckAt + fault.holdMs - performance.now()));
  await fault.mend(mesh, victims);
  const stranded = await waitForReturn(load, affected, performance.now());
  const waits = longestWaits(affected, momentsSince(before, load.history), struckAt, performance.now());
  return { victims, inFlight, waits: [...waits.values()], stranded };
}

function affectedBy(victims: readonly string[], served: ReadonlyMap<string, string>): Set<string> {
  const struckMatch = victims.some((victim) => victim.startsWith('match-'));
  const players = [...served].filter(([, replica]) => !struckMatch || victims.includes(replica));
  return new Set(players.map(([player]) => player));
}

/** Resolves to where those are who had nothing accepted since `mendedAt` in all the time they were given. */
async function waitForReturn(load: Load, players: ReadonlySet<string>, mendedAt: number): Promise<string[]> {
  const away = new Set(players);
  let seen = load.history.acknowledged.length;
  while (seen > 0 && load.history.acknowledged[seen - 1]!.at > mendedAt) seen -= 1;
  while (away.size > 0 && performance.now() - mendedAt < RETURN_MS) {
    for (; seen < load.history.acknowledged.length; seen++) {
      away.delete(load.history.acknowledged[seen]!.observer.userId);
    }
    await sleep(10);
  }
  return [...away].map((player) => load.whereabouts(player));
}

/** What bears on waits and was written down after a point of the history, in order. */
function momentsSince(point: { readonly acknowledged: number; readonly seen: number }, history: History): Moment[] {
  const moments: Moment[] = history.acknowledged
    .slice(point.acknowledged)
    .map(({ at, observer }) => ({ player: observer.userId, at, what: 'accepted' }));
  for (const seen of history.seen.slice(point.seen)) {
    const { at, observer } = seen;
    if (seen.kind === 'snapshot') moments.push({ player: observer.userId, at, what: 'shown' });
    if (seen.kind === 'end' && seen.code === EndCode.FINISHED)
      moments.push({ player: observer.userId, at, what: 'over' });
  }
  return moments.sort((a, b) => a.at - b.at);
}

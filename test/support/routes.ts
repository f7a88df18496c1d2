import { callJson } from './json-call.ts';
import type { FoundMatch, Match } from '../../clients/sdk/src/index.ts';
import type { TestMesh } from './mesh.ts';
import type { Player } from './players.ts';
import type { Witness } from './witness.ts';

/** How often a route must lead to the same replica. */
const AGREEING = 5;

/** For each of two match replicas a value of `x-match-route` that leads there. */
export async function routesByReplica(mesh: TestMesh, accessToken: string): Promise<ReadonlyMap<string, string>> {
  const routes = new Map<string, string>();
  for (let number = 0; routes.size < 2; number++) {
    if (number === 100) throw new Error('A hundred routes lead to one and the same replica.');
    const route = `route-${number}`;
    const taken = new Set<string>();
    for (let asked = 0; asked < AGREEING; asked++) taken.add(await replicaAt(mesh, accessToken, route));
    if (taken.size === 1) routes.set([...taken][0]!, route);
  }
  return routes;
}

/**
 * Follows a match at a certain replica: by a route that led there just now, since each stream that had to be given up
 * again would have taken the player's seat.
 * @throws Error when a hundred routes led elsewhere
 */
export async function followAt(
  mesh: TestMesh,
  player: Player,
  match: Match | FoundMatch,
  replica: string,
): Promise<Witness> {
  for (let number = 0; number < 100; number++) {
    const key = `${replica}-${number}`;
    if ((await replicaAt(mesh, player.tokens.accessToken, key)) !== replica) continue;
    const witness = player.follow(match, { route: { key } });
    if ((await witness.live()) === replica) return witness;
    witness.session.close();
  }
  throw new Error(`No route of a hundred leads to ${replica}.`);
}

/** Where a route leads just now; while other calls are under way, Envoy may take another replica for the next one. */
async function replicaAt(mesh: TestMesh, accessToken: string, route: string): Promise<string> {
  const path = 'match.v1.MatchService/ListMatches';
  return (await callJson(mesh, path, {}, accessToken, { 'x-match-route': route })).replica!;
}

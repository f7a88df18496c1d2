import { callJson } from './json-call.ts';
import type { FoundMatch, Match } from '../../clients/sdk/src/index.ts';
import type { TestMesh } from './mesh.ts';
import type { Player } from './players.ts';
import type { Witness } from './witness.ts';

/** For each of two match replicas a value of `x-match-route` that leads there. */
export async function routesByReplica(mesh: TestMesh, accessToken: string): Promise<ReadonlyMap<string, string>> {
  const routes = new Map<string, string>();
  for (let number = 0; routes.size < 2; number++) {
    if (number === 100) throw new Error('A hundred routes lead to one and the same replica.');
    const route = `route-${number}`;
    const list = await callJson(mesh, 'match.v1.MatchService/ListMatches', {}, accessToken, { 'x-match-route': route });
    routes.set(list.replica!, route);
  }
  return routes;
}

/**
 * Follows a match at a certain replica. A route is only a hint: while there are few streams, Envoy may well take another
 * replica to keep the load even, and is then asked again.
 * @param routes as `routesByReplica` gives them
 * @throws Error when a hundred streams in a row were led elsewhere
 */
export async function followAt(
  player: Player,
  match: Match | FoundMatch,
  replica: string,
  routes: ReadonlyMap<string, string>,
): Promise<Witness> {
  const others: string[] = [];
  while (others.length < 100) {
    const witness = player.follow(match, { route: { key: routes.get(replica)! } });
    const taken = await witness.live();
    if (taken === replica) return witness;
    others.push(taken);
    witness.session.close();
  }
  throw new Error(`A hundred streams for ${replica} were led to ${[...new Set(others)].join(' and ')}.`);
}

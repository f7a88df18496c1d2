import { callJson } from './json-call.ts';
import type { FoundMatch, Match } from '../../clients/sdk/src/index.ts';
import type { TestMesh } from './mesh.ts';
import type { Player } from './players.ts';
import type { Witness } from './witness.ts';

/** How often a route must lead to the same replica: while other calls are under way, Envoy may take another. */
const AGREEING = 5;

/** For each of two match replicas a value of `x-match-route` that leads there. */
export async function routesByReplica(mesh: TestMesh, accessToken: string): Promise<ReadonlyMap<string, string>> {
  const routes = new Map<string, string>();
  for (let number = 0; routes.size < 2; number++) {
    if (number === 100) throw new Error('A hundred routes lead to one and the same replica.');
    const route = `route-${number}`;
    const taken = new Set<string>();
    for (let asked = 0; asked < AGREEING; asked++) {
      const path = 'match.v1.MatchService/ListMatches';
      taken.add((await callJson(mesh, path, {}, accessToken, { 'x-match-route': route })).replica!);
    }
    if (taken.size === 1) routes.set([...taken][0]!, route);
  }
  return routes;
}

/**
 * Follows a match at a certain replica, by one route after another until one leads there.
 * @throws Error when a hundred streams in a row were led elsewhere
 */
export async function followAt(player: Player, match: Match | FoundMatch, replica: string): Promise<Witness> {
  const others: string[] = [];
  while (others.length < 100) {
    const witness = player.follow(match, { route: { key: `${replica}-${others.length}` } });
    const taken = await witness.live();
    if (taken === replica) return witness;
    others.push(taken);
    witness.session.close();
  }
  throw new Error(`A hundred streams for ${replica} were led to ${[...new Set(others)].join(' and ')}.`);
}

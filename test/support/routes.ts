import { callJson } from './json-call.ts';
import type { TestMesh } from './mesh.ts';

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

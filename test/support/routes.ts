import type { TestMesh } from './mesh.ts';

/** Which replica answers a call of match that carries this value of `x-match-route`. */
async function replicaOf(mesh: TestMesh, accessToken: string, route: string): Promise<string> {
  const answer = await fetch(`http://${mesh.edge}/playmesh.match.v1.MatchService/ListMatches`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}`, 'x-match-route': route },
    body: '{}',
  });
  await answer.arrayBuffer();
  return answer.headers.get('x-playmesh-replica') ?? '';
}

/** For each of two match replicas a value of `x-match-route` that leads there. */
export async function routesByReplica(mesh: TestMesh, accessToken: string): Promise<ReadonlyMap<string, string>> {
  const routes = new Map<string, string>();
  for (let number = 0; routes.size < 2; number++) {
    if (number === 100) throw new Error('A hundred routes lead to one and the same replica.');
    routes.set(await replicaOf(mesh, accessToken, `route-${number}`), `route-${number}`);
  }
  return routes;
}

/** The edge and the mesh listener as they ship, in front of the real services. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tools } from '../../local/tools.ts';
import { startMesh, type TestMesh } from '../support/mesh.ts';

const execute = promisify(execFile);
const requestId = () => randomBytes(16).toString('base64');

let mesh: TestMesh;
let token: string;

beforeAll(async () => {
  mesh = await startMesh();
  const guest = await post('/playmesh.user.v1.UserService/CreateGuest', { requestId: requestId() });
  token = ((await guest.json()) as { tokens: { accessToken: string } }).tokens.accessToken;
}, 90_000);
afterAll(() => mesh.stop(), 30_000);

const post = (path: string, body: unknown, headers: Record<string, string> = {}, at = mesh.edge) =>
  fetch(`http://${at}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const bearer = () => ({ authorization: `Bearer ${token}` });
const grpcurl = async (...args: string[]) => (await execute(tools.grpcurl, ['-plaintext', ...args])).stdout;
/** Jest types its matchers as `any`. */
const containing = (text: string): unknown => expect.stringContaining(text);
const replicaOf = (answer: Response) => answer.headers.get('x-playmesh-replica');

/** One empty grpc-web request; the status is in the headers, or in the trailers that end the body. */
async function grpcWeb(path: string, headers: Record<string, string>, message = Buffer.alloc(0)) {
  const frame = Buffer.concat([Buffer.from([0, 0, 0, 0, message.length]), message]);
  const answer = await fetch(`http://${mesh.edge}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/grpc-web+proto',
      'x-grpc-web': '1',
      origin: 'https://game.example',
      ...headers,
    },
    body: frame,
  });
  const trailers = Buffer.from(await answer.arrayBuffer()).toString('latin1');
  const status = answer.headers.get('grpc-status') ?? /grpc-status:\s*(\d+)/.exec(trailers)?.[1];
  return { answer, status: Number(status) };
}

describe('the edge', () => {
  test.each([
    ['no token', {}, 'Jwt is missing'],
    ['a token that nobody signed', { authorization: 'Bearer e30.e30.e30' }, 'Jwt'],
  ])('refuses a private method with %s, as JSON, gRPC and grpc-web alike', async (_, headers, message) => {
    const path = '/playmesh.match.v1.MatchService/ListMatches';
    const json = await post(path, {}, headers);
    expect(json.status).toBe(401);
    expect(await json.json()).toMatchObject({ code: 16, message: containing(message) });
    expect((await grpcWeb(path, headers)).status).toBe(16);
    await expect(
      grpcurl(
        '-H',
        `authorization: ${'authorization' in headers ? headers.authorization : ''}`,
        mesh.edge,
        path.slice(1),
      ),
    ).rejects.toMatchObject({
      stderr: containing('Unauthenticated'),
    });
  });

  test('answers JSON with JSON, ids as base64, and the replica that did it', async () => {
    const created = await post(
      '/playmesh.match.v1.MatchService/CreateMatch',
      { requestId: requestId(), mode: 'trivia_duel', visibility: 'VISIBILITY_OPEN' },
      bearer(),
    );
    expect(created.status).toBe(200);
    expect(replicaOf(created)).toMatch(/^match-[01]$/);
    const { match } = (await created.json()) as { match: { matchId: string } };
    expect(Buffer.from(match.matchId, 'base64')).toHaveLength(16);
    const read = await post('/playmesh.match.v1.MatchService/GetMatch', { matchId: match.matchId }, bearer());
    expect(await read.json()).toMatchObject({ snapshot: { match: { matchId: match.matchId } } });
  });

  test("answers a bad request with the service's own violations", async () => {
    const answer = await post('/playmesh.match.v1.MatchService/GetMatch', { matchId: 'AAAA' }, bearer());
    expect(answer.status).toBe(400);
    expect(JSON.stringify(await answer.json())).toContain('match_id');
  });

  test('lets a page of any origin call by grpc-web and read the status', async () => {
    const preflight = await fetch(`http://${mesh.edge}/playmesh.match.v1.MatchService/Watch`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://game.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,x-grpc-web,x-match-route',
      },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://game.example');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('x-match-route');
    const { answer, status } = await grpcWeb('/playmesh.match.v1.MatchService/ListMatches', bearer());
    expect(status).toBe(0);
    expect(answer.headers.get('access-control-expose-headers')).toContain('grpc-status-details-bin');
  });

  test.each([
    ['playmesh.user.v1.SessionFeedService/ListEndedSessions', {}],
    ['playmesh.user.v1.DeletionFeedService/ListDeletedUsers', {}],
    ['playmesh.user.v1.BlockService/BatchGetBlocks', { userIds: [requestId()] }],
    ['playmesh.match.v1.MatchFeedService/ListFinishedMatches', {}],
  ])('has no way to %s, even for who knows the service token; the mesh listener has', async (method, request) => {
    const headers = ['-H', `authorization: Bearer ${token}`, '-H', `x-playmesh-service-token: ${mesh.serviceToken}`];
    await expect(grpcurl(...headers, mesh.edge, method)).rejects.toMatchObject({
      stderr: containing('Unimplemented'),
    });
    await grpcurl(...headers, '-d', JSON.stringify(request), mesh.mesh, method);
  });

  test('lets those in without a token who have lost what they sign in with, or come with a mail', async () => {
    const [email, password] = ['nobody@example.org', 'correct horse battery'];
    const reset = await post('/playmesh.user.v1.UserService/RequestPasswordReset', { email });
    expect(await reset.json()).toMatchObject({ code: 9, message: 'This service has no mail server to send with.' });
    for (const [method, request] of [
      ['VerifyEmail', { token: 'x' }],
      ['ResetPassword', { token: 'x', password, passwordConfirmation: password }],
    ] as const) {
      const answer = await post(`/playmesh.user.v1.UserService/${method}`, request);
      expect(await answer.json()).toMatchObject({
        code: 16,
        message: expect.stringContaining('The code is not valid'),
      });
    }
  });

  test('checks the signature of a token once, however many streams and calls come with it', async () => {
    const count = async (what: 'hit' | 'miss'): Promise<number> => {
      const stats = await fetch(`http://${mesh.admin}/stats?format=json&filter=edge.jwt_authn.jwt_cache_${what}`);
      const { stats: found } = (await stats.json()) as { stats: { value: number }[] };
      return found[0]!.value;
    };
    const call = () => post('/playmesh.match.v1.MatchService/ListMatches', {}, bearer());
    await call();
    const [hits, misses] = [await count('hit'), await count('miss')];
    for (let calls = 0; calls < 5; calls += 1) expect((await call()).status).toBe(200);

    expect([(await count('hit')) - hits, (await count('miss')) - misses]).toEqual([5, 0]);
  });

  test('publishes the keys that tokens are signed with, and nothing private', async () => {
    const answer = await fetch(`http://${mesh.edge}/.well-known/jwks.json`);
    const { keys } = (await answer.json()) as { keys: Record<string, string>[] };
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(Object.keys(key)).not.toContain('d');
  });
});

describe('routing to match', () => {
  const list = (headers: Record<string, string> = {}) =>
    post('/playmesh.match.v1.MatchService/ListMatches', {}, { ...bearer(), ...headers });

  test('spreads calls over the replicas, and keeps those of one route together', async () => {
    const spread = await Promise.all(Array.from({ length: 40 }, () => list()));
    expect(new Set(spread.map(replicaOf))).toEqual(new Set(['match-0', 'match-1']));
    for (const route of ['a', 'b', 'c']) {
      const together = [];
      for (let call = 0; call < 5; call++) together.push(replicaOf(await list({ 'x-match-route': route })));
      expect(new Set(together).size).toBe(1);
    }
  });

  test(
    'never shows a client that a replica was killed under its calls',
    () =>
      mesh.explain(async () => {
        const calls = Array.from({ length: 60 }, async (_, index) => {
          await new Promise((resolve) => setTimeout(resolve, 25 * index));
          return (await list()).status;
        });
        await new Promise((resolve) => setTimeout(resolve, 500));
        await mesh.kill('match-0');
        expect(new Set(await Promise.all(calls))).toEqual(new Set([200]));
        await mesh.restart('match-0');
        const after = await Promise.all(Array.from({ length: 40 }, () => list()));
        expect(new Set(after.map(replicaOf))).toEqual(new Set(['match-0', 'match-1']));
      }),
    60_000,
  );

  test(
    'goes on with known keys, and reflection with another service, while user is away',
    () =>
      mesh.explain(async () => {
        await mesh.kill('user');
        expect((await list()).status).toBe(200);
        expect(await grpcurl(mesh.edge, 'list')).toContain('playmesh.match.v1.MatchService');
        const logIn = await post('/playmesh.user.v1.UserService/LogIn', { login: 'anyone', password: 'whatever' });
        expect(logIn.status).toBe(503);
        expect(await logIn.json()).toEqual({ code: 14, message: 'the service is away, try again', details: [] });
        await mesh.restart('user');
        expect((await post('/playmesh.user.v1.UserService/CreateGuest', { requestId: requestId() })).status).toBe(200);
      }),
    60_000,
  );
});

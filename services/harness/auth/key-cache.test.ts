import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '../../../test/support/until.ts';
import { createLog } from '../log.ts';
import { KeyCache } from './key-cache.ts';

const log = createLog('test', 'test', 'silent');
const KEY = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: 'one' };

describe('KeyCache', () => {
  let server: Server;
  let asked: number;
  let answer: () => { status: number; body: unknown };
  let cache: KeyCache;

  beforeEach(async () => {
    [asked, answer] = [0, () => ({ status: 200, body: { keys: [KEY] } })];
    server = createServer((request, response) => {
      asked += 1;
      const { status, body } = answer();
      response.writeHead(request.url === '/.well-known/jwks.json' ? status : 404).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cache = new KeyCache(`127.0.0.1:${(server.address() as AddressInfo).port}`, log);
  });
  afterEach(() => {
    cache.stop();
    server.close();
    server.closeAllConnections();
  });

  test('has no keys before the first fetch, and the published ones after it', async () => {
    expect(cache.keys()).toEqual({ keys: [] });
    await cache.refresh();
    expect(cache.keys()).toEqual({ keys: [KEY] });
  });

  test('has started when it has the keys, and asks on until somebody gives them', async () => {
    answer = () => ({ status: 503, body: {} });
    let hasStarted = false;
    const started = cache.start().then(() => (hasStarted = true));
    await until('a second question', () => asked > 1);
    expect(hasStarted).toBe(false);
    answer = () => ({ status: 200, body: { keys: [KEY] } });
    await started;
    expect(cache.keys()).toEqual({ keys: [KEY] });
  });

  test('asks once for all who ask at the same moment, and lets all of them wait for the answer', async () => {
    const known: number[] = [];
    await Promise.all([1, 2, 3].map(() => cache.refresh().then(() => known.push(cache.keys().keys.length))));
    expect(known).toEqual([1, 1, 1]);
    expect(asked).toBe(1);
  });

  test('keeps what it has while the user service is away', async () => {
    await cache.refresh();
    answer = () => ({ status: 503, body: {} });
    await new Promise((resolve) => setTimeout(resolve, 1_050)); // it asks at most once a second
    await cache.refresh();
    expect(asked).toBe(2);
    expect(cache.keys()).toEqual({ keys: [KEY] });
  });

  test('keeps the same object until the keys change, so that verifiers build theirs once', async () => {
    await cache.refresh();
    const before = cache.keys();
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    await cache.refresh();
    expect(cache.keys()).toBe(before);
  });
});

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createTokenFile, tokenPath } from './token-file.ts';

const tokens = { userId: 'u', accessToken: 'a', accessExpireMs: 1, refreshToken: 'r' };
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playmesh-tokens-'));
  path = tokenPath('http://127.0.0.1:8080', 'ben', { XDG_CONFIG_HOME: folder });
});
afterEach(() => rm(folder, { recursive: true }));

test('servers and profiles have files of their own, below the folder of all configuration', () => {
  const environment = { XDG_CONFIG_HOME: '/config' };
  const paths = [
    tokenPath('http://127.0.0.1:8080', 'ben', environment),
    tokenPath('http://127.0.0.1:8081', 'ben', environment),
    tokenPath('https://127.0.0.1:8080', 'ben', environment),
    tokenPath('http://127.0.0.1:8080', 'default', environment),
  ];
  expect(new Set(paths).size).toBe(4);
  for (const each of paths) expect(each.startsWith('/config/playmesh/')).toBe(true);
  expect(tokenPath('http://a', 'ben', { HOME: '/home/x' })).toMatch(/\.config\/playmesh\/http-a\/ben\.json$/);
});

test('tokens are kept until they are forgotten, for their owner’s eyes only', async () => {
  const storage = createTokenFile(path);
  expect(await storage.load()).toBeUndefined();
  await storage.save(tokens);
  expect(await createTokenFile(path).load()).toEqual(tokens);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
  expect(await readdir(dirname(path))).toEqual(['ben.json']);
  await storage.save(undefined);
  await storage.save(undefined);
  expect(await storage.load()).toBeUndefined();
});

test('a file that is no tokens counts as signed out', async () => {
  const storage = createTokenFile(path);
  await storage.save(tokens);
  await writeFile(path, '{"userId":"u"}');
  expect(await storage.load()).toBeUndefined();
  await writeFile(path, 'x');
  expect(await storage.load()).toBeUndefined();
});

test('terminals that share a file renew one after the other; who died in it is not waited for', async () => {
  const [one, other] = [createTokenFile(path), createTokenFile(path)];
  const order: string[] = [];
  const held = Promise.withResolvers<void>();
  const first = one.exclusively!(async () => {
    order.push('begins');
    await held.promise;
    order.push('ends');
  });
  while (!order.includes('begins')) await new Promise(setImmediate);
  const second = other.exclusively!(async () => void order.push('follows'));
  held.resolve();
  await Promise.all([first, second]);
  expect(order).toEqual(['begins', 'ends', 'follows']);

  await writeFile(`${path}.lock`, '');
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(`${path}.lock`, longAgo, longAgo);
  expect(await one.exclusively!(async () => 'renewed')).toBe('renewed');
  expect(await readFile(`${path}.lock`, 'utf8').catch(() => 'gone')).toBe('gone');
});

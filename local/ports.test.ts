import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { lock } from './lock.mjs';
import { findPortBlock, isFree } from './ports.ts';

test('a port is free until somebody listens there', async () => {
  const { first, release } = await findPortBlock(1);
  expect(await isFree('127.0.0.1', first)).toBe(true);
  const server = createServer().listen(first, '127.0.0.1');
  await once(server, 'listening');
  expect(await isFree('127.0.0.1', first)).toBe(false);
  server.close();
  release();
});

test('blocks asked for at the same time do not overlap and stay below the ephemeral ports', async () => {
  const blocks = await Promise.all(Array.from({ length: 20 }, () => findPortBlock(30)));
  const firsts = blocks.map(({ first }) => first);
  expect(new Set(firsts).size).toBe(20);
  expect(Math.max(...firsts) + 30).toBeLessThanOrEqual(32_768);
  for (const block of blocks) block.release();
});

test('a lock is given to one at a time, and again when it is released', async () => {
  const name = `a test of locks ${process.pid}`;
  const release = await lock(name);
  expect(release).toBeDefined();
  expect(await lock(name)).toBeUndefined();
  release?.();
  const again = await lock(name);
  expect(again).toBeDefined();
  again?.();
});

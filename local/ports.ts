import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { lock } from './lock.mjs';

/** Where the kernel begins to give ports to outgoing connections, any of which may be in use at any moment. */
const ephemeral = 32768;

/** Whether nobody listens there. */
export function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ host, port, exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

/**
 * The first of `size` neighbouring loopback ports that nobody uses, below the ephemeral ones. Other processes that ask
 * here get others, until this one ends or calls `release`.
 */
export async function findPortBlock(size: number): Promise<{ readonly first: number; release(): void }> {
  const blocks = Math.floor((ephemeral - 10_000) / size);
  const start = randomInt(blocks);
  for (let index = 0; index < blocks; index++) {
    const first = 10_000 + ((start + index) % blocks) * size;
    const release = await lock(`ports ${first} of ${size}`);
    if (!release) continue;
    const ports = Array.from({ length: size }, (_, offset) => first + offset);
    if ((await Promise.all(ports.map((port) => isFree('127.0.0.1', port)))).every(Boolean)) return { first, release };
    release();
  }
  throw new Error(`No ${size} neighbouring ports below ${ephemeral} are free.`);
}

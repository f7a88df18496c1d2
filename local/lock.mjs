/** Locks between processes of this machine. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Takes a lock, if nobody has it: gives the function that releases it, else undefined. It is an abstract unix socket,
 * which the kernel gives to one process and takes back when that ends, however it ends; so no lock is ever stale.
 * @param {string} name
 * @returns {Promise<(() => void) | undefined>}
 */
export function lock(name) {
  const server = createServer((connection) => connection.destroy());
  const path = `\0playmesh-${createHash('sha256').update(name).digest('hex')}`;
  return new Promise((resolve, reject) => {
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
    server.listen(path, () => {
      server.unref();
      resolve(() => server.close());
    });
  });
}

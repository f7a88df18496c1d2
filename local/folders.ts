import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from './child.ts';

/** Where a mesh keeps its things. */
export type Folders = {
  readonly postgres: string;
  readonly redis: string;
  /** Holds passwords; mode 600. */
  readonly secrets: string;
  /** What the running mesh says of itself, for `make demo`. */
  readonly state: string;
  /** Log, pid file and environment of one program. */
  files(name: string): Pick<Program, 'log' | 'pidFile' | 'env'>;
  /** Path of a configuration file made at each start. */
  rendered(name: string): string;
};

/** Makes the folders below `data`, readable by their owner only. */
export function makeFolders(data: string): Folders {
  for (const folder of ['logs', 'run', 'redis']) mkdirSync(join(data, folder), { recursive: true, mode: 0o700 });
  return {
    postgres: join(data, 'postgres'),
    redis: join(data, 'redis'),
    secrets: join(data, 'secrets'),
    state: join(data, 'run', 'mesh.json'),
    files: (name) => ({
      log: join(data, 'logs', `${name}.log`),
      pidFile: join(data, 'run', `${name}.pid`),
      env: { PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8', TZ: 'UTC' },
    }),
    rendered: (name) => join(data, 'run', name),
  };
}

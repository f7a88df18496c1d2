import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** The secrets of one mesh, made at its first start. */
export type Secrets = {
  /** Passwords of our own PostgreSQL's superuser and of the services' roles. */
  readonly postgres: string;
  readonly user: string;
  readonly match: string;
  readonly stats: string;
  readonly redis: string;
  /** By which services know each other. */
  readonly serviceToken: string;
  /** Encrypts the user service's signing keys at rest. */
  readonly keySecret: string;
};

/** Reads the secrets, or makes them; nobody but the owner may read the file. */
export function readSecrets(file: string): Secrets {
  if (!existsSync(file)) {
    const secret = () => randomBytes(24).toString('base64url');
    const fresh: Secrets = {
      postgres: secret(),
      user: secret(),
      match: secret(),
      stats: secret(),
      redis: secret(),
      serviceToken: secret(),
      keySecret: secret(),
    };
    writeFileSync(file, `${JSON.stringify(fresh, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' });
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
}

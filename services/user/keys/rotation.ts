import { generateKeyPairSync } from 'node:crypto';
import type { Database } from '../../harness/store/database.ts';
import { newId } from '../../harness/ids.ts';
import { nextSignTime, publishedKeys } from '../domain/key-schedule.ts';
import { record } from '../store/audit.ts';
import {
  deleteKeys,
  insertKey,
  listKeys,
  lockRotation,
  type PublicKey,
  type StoredKey,
} from '../store/signing-keys.ts';
import { seal } from './sealing.ts';

/**
 * Makes the next signing key where one is due and removes those that nobody needs any more; replicas that do so at the
 * same time agree. With `rotateEveryMs` of 0, from the command line, one is due at once, unless the next is already there.
 * @returns all keys, and the one that was made
 */
export async function rotateKeys(
  database: Database,
  secret: string,
  rotateEveryMs: number,
): Promise<{ readonly keys: readonly StoredKey[]; readonly made: StoredKey | undefined }> {
  return database.transact(async (em) => {
    await lockRotation(em);
    const now = Date.now();
    const keys = await listKeys(em);
    const signTime = nextSignTime(keys, now, rotateEveryMs);
    const made = signTime === undefined ? undefined : makeKey(secret, signTime);
    if (made) {
      await insertKey(em, made);
      await record(em, { action: 'rotate_keys', clientAddress: rotateEveryMs === 0 ? 'command line' : '' });
    }
    const kept = publishedKeys(made ? [...keys, made] : keys, now);
    const stale = keys.filter((key) => !kept.includes(key)).map(({ id }) => id);
    if (stale.length > 0) await deleteKeys(em, stale);
    return { keys: kept, made };
  });
}

/** An ECDSA key pair on P-256, as ES256 wants it (RFC 7518, section 3.4). */
function makeKey(secret: string, signTime: number): StoredKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = newId();
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' }) as unknown as PublicKey;
  const sealedPrivateKey = seal(privateKey.export({ format: 'der', type: 'pkcs8' }), id, secret);
  return { id, publicKey: { kty, crv, x, y }, sealedPrivateKey, signTime };
}

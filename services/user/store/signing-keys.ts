import type { EntityManager } from '../../harness/store/database.ts';
import { SigningKeyRow } from './entities.ts';

/** The public half of a key as JSON Web Key. */
export interface PublicKey {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y: string;
}

/** A signing key whose private half is encrypted. */
export interface StoredKey {
  readonly id: string;
  readonly publicKey: PublicKey;
  readonly sealedPrivateKey: Uint8Array;
  /** From when on it signs, in milliseconds since 1970. */
  readonly signTime: number;
}

/** All keys that have not been removed, oldest first. */
export async function listKeys(em: EntityManager): Promise<readonly StoredKey[]> {
  const rows = await em.find(SigningKeyRow, {}, { orderBy: { signTime: 'asc' } });
  return rows.map((row) => ({ ...row, signTime: row.signTime.getTime() }));
}

/** Keeps replicas from rotating at the same time, until the transaction ends. */
export async function lockRotation(em: EntityManager): Promise<void> {
  await em.execute(`select pg_advisory_xact_lock(hashtext('rotation of ' || current_schema()))`);
}

/** Adds a key. @throws UniqueConstraintViolationException where another one signs from the same moment on */
export async function insertKey(em: EntityManager, key: StoredKey): Promise<void> {
  await em.insert(SigningKeyRow, { ...key, signTime: new Date(key.signTime) });
}

/** Removes keys; their tokens are refused from the next reload of the replicas on. */
export async function deleteKeys(em: EntityManager, ids: readonly string[]): Promise<void> {
  await em.nativeDelete(SigningKeyRow, { id: { $in: [...ids] } });
}

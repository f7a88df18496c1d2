import { createHash, randomBytes } from 'node:crypto';
import { idFromBytes, idToBytes } from '../../harness/ids.ts';

const ID_BYTES = 16;
const SECRET_BYTES = 32;

/** A refresh token without what makes it one: the session that it names, and the hash by which it is found. */
export interface RefreshTokenTrace {
  readonly sessionId: string;
  readonly hash: Buffer;
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** A new refresh token of a session: its id and 32 random bytes, in base64url. Only the hash is to be kept. */
export function makeRefreshToken(sessionId: string): { readonly text: string; readonly hash: Buffer } {
  const bytes = Buffer.concat([idToBytes(sessionId), randomBytes(SECRET_BYTES)]);
  return { text: bytes.toString('base64url'), hash: sha256(bytes) };
}

/** What a refresh token says; undefined where it is none, by its form. */
export function readRefreshToken(text: string): RefreshTokenTrace | undefined {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== ID_BYTES + SECRET_BYTES || bytes.toString('base64url') !== text) return undefined;
  return { sessionId: idFromBytes(bytes.subarray(0, ID_BYTES)), hash: sha256(bytes) };
}

import { createHash, randomBytes } from 'node:crypto';

const BYTES = 32;

/** The hash by which a token that came by mail is found; any text has one. */
export const hashMailToken = (text: string): Buffer => createHash('sha256').update(text).digest();

/** A new token for a mail, in base64url. Only the hash is to be kept. */
export function makeMailToken(): { readonly text: string; readonly hash: Buffer } {
  const text = randomBytes(BYTES).toString('base64url');
  return { text, hash: hashMailToken(text) };
}

import { createHash } from 'node:crypto';
import { idFromDigest } from '../../harness/ids.ts';

/**
 * The id of a command that nobody sends: what it follows from, and nothing else, decides it, so that replicas which see
 * the same thing due ask for it under one id and it happens once.
 */
export const derivedId = (...parts: readonly (string | number)[]): string =>
  idFromDigest(createHash('sha256').update(parts.join('|')).digest());

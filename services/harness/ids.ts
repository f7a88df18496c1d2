import { v7 } from 'uuid';

/** The nil UUID: who sits on a free seat. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The actor of entries that no player asked for, such as ticks. */
export const SYSTEM_ACTOR = NOBODY;

/** A new UUIDv7, so that rows made at one time lie together. */
export const newId = (): string => v7();

/** The text form of an id from the wire: any 16 bytes, which the caller has checked. Clients need not set a version. */
export function idFromBytes(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The 16 bytes that an id has on the wire. */
export const idToBytes = (id: string): Uint8Array => Buffer.from(id.replaceAll('-', ''), 'hex');

/** A stable id made from 16 given bytes, for commands whose id follows from what they do. */
export const idFromDigest = (digest: Uint8Array): string => {
  const bytes = Uint8Array.from(digest.subarray(0, 16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x80; // version 8: made by its user (RFC 9562, 5.8)
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return idFromBytes(bytes);
};

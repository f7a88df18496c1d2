import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** The nil UUID: who sits on a free seat. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The actor of entries that no player asked for, such as ticks. */
export const SYSTEM_ACTOR = NOBODY;

const ID_BYTES = 16;
/** Where the two digits of each byte stand in the text form. */
const PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const;
const DIGITS = Buffer.from('0123456789abcdef', 'latin1');
/** By character code. */
const VALUES = new Uint8Array(128);
for (let value = 0; value < 16; value += 1) {
  VALUES[DIGITS[value]!] = value;
  VALUES[
    DIGITS.toString('latin1', value, value + 1)
      .toUpperCase()
      .charCodeAt(0)
  ] = value;
}
const text = Buffer.from('________-____-____-____-____________', 'latin1');

// Drawn for many ids at once: a call of the system's generator costs more than all the rest of an id.
const drawn = Buffer.allocUnsafeSlow(256 * ID_BYTES);
let used = drawn.length;
const fresh = new Uint8Array(ID_BYTES);
let newestMs = 0;
/** Counts the ids of one millisecond, from anywhere in the lower half of 32 bits. */
let count = 0;

/** A new UUIDv7, so that rows made at one time lie together. What this process makes later is greater. */
export function newId(): string {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  const random = drawn.subarray(used, (used += ID_BYTES));
  const now = Date.now();
  if (now > newestMs) {
    newestMs = now;
    count = random.readUInt32BE() >>> 1;
  } else {
    count += 1;
  }
  return idFromBytes(v7({ random, msecs: newestMs, seq: count }, fresh));
}

/**
 * The text form of an id from the wire: any 16 bytes, which the caller has checked. Clients need not set a version.
 * @param offset where they begin
 */
export function idFromBytes(bytes: Uint8Array, offset = 0): string {
  for (let index = 0; index < ID_BYTES; index += 1) {
    const place = PLACES[index]!;
    const byte = bytes[offset + index]!;
    text[place] = DIGITS[byte >> 4]!;
    text[place + 1] = DIGITS[byte & 15]!;
  }
  return text.toString('latin1');
}

/** The 16 bytes that an id has on the wire. */
export function idToBytes(id: string): Uint8Array {
  const bytes = new Uint8Array(ID_BYTES);
  writeId(id, bytes, 0);
  return bytes;
}

/** Writes the 16 bytes of an id to a place in others. */
export function writeId(id: string, bytes: Uint8Array, offset: number): void {
  for (let index = 0; index < ID_BYTES; index += 1) {
    const place = PLACES[index]!;
    bytes[offset + index] = (VALUES[id.charCodeAt(place)]! << 4) | VALUES[id.charCodeAt(place + 1)]!;
  }
}

/** A stable id made from 16 given bytes, for commands whose id follows from what they do. */
export const idFromDigest = (digest: Uint8Array): string => {
  const bytes = Uint8Array.from(digest.subarray(0, 16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x80; // version 8: made by its user (RFC 9562, 5.8)
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return idFromBytes(bytes);
};

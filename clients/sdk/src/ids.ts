/** An id as the wire has it (16 bytes) or as UUID text; the SDK takes either. */
export type Id = Uint8Array | string;

/** A random UUID (version 4) as 16 bytes. Unlike `crypto.randomUUID` it also works on pages without TLS. */
export function newId(): Uint8Array {
  const id = crypto.getRandomValues(new Uint8Array(16));
  id[6] = (id[6]! & 0x0f) | 0x40;
  id[8] = (id[8]! & 0x3f) | 0x80;
  return id;
}

/** 16 bytes as UUID text, for URLs, maps and logs. */
export function formatId(id: Uint8Array): string {
  const hex = Array.from(id, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** An id as 16 bytes. @throws TypeError when it is none. */
export function parseId(id: Id): Uint8Array {
  if (typeof id !== 'string') {
    if (id.length !== 16) throw new TypeError(`An id has 16 bytes, not ${id.length}.`);
    return id;
  }
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) throw new TypeError(`"${id}" is no UUID.`);
  const hex = id.replaceAll('-', '');
  return Uint8Array.from({ length: 16 }, (_, index) => parseInt(hex.slice(index * 2, index * 2 + 2), 16));
}

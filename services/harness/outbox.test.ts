import { describe, expect, test } from '@jest/globals';
import { Outbox } from './outbox.ts';

/** A transport that takes as many messages as it is given room for. */
function transport(room: number) {
  const written: string[] = [];
  const outbox = new Outbox((bytes) => {
    written.push(Buffer.from(bytes).toString());
    room -= 1;
    return room > 0;
  });
  return { outbox, written, make: (more: number) => ((room = more), outbox.drain()) };
}

describe('Outbox', () => {
  test('writes at once while the transport takes it, and in order once it takes more', () => {
    const { outbox, written, make } = transport(2);
    for (const message of ['a', 'b', 'c', 'd', 'e']) expect(outbox.send(Buffer.from(message))).toBe(true);
    expect(written).toEqual(['a', 'b']);
    make(2);
    expect(outbox.send(Buffer.from('f'))).toBe(true);
    expect(written).toEqual(['a', 'b', 'c', 'd']);
    make(9);

    expect(written).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  test('refuses the message that is one too many, and takes again when there is room', () => {
    const { outbox, make, written } = transport(1);
    for (let count = 0; count < 257; count += 1) expect(outbox.send(Buffer.from('x'))).toBe(true);
    expect(outbox.send(Buffer.from('too many'))).toBe(false);
    make(9);

    expect(outbox.send(Buffer.from('y'))).toBe(true);
    expect(written).not.toContain('too many');
  });

  test('refuses what would hold more than 256 KiB', () => {
    const { outbox } = transport(1);
    outbox.send(Buffer.from('x'));
    for (let count = 0; count < 4; count += 1) expect(outbox.send(Buffer.alloc(64 * 1024))).toBe(true);

    expect(outbox.send(Buffer.alloc(1))).toBe(false);
  });

  test('is closed once all that it took is written, and takes nothing more', () => {
    const { outbox, written, make } = transport(1);
    outbox.send(Buffer.from('a'));
    outbox.send(Buffer.from('b'));
    let closed = 0;
    outbox.close(() => (closed += 1));
    outbox.close(() => (closed += 10));
    expect(outbox.send(Buffer.from('late'))).toBe(true);
    expect(closed).toBe(0);
    make(9);
    make(9);

    expect(closed).toBe(1);
    expect(written).toEqual(['a', 'b']);
  });
});

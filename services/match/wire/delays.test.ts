import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '../../harness/ids.ts';
import { Delays, ForgedError } from './delays.ts';

const ADA = newId();
const clock = { time: 1_800_000_000_000, now: () => clock.time };
const here = new Delays('secret', clock);
const elsewhere = new Delays('secret', clock);

/** What is sealed after a probe that took so long. */
const measured = (ms: number): Uint8Array => {
  const probe = here.probe(ADA);
  clock.time += ms;
  return elsewhere.measure(probe, ADA)!.sealed;
};

describe('a delay', () => {
  test('is the time from a probe to its coming back, at whichever replicas', () => {
    const probe = here.probe(ADA);
    clock.time += 123;
    expect(elsewhere.measure(probe, ADA)).toMatchObject({ delayMs: 123 });
    expect(here.read(measured(80), ADA)).toBe(80);
  });

  test('is not below nothing where a replica’s clock is behind', () => {
    const probe = here.probe(ADA);
    clock.time -= 5;
    expect(here.measure(probe, ADA)).toMatchObject({ delayMs: 0 });
  });

  test('is not known of a probe that was kept, nor for long', () => {
    const probe = here.probe(ADA);
    clock.time += 10_001;
    expect(here.measure(probe, ADA)).toBeUndefined();
    const sealed = measured(40);
    clock.time += 300_000;
    expect(here.read(sealed, ADA)).toBe(40);
    clock.time += 1;
    expect(here.read(sealed, ADA)).toBeUndefined();
  });

  test('is one’s own', () => {
    expect(() => here.read(measured(40), newId())).toThrow(ForgedError);
    expect(() => here.measure(here.probe(ADA), newId())).toThrow(ForgedError);
    expect(() => new Delays('another secret', clock).read(measured(40), ADA)).toThrow(ForgedError);
  });

  test('is no probe, and a probe none', () => {
    expect(() => here.read(here.probe(ADA), ADA)).toThrow(ForgedError);
    expect(() => here.measure(measured(40), ADA)).toThrow(ForgedError);
  });

  test('cannot be changed in any byte, or made up', () => {
    const sealed = measured(40);
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const forged = Uint8Array.from(sealed, (byte, index) => (index === at ? byte ^ change : byte));
        expect(() => here.read(forged, ADA)).toThrow(ForgedError);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(() => here.read(bytes, ADA)).toThrow(ForgedError);
        expect(() => here.measure(bytes, ADA)).toThrow(ForgedError);
      }),
    );
  });
});

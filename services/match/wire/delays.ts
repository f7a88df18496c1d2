import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../harness/clock.ts';

const PROBE = 1;
const DELAY = 2;
/** Kind, time in milliseconds, delay in milliseconds. */
const BODY_BYTES = 1 + 6 + 2;
const MAC_BYTES = 16;
const PROBE_MS = 10_000;
const DELAY_MS = 300_000;
const MOST_MS = 0xffff;

/** Thrown for bytes that the service did not make for this user. */
export class ForgedError extends Error {}

/**
 * Measures how long messages to users and back are on their way. What is measured goes with the user, sealed, so that any
 * replica can take what any other has measured, and nobody can claim a delay that was not measured.
 */
export class Delays {
  readonly #key: Buffer;
  readonly #clock: Pick<Clock, 'now'>;

  /** @param secret shared by all replicas */
  constructor(secret: string, clock: Pick<Clock, 'now'>) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'playmesh delays', 32));
    this.#clock = clock;
  }

  /** Says when it was made, to be brought back at once. */
  probe(userId: string): Uint8Array {
    return this.#seal(PROBE, 0, userId);
  }

  /** Since when a probe is on its way, in milliseconds, and that sealed; undefined where it took too long. @throws ForgedError */
  measure(probe: Uint8Array, userId: string): { readonly delayMs: number; readonly sealed: Uint8Array } | undefined {
    const { madeAt } = this.#open(PROBE, probe, userId);
    // Two replicas' clocks differ by a little.
    const delayMs = Math.max(0, Math.round(this.#clock.now() - madeAt));
    return delayMs > PROBE_MS ? undefined : { delayMs, sealed: this.#seal(DELAY, delayMs, userId) };
  }

  /** What was measured, in milliseconds; undefined where that was too long ago. @throws ForgedError */
  read(sealed: Uint8Array, userId: string): number | undefined {
    const { madeAt, delayMs } = this.#open(DELAY, sealed, userId);
    return this.#clock.now() - madeAt > DELAY_MS ? undefined : delayMs;
  }

  #seal(kind: number, delayMs: number, userId: string): Uint8Array {
    const body = Buffer.alloc(BODY_BYTES);
    body.writeUInt8(kind, 0);
    body.writeUIntBE(Math.round(this.#clock.now()), 1, 6);
    body.writeUInt16BE(Math.min(delayMs, MOST_MS), 7);
    return Buffer.concat([body, this.#mac(body, userId)]);
  }

  #open(kind: number, sealed: Uint8Array, userId: string): { readonly madeAt: number; readonly delayMs: number } {
    const bytes = Buffer.from(sealed);
    const body = bytes.subarray(0, BODY_BYTES);
    const isOurs =
      bytes.length === BODY_BYTES + MAC_BYTES &&
      body.readUInt8(0) === kind &&
      timingSafeEqual(bytes.subarray(BODY_BYTES), this.#mac(body, userId));
    if (!isOurs) throw new ForgedError();
    return { madeAt: body.readUIntBE(1, 6), delayMs: body.readUInt16BE(7) };
  }

  #mac(body: Buffer, userId: string): Buffer {
    return createHmac('sha256', this.#key).update(body).update(userId).digest().subarray(0, MAC_BYTES);
  }
}

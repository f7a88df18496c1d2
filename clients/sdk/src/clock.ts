/**
 * The match's clock as this device can know it. Each time the server tells bounds the offset between the two clocks:
 * it was read after the request that it answers was sent, and before it arrived. The bounds are intersected, so the
 * quickest round trip counts most; when a new one fits no longer (clocks drift, devices sleep), it starts afresh.
 */
export class MatchClock {
  readonly #local: () => number;
  #least = -Infinity;
  #most = Infinity;
  #offset: number;

  /** @param local a clock in milliseconds that never goes back. */
  constructor(local: () => number = () => performance.now()) {
    this.#local = local;
    this.#offset = Date.now() - local();
  }

  /** Reading of the local clock, to be given back to `learn`. */
  read(): number {
    return this.#local();
  }

  /**
   * Learns from a time that the server told just now.
   * @param timeMs milliseconds since 1970 on the match's clock.
   * @param askedAt what `read` said when it was asked for; undefined where it came unasked.
   */
  learn(timeMs: number, askedAt: number | undefined): void {
    const least = timeMs - this.#local();
    const most = askedAt === undefined ? Infinity : timeMs - askedAt;
    if (least > this.#most || most < this.#least) {
      this.#least = least;
      this.#most = most;
    } else {
      this.#least = Math.max(this.#least, least);
      this.#most = Math.min(this.#most, most);
    }
    this.#offset = this.#most === Infinity ? this.#least : (this.#least + this.#most) / 2;
  }

  /** Now, in milliseconds since 1970 on the match's clock; by the device's own clock until the server has told. */
  now(): number {
    return this.#local() + this.#offset;
  }
}

/** Brings a probe of the service back to it, or asks for the first one with nothing. */
export type MeasureDelay = (probe: Uint8Array) => Promise<{ readonly probe: Uint8Array; readonly delay: Uint8Array }>;

const AGAIN_MS = 60_000;
const RETRY_MS = 5_000;
const NOTHING = new Uint8Array();

/** Has the service measure, once a minute, how long messages to here and back are on their way. */
export class DelayMeter {
  readonly #measure: MeasureDelay;
  #newest: Uint8Array | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #state: 'idle' | 'running' | 'stopped' = 'idle';

  constructor(measure: MeasureDelay) {
    this.#measure = measure;
  }

  /** What the service has last told, for commands; undefined before. */
  get newest(): Uint8Array | undefined {
    return this.#newest;
  }

  start(): void {
    if (this.#state !== 'idle') return;
    this.#state = 'running';
    void this.#turn();
  }

  stop(): void {
    this.#state = 'stopped';
    clearTimeout(this.#timer);
  }

  async #turn(): Promise<void> {
    let afterMs = AGAIN_MS;
    try {
      const { probe } = await this.#measure(NOTHING);
      const { delay } = await this.#measure(probe);
      if (delay.length > 0) this.#newest = delay;
    } catch {
      afterMs = RETRY_MS; // without it no time is given back, which is no reason to trouble anybody
    }
    if (this.#state === 'running') this.#timer = setTimeout(() => void this.#turn(), afterMs);
  }
}

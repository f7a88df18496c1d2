/** Notices that nothing has been heard for a while. One timer, however much is heard. */
export class SilenceWatch {
  readonly #limitMs: number;
  readonly #onSilence: () => void;
  #heardAt = performance.now();
  #timer: ReturnType<typeof setTimeout>;

  constructor(limitMs: number, onSilence: () => void) {
    this.#limitMs = limitMs;
    this.#onSilence = onSilence;
    this.#timer = setTimeout(() => this.#check(), limitMs);
  }

  heard(): void {
    this.#heardAt = performance.now();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #check(): void {
    const left = this.#heardAt + this.#limitMs - performance.now();
    // Timers may fire a fraction of a millisecond early.
    if (left > 1) this.#timer = setTimeout(() => this.#check(), left);
    else this.#onSilence();
  }
}

import type { Logger } from './log.ts';

/** What is done over and over. */
export interface RepeatedWork {
  readonly work: () => Promise<void>;
  /** From the end of one time to the begin of the next. */
  readonly pauseMs: number;
  /** What is logged when it first fails; then nothing, until it has worked again. */
  readonly complaint: string;
  readonly log: Logger;
}

/** Does something over and over, also while it fails. It keeps no process alive. */
export class Repeating {
  readonly #repeated: RepeatedWork;
  #timer: NodeJS.Timeout | undefined;
  #fails = false;
  #isRunning = false;

  constructor(repeated: RepeatedWork) {
    this.#repeated = repeated;
  }

  /** False from the stop on: work that takes long looks at it now and then. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  start(): void {
    this.#isRunning = true;
    const turn = async (): Promise<void> => {
      await this.#once();
      if (!this.#isRunning) return;
      this.#timer = setTimeout(turn, this.#repeated.pauseMs);
      this.#timer.unref();
    };
    void turn();
  }

  /** Begins no other time; what is under way goes on. */
  stop(): void {
    this.#isRunning = false;
    clearTimeout(this.#timer);
  }

  async #once(): Promise<void> {
    const { work, complaint, log } = this.#repeated;
    try {
      await work();
      this.#fails = false;
    } catch (error) {
      if (this.#isRunning && !this.#fails) log.warn({ cause: String(error) }, complaint);
      this.#fails = true;
    }
  }
}

import { Piscina } from 'piscina';
import type { BoardToJudge } from './dead-stones-worker.ts';

const LONGEST_MS = 5_000;
/** An idle thread is ended after this long: most matches never need it. */
const IDLE_MS = 60_000;

/** Finds dead stones in a thread of its own, so that no match waits for it. */
export class DeadStones {
  readonly #pool = new Piscina<BoardToJudge, readonly number[]>({
    filename: new URL('./dead-stones-worker.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    maxQueue: 1_000,
    idleTimeout: IDLE_MS,
  });

  /** @throws when it takes longer than 5 s, or too many boards wait. */
  find(board: BoardToJudge): Promise<readonly number[]> {
    return this.#pool.run(board, { signal: AbortSignal.timeout(LONGEST_MS) });
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }
}

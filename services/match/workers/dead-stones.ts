import pLimit from 'p-limit';
import { Piscina } from 'piscina';
import type { BoardToJudge } from './dead-stones-worker.ts';

const LONGEST_MS = 5_000;
/** An idle thread is ended after this long: most matches never need it. */
const IDLE_MS = 60_000;

/** Finds dead stones in a thread of its own, so that no match waits for it; one board after the other. */
export class DeadStones {
  readonly #pool = new Piscina<BoardToJudge, readonly number[]>({
    filename: new URL('./dead-stones-worker.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE_MS,
  });
  // Boards wait here and not in the pool, where the time that they have would run already.
  readonly #inTurn = pLimit(1);

  /** @throws when its turn takes longer than 5 s. */
  find(board: BoardToJudge): Promise<readonly number[]> {
    return this.#inTurn(() => this.#pool.run(board, { signal: AbortSignal.timeout(LONGEST_MS) }));
  }

  close(): Promise<void> {
    this.#inTurn.clearQueue();
    return this.#pool.destroy();
  }
}

import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** Pause before the first new start, in milliseconds; doubles with every death up to the longest. */
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
/** A program that lived this long is well again: its next death begins with the first pause. */
const WELL_AFTER_MS = 30_000;
/** How long a program is given to end by itself. */
const ENDS_WITHIN_MS = 5_000;

/** The exit code of a program that would fail again, and has said why. */
export const GIVEN_UP = 2;

/**
 * Runs a Node program of this checkout in this terminal, and starts it again when it dies. It ends with its parent, by the
 * event `disconnect`.
 * @param say is told of every end that nobody asked for, in a sentence
 * @returns the exit code that it ended with by itself: 0 or `GIVEN_UP`
 */
export async function keepRunning(file: URL, say: (sentence: string) => void, signal: AbortSignal): Promise<number> {
  let pauseMs = FIRST_PAUSE_MS;
  for (;;) {
    const began = performance.now();
    const child = fork(file, { stdio: 'inherit' });
    const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
      child.once('exit', (code, by) => resolve(by ?? code));
    });
    const stop = (): void => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN_MS);
      void ended.then(() => clearTimeout(timer));
    };
    signal.addEventListener('abort', stop, { once: true });
    const how = await ended;
    signal.removeEventListener('abort', stop);
    if (signal.aborted) return 0;
    if (how === 0 || how === GIVEN_UP) return how;
    if (performance.now() - began >= WELL_AFTER_MS) pauseMs = FIRST_PAUSE_MS;
    say(`the bot ended (${typeof how === 'string' ? how : `code ${how}`}); again in ${pauseMs / 1_000} s`);
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return 0;
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
  }
}

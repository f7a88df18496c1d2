/** How `make setup`, `make run` and `make test` tell what they are doing: one line a step, with its seconds. */
import process from 'node:process';

/** An end that one sentence explains; anything else that is thrown is a bug and shows its stack. */
export class Failure extends Error {}

const colours = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);

/** Prints one line about something that happened, aligned with the steps on a terminal. */
export function note(text) {
  process.stdout.write(`${paint(33, colours ? '•' : '-')} ${text}\n`);
}

/**
 * Does one step and says so: on a terminal the line stands while the step runs, elsewhere it comes when it is done.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  if (colours) process.stdout.write(`${paint(2, `… ${name}`)}\n`);
  try {
    const result = await work();
    process.stdout.write(`${paint(32, colours ? '✔' : '+')} ${name.padEnd(44)} ${paint(2, seconds().padStart(7))}\n`);
    return result;
  } catch (error) {
    process.stdout.write(`${paint(31, colours ? '✘' : '!')} ${name.padEnd(44)} ${paint(2, seconds().padStart(7))}\n`);
    throw error;
  }
}

/** Says why it ended, in a sentence where there is one, and ends with 1. */
export function fail(error) {
  const text = error instanceof Failure ? error.message : (error?.stack ?? String(error));
  process.stderr.write(`${paint(31, 'error:')} ${text}\n`);
  process.exitCode = 1;
}

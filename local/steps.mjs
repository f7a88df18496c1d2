/** How `make setup`, `make run` and `make test` tell what they are doing: one line a step, with its seconds. */
import process from 'node:process';

/** An end that one sentence explains; anything else that is thrown is a bug and shows its stack. */
export class Failure extends Error {}

const terminal = Boolean(process.stdout.isTTY) && !process.env.NO_COLOR;
const paint = (code, text) => (terminal ? `\u001b[${code}m${text}\u001b[0m` : text);
const underWay = new Set();

/** On a terminal, keeps what is under way on the last line. */
function print(line) {
  if (terminal) process.stdout.write('\r\u001b[K');
  if (line) process.stdout.write(`${line}\n`);
  if (terminal && underWay.size > 0) process.stdout.write(paint(2, `… ${[...underWay].join(', ')}`));
}

/** Prints one line about something that happened. */
export function note(text) {
  print(`${paint(33, '•')} ${text}`);
}

/**
 * Does one step and prints a line with its seconds when it is done. Without a terminal a step that takes long is
 * announced too.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const began = performance.now();
  const done = (mark) => {
    clearTimeout(announcement);
    underWay.delete(name);
    const seconds = `${((performance.now() - began) / 1000).toFixed(1)} s`;
    print(`${mark} ${name.padEnd(48)} ${paint(2, seconds.padStart(7))}`);
  };
  underWay.add(name);
  print();
  const announcement = setTimeout(() => terminal || print(`… ${name}`), 2000);
  try {
    const result = await work();
    done(paint(32, '✔'));
    return result;
  } catch (error) {
    done(paint(31, '✘'));
    throw error;
  }
}

/** Says why it ended, in a sentence where there is one, and lets the process end with 1. */
export function fail(error) {
  const text = error instanceof Failure ? error.message : (error?.stack ?? String(error));
  print();
  process.stderr.write(`${terminal ? paint(31, 'error:') : 'error:'} ${text}\n`);
  process.exitCode = 1;
}

/** Real processes: what is tested is what they do. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { GIVEN_UP, keepRunning } from './keep-running.ts';

let folder: string;
let said: string[];
const stop = new AbortController();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playmesh-keep-'));
  said = [];
});
afterEach(() => rm(folder, { recursive: true }));

/** A program that knows how often it was started: `starts`. */
async function program(script: string): Promise<URL> {
  const file = join(folder, 'program.mjs');
  const counted = `
    import { appendFileSync, readFileSync } from 'node:fs';
    appendFileSync(${JSON.stringify(join(folder, 'starts'))}, 'x');
    const starts = readFileSync(${JSON.stringify(join(folder, 'starts'))}, 'utf8').length;
    ${script}`;
  await writeFile(file, counted);
  return pathToFileURL(file);
}
const starts = async (): Promise<number> => (await readFile(join(folder, 'starts'), 'utf8').catch(() => '')).length;
const keep = (file: URL, signal = stop.signal) => keepRunning(file, (sentence) => void said.push(sentence), signal);

test('a program that dies is started again after pauses that grow, until it ends by itself', async () => {
  const script =
    "if (starts === 1) process.exit(1); if (starts === 2) process.kill(process.pid, 'SIGKILL'); process.exit(0);";
  expect(await keep(await program(script))).toBe(0);
  expect(await starts()).toBe(3);
  expect(said).toEqual(['the bot ended (code 1); again in 0.2 s', 'the bot ended (SIGKILL); again in 0.4 s']);
});

test('one that has given up is not', async () => {
  expect(await keep(await program(`process.exit(${GIVEN_UP})`))).toBe(GIVEN_UP);
  expect(await starts()).toBe(1);
});

test('one that lives is ended when it is to stop', async () => {
  const stopping = new AbortController();
  const kept = keep(
    await program("process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1_000);"),
    stopping.signal,
  );
  while ((await starts()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  stopping.abort();
  expect([await kept, said]).toEqual([0, []]);
});

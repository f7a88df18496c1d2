import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findGnugo, readEngineCommand } from './engine-command.ts';
import type { GoGame } from '../player.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playmesh-engines-'));
  for (const name of ['gnugo', 'katago', 'my engine']) {
    await writeFile(join(folder, name), '#!/bin/sh\n', { mode: 0o755 });
  }
  await writeFile(join(folder, 'notes.txt'), '');
  await chmod(join(folder, 'notes.txt'), 0o644);
});
afterAll(() => rm(folder, { recursive: true }));

const wordsOf = async (text: string, scoring: GoGame['scoring'] = 'area'): Promise<readonly string[]> =>
  (await readEngineCommand(text, 3, folder)).command({ scoring } as GoGame);
const problemOf = (text: string): Promise<string> =>
  readEngineCommand(text, 3, folder).then(
    () => 'none',
    (error: Error) => error.message,
  );

test('programs are looked for on the PATH first', async () => {
  expect(await findGnugo(['/nowhere', folder].join(delimiter))).toBe(join(folder, 'gnugo'));
});

test('an engine is a program and its arguments, in quotation marks where there are spaces in them', async () => {
  const katago = join(folder, 'katago');
  expect(await wordsOf('katago gtp -model "a b/c.bin"  -config=\'d e\'')).toEqual([
    katago,
    'gtp',
    '-model',
    'a b/c.bin',
    '-config=d e',
  ]);
  expect(await wordsOf(`${katago} $HOME;reboot`)).toEqual([katago, '$HOME;reboot']); // no shell sees it
  expect((await readEngineCommand('katago gtp', 3, folder)).name).toBe('katago');
});

test('GNU Go is told the rules of a game, and keeps to its level', async () => {
  const gnugo = join(folder, 'gnugo');
  const bounded = ['--level', '4', '--max-level', '4'];
  expect(await wordsOf('gnugo --mode gtp --level 4')).toEqual([gnugo, '--mode', 'gtp', ...bounded, '--chinese-rules']);
  expect((await wordsOf('gnugo --mode gtp', 'territory')).slice(1)).toEqual(['--mode', 'gtp', '--japanese-rules']);
  expect((await wordsOf('gnugo --level 9 --max-level 10')).slice(1, -1)).toEqual(['--level', '9', '--max-level', '10']);
  expect((await wordsOf('gnugo')).slice(1, 5)).toEqual(['--mode', 'gtp', '--quiet', '--level']); // at the level given
});

test('what is no command, or is not there, is told in a sentence', async () => {
  expect(await problemOf('   ')).toContain('must be a command such as "gnugo --mode gtp"');
  expect(await problemOf('katago "gtp')).toContain('must be a command');
  expect(await problemOf(`katago ${'x'.repeat(1_000)}`)).toContain('must be a command');
  expect(await problemOf('leela')).toBe('ENGINE names leela, which is not installed.');
  expect(await problemOf(join(folder, 'notes.txt'))).toContain('which is not installed');
  expect(await problemOf('"my engine"')).toBe('ENGINE must name a program, not "my engine".');
});

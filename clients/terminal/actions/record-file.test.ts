import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecordNotSaved, saveRecord } from './record-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playmesh-record-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a record is written under the name that the service gives, and never over a file that is there', async () => {
  const record = { sgf: '(;GM[1])', fileName: '2026-01-01-game.sgf' };
  await writeFile(join(folder, record.fileName), 'mine');
  const names = [await saveRecord(record, folder), await saveRecord(record, folder)];
  expect(names).toEqual(['2026-01-01-game-2.sgf', '2026-01-01-game-3.sgf']);
  expect(await readFile(join(folder, record.fileName), 'utf8')).toBe('mine');
  expect(await readFile(join(folder, names[0]!), 'utf8')).toBe(record.sgf);
});

test.each(['../up.sgf', '/etc/passwd', '..', '.hidden', 'a\u0000b'])(
  '%j stays in the folder, and is seen',
  async (fileName) => {
    const name = await saveRecord({ sgf: '', fileName }, folder);
    const [only, ...others] = await readdir(folder);
    expect([only, others]).toEqual([name, []]);
    expect(only).not.toMatch(/^\./);
  },
);

test('a folder that cannot be written to is told', async () => {
  const saved = saveRecord({ sgf: '', fileName: 'game.sgf' }, join(folder, 'none'));
  await expect(saved).rejects.toThrow(RecordNotSaved);
});

import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from './tools.ts';

const clean = {
  numPassedTests: 5,
  numFailedTests: 0,
  numRuntimeErrorTestSuites: 0,
  numPendingTests: 0,
  numTodoTests: 0,
};

test.each([
  [[clean, { ...clean, numPassedTests: 2 }], '7 passed, 0 failed, 0 skipped', 0],
  [[clean, { ...clean, numFailedTests: 1 }], '10 passed, 1 failed, 0 skipped', 1],
  [[{ ...clean, numRuntimeErrorTestSuites: 1 }], '5 passed, 1 failed, 0 skipped', 1],
  [[{ ...clean, numPendingTests: 1, numTodoTests: 1 }], '5 passed, 0 failed, 2 skipped', 1],
  [[], '0 passed, 0 failed, 0 skipped', 1],
])('the sum of %j is told on one line, and only a clean one succeeds', async (reports, line, code) => {
  const folder = await mkdtemp(join(tmpdir(), 'playmesh-tally-'));
  await Promise.all(reports.map((report, index) => writeFile(join(folder, `${index}.json`), JSON.stringify(report))));
  const { stdout, status } = spawnSync(process.execPath, [join(root, 'local', 'tally.mjs'), folder], {
    encoding: 'utf8',
  });
  await rm(folder, { recursive: true });
  expect([stdout, status]).toEqual([`${line}\n`, code]);
});

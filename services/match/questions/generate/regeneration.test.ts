import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

// Needs the data packages, which are development dependencies: a process of its own reads them as make questions does.
test('the committed files are, byte for byte, what is generated from the data', async () => {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    main,
    '--check',
  ]);
  expect(stdout).toMatch(/^Compared \d+ questions in 7 files\.\n$/);
}, 120_000);

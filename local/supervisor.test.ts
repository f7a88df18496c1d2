/** Real children: what is tested is what processes do. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { endLeftover, identity, livingPid, start, tail, type Program } from './child.ts';
import { supervise, type Part } from './supervisor.ts';

let folder: string;
let said: string[];
let parts: Part[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playmesh-supervisor-'));
  said = [];
  parts = [];
});
afterEach(async () => {
  await Promise.all(parts.map((part) => part.stop(1000)));
  await rm(folder, { recursive: true, force: true });
});

const program = (script: string): Program => ({
  name: 'child',
  command: ['/bin/sh', '-c', script],
  env: { PATH: process.env.PATH ?? '' },
  log: join(folder, 'child.log'),
  pidFile: join(folder, 'child.pid'),
  stopSignal: 'SIGTERM',
});

function supervised(script: string, restarts = true): Part {
  const part = supervise(program(script), { say: (sentence) => void said.push(sentence), restarts });
  parts.push(part);
  return part;
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('It did not come to that within 20 s.');
    await sleep(10);
  }
}

describe('a supervised program', () => {
  test('is started again when it dies, after a pause that doubles, and that is said', async () => {
    supervised(`date +%s.%N >> ${folder}/starts; exit 3`);
    const starts = () => readFileSync(join(folder, 'starts'), 'utf8').trim().split('\n').map(Number);
    await until(() => existsSync(join(folder, 'starts')) && starts().length >= 4);
    const [first = 0, second = 0, third = 0, fourth = 0] = starts();
    expect(second - first).toBeGreaterThanOrEqual(0.2);
    expect(third - second).toBeGreaterThanOrEqual(0.4);
    expect(fourth - third).toBeGreaterThanOrEqual(0.8);
    expect(said.slice(0, 3)).toEqual(
      ['0.2', '0.4', '0.8'].map((pause) => `child ended (code 3); again in ${pause} s; see ${folder}/child.log`),
    );
  });

  test('names the signal that killed it, and has another pid afterwards', async () => {
    const part = supervised('exec sleep 60');
    const before = part.pid;
    process.kill(before, 'SIGKILL');
    await until(() => said.length > 0 && part.isRunning);
    expect(said[0]).toContain('(SIGKILL)');
    expect(part.pid).not.toBe(before);
  });

  test('goes on in the same log, where the reason of its death stays to be read', async () => {
    supervised(`echo "because $$"; exit 1`);
    await until(() => readFileSync(join(folder, 'child.log'), 'utf8').split('\n').length > 2);
    expect(readFileSync(join(folder, 'child.log'), 'utf8')).toMatch(/^because \d+\nbecause \d+\n/);
  });

  test('stays dead where restarts are not wanted, until it is restarted', async () => {
    const part = supervised('exec sleep 60', false);
    process.kill(part.pid, 'SIGKILL');
    await part.exited;
    await sleep(400);
    expect(part.isRunning).toBe(false);
    await part.restart(1000);
    expect(part.isRunning).toBe(true);
  });

  test('is stopped for good by its own signal, silently', async () => {
    const part = supervised(`trap 'echo bye; exit 0' TERM; echo here; while :; do sleep 0.05; done`);
    await until(() => tail(part.program.log, 1) === 'here');
    await part.stop(5000);
    expect(tail(part.program.log, 1)).toBe('bye');
    await sleep(300);
    expect(part.isRunning).toBe(false);
    expect(said).toEqual([]);
  });

  test('is killed when it does not stop in time', async () => {
    const part = supervised(`trap '' TERM; echo here; while :; do sleep 0.05; done`);
    await until(() => tail(part.program.log, 1) === 'here');
    await part.stop(200);
    expect(await part.exited).toEqual({ code: null, signal: 'SIGKILL' });
  });

  test('does not come back when it is stopped in the pause before a restart', async () => {
    const part = supervised(`echo start >> ${folder}/starts; exit 1`);
    await until(() => said.length === 1);
    await part.stop(1000);
    await sleep(400);
    expect(readFileSync(join(folder, 'starts'), 'utf8')).toBe('start\n');
  });
});

describe('a child', () => {
  test('keeps the log of the run before, and its own', async () => {
    await start(program('echo one')).exited;
    await start(program('echo two >&2')).exited;
    expect(readFileSync(join(folder, 'child.log.1'), 'utf8')).toBe('one\n');
    expect(readFileSync(join(folder, 'child.log'), 'utf8')).toBe('two\n');
  });

  test('that cannot be started ends with 127 and says why in its log', async () => {
    const child = start({ ...program(''), command: [join(folder, 'nothing')] });
    expect(await child.exited).toEqual({ code: 127, signal: null });
    expect(tail(join(folder, 'child.log'), 1)).toMatch(/ENOENT|No such file/);
  });

  test('has a session of its own, so that a Ctrl-C at the terminal does not reach it', async () => {
    const child = start(program('exec sleep 60'));
    const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    expect(Number(stat[3])).toBe(child.pid);
    await child.stop(1000);
  });

  test('is asked to end when its runner is killed, so that nothing is left behind', async () => {
    const runner = spawn(process.execPath, [
      '--input-type=module-typescript',
      '--eval',
      `import { start } from '${import.meta.dirname}/child.ts';
       start(${JSON.stringify(program('exec sleep 60'))});
       setInterval(() => undefined, 1000);`,
    ]);
    const pidFile = join(folder, 'child.pid');
    await until(() => existsSync(pidFile) && livingPid(pidFile) !== undefined);
    const name = () => readFileSync(`/proc/${livingPid(pidFile)}/comm`, 'utf8').trim();
    await until(() => name() === 'sleep'); // setpriv has given way to the child
    runner.kill('SIGKILL');
    await until(() => livingPid(pidFile) === undefined);
  });

  test('is named by its pid file while it lives', async () => {
    const child = start(program('exec sleep 60'));
    expect(livingPid(join(folder, 'child.pid'))).toBe(child.pid);
    await child.stop(1000);
    expect(existsSync(join(folder, 'child.pid'))).toBe(false);
  });
});

describe('what a killed run has left', () => {
  test('is ended by its pid file', async () => {
    const orphan = spawn('sleep', ['60'], { stdio: 'ignore' });
    const gone = once(orphan, 'exit');
    await writeFile(join(folder, 'orphan.pid'), identity(orphan.pid ?? 0));
    expect(await endLeftover(join(folder, 'orphan.pid'), 'SIGTERM', 1000)).toBe(true);
    await gone;
    expect(existsSync(join(folder, 'orphan.pid'))).toBe(false);
  });

  test('leaves alone a process that merely bears the same number', async () => {
    await writeFile(join(folder, 'other.pid'), `${process.pid} 1`);
    expect(await endLeftover(join(folder, 'other.pid'), 'SIGKILL', 1000)).toBe(false);
  });
});

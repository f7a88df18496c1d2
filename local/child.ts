import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What to start: a command with its arguments, and where it writes. */
export type Program = {
  /** One word; names the log and the pid file. */
  readonly name: string;
  readonly command: readonly string[];
  /** Words before the command by which it runs as somebody else; see `withoutRoot`. */
  readonly runAs?: readonly string[];
  /** The whole environment of the child; nothing is inherited unless it is put here. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Receives stdout and stderr. */
  readonly log: string;
  /** Holds pid and start time while the child lives, so that the next run finds what a crashed one left. */
  readonly pidFile: string;
  /** What asks it to end well. */
  readonly stopSignal: NodeJS.Signals;
};

/** How a child ended: by itself with a code, or by a signal. */
export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** A started program. */
export type Child = {
  readonly pid: number;
  /** Settles when the process is gone; never rejects. */
  readonly exited: Promise<Exit>;
  signal(signal: NodeJS.Signals): void;
  /** Asks it to end, and kills it when it has not within `milliseconds`. */
  stop(milliseconds: number): Promise<Exit>;
};

/**
 * Starts a program in a session of its own, so that a Ctrl-C at the terminal reaches only the runner, which then stops
 * everything in order. Where the kernel can be asked to, it sends the stop signal when the runner is killed. A command
 * that cannot be started ends with code 127 and the reason in the log. The log begins anew, and the one before is kept as
 * `<log>.1`, unless it is to be `continued`.
 */
export function start(program: Program, log: 'new' | 'continued' = 'new'): Child {
  if (log === 'new' && existsSync(program.log)) renameSync(program.log, `${program.log}.1`);
  const output = openSync(program.log, 'a', 0o600);
  const [file = '', ...args] = [...(program.runAs ?? []), ...endsWithParent(program.stopSignal), ...program.command];
  const child = spawn(file, args, {
    cwd: program.cwd,
    env: { ...program.env },
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
    child.once('error', (error) => {
      writeFileSync(program.log, `${error.message}\n`, { flag: 'a' });
      resolve({ code: 127, signal: null });
    });
  });
  const pid = child.pid ?? 0;
  if (pid > 0) writeFileSync(program.pidFile, identity(pid));
  void exited.then(() => {
    rmSync(program.pidFile, { force: true });
  });
  return {
    pid,
    exited,
    signal: (signal) => {
      if (pid > 0 && child.exitCode === null && child.signalCode === null) child.kill(signal);
    },
    async stop(milliseconds) {
      this.signal(program.stopSignal);
      const timer = setTimeout(() => {
        this.signal('SIGKILL');
      }, milliseconds);
      const exit = await exited;
      clearTimeout(timer);
      return exit;
    },
  };
}

/** Path of setpriv, "" where there is none that knows --pdeathsig; looked for at the first start. */
let setpriv: string | undefined;

/** The words before a command that make the kernel signal it when this process dies; none where that is not to be had. */
function endsWithParent(signal: NodeJS.Signals): string[] {
  setpriv ??=
    (process.env.PATH ?? '')
      .split(delimiter)
      .map((folder) => join(folder, 'setpriv'))
      .find((file) => spawnSync(file, ['--pdeathsig', 'TERM', process.execPath, '--version']).status === 0) ?? '';
  return setpriv === '' ? [] : [setpriv, '--pdeathsig', signal.replace('SIG', '')];
}

/** Ends the process that a pid file of a crashed run still names; true when there was one. */
export async function endLeftover(pidFile: string, signal: NodeJS.Signals, milliseconds: number): Promise<boolean> {
  const pid = livingPid(pidFile);
  if (pid !== undefined) {
    process.kill(pid, signal);
    const timer = setTimeout(() => {
      if (livingPid(pidFile) !== undefined) process.kill(pid, 'SIGKILL');
    }, milliseconds);
    while (livingPid(pidFile) !== undefined) await sleep(20);
    clearTimeout(timer);
  }
  rmSync(pidFile, { force: true });
  return pid !== undefined;
}

/** When a process started, in clock ticks since boot; undefined where there is none (a zombie counts as none). */
function startTime(pid: number): string | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** What identifies a process for good: pids are given again, a pid with its start time is not. */
export const identity = (pid: number) => `${pid} ${startTime(pid)}`;

/** The pid in a file written by `start`, when that very process still lives. */
export function livingPid(file: string): number | undefined {
  const text = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  const pid = Number.parseInt(text, 10);
  return pid > 0 && text === identity(pid) && startTime(pid) !== undefined ? pid : undefined;
}

/** The last lines of a log, for the sentence that tells why something did not start. */
export function tail(log: string, lines: number): string {
  if (!existsSync(log)) return '';
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}

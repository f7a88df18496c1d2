/** A lock that names its holder by pid and start time, so that a crashed holder does not block the next. */
import { linkSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, note } from './steps.mjs';

/** When the process started, in clock ticks since boot; undefined where there is none (a zombie counts as none). */
export function startTime(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** What identifies a process for good: pids are reused, a pid with its start time is not. */
export const identity = (pid) => `${pid} ${startTime(pid)}`;

/** The pid written in a file by `identity`, when that very process still lives. */
export function livingPid(file) {
  try {
    const text = readFileSync(file, 'utf8').trim();
    const pid = Number(text.split(' ')[0]);
    return Number.isInteger(pid) && pid > 0 && text === identity(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Takes the lock; gives the function that releases it.
 * @param {string} file
 * @param {{ wait?: boolean, busy?: (pid: number) => string }} [options] wait for the holder, or fail with `busy`'s sentence.
 */
export async function lock(file, { wait = false, busy = (pid) => `${file} is held by process ${pid}.` } = {}) {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, identity(process.pid));
  let told = false;
  try {
    for (;;) {
      try {
        linkSync(own, file); // Atomic, and complete at once: nobody ever reads a half-written holder.
        return () => rmSync(file, { force: true });
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const holder = livingPid(file);
      if (holder === undefined) {
        rmSync(file, { force: true });
        continue;
      }
      if (!wait) throw new Failure(busy(holder));
      if (!told) note(`waiting for process ${holder}, which holds ${file}`);
      told = true;
      await sleep(100);
    }
  } finally {
    unlinkSync(own);
  }
}

/** What processes use, as /proc tells it. */
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** Ticks of the clock that /proc counts in: Linux shows user space 100 a second whatever its own are. */
const ticksPerSecond = 100;

/** Processes by the name that they are reported under; children of each count with it. */
export type Groups = ReadonlyMap<string, readonly number[]>;

/** What has been used at a moment: seconds of CPU by group, and by the whole machine. */
export type Usage = {
  readonly at: number;
  readonly seconds: ReadonlyMap<string, number>;
  readonly machine: number;
};

/** CPU used so far, in user mode and in the kernel, by processes that live and by children that they have waited for. */
export function readUsage(groups: Groups): Usage {
  const seconds = new Map<string, number>();
  for (const [name, pids] of groups) {
    const ticks = pids.flatMap(family).map((pid, index) => ticksOf(pid, index < pids.length));
    seconds.set(name, sum(ticks) / ticksPerSecond);
  }
  return { at: performance.now(), seconds, machine: machineTicks() / ticksPerSecond };
}

/** CPU seconds by group between two readings, and of all else on the machine (`other`). */
export function usedBetween(before: Usage, after: Usage): Record<string, number> {
  const used: Record<string, number> = {};
  for (const [name, seconds] of after.seconds) used[name] = seconds - (before.seconds.get(name) ?? 0);
  used.other = Math.max(0, after.machine - before.machine - sum(Object.values(used)));
  return used;
}

/** Resident memory by group in KiB, what processes share divided among them. */
export function readMemory(groups: Groups): Record<string, number> {
  return Object.fromEntries(
    [...groups].map(([name, pids]) => [
      name,
      sum(pids.flatMap(family).map((pid) => Number(/^Pss:\s+(\d+) kB$/m.exec(read(pid, 'smaps_rollup'))?.[1] ?? 0))),
    ]),
  );
}

/** Of the machine the figures are from. */
export function describeMachine(): string {
  const kib = Number(/^MemTotal:\s+(\d+)/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]);
  return `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(kib / 2 ** 20)} GiB`;
}

/** A process and its children, such as PostgreSQL's, the process first. */
export function family(pid: number): number[] {
  return [pid, ...read(pid, `task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number)];
}

/** utime and stime, and those of children that have ended where they are to count. */
function ticksOf(pid: number, withEndedChildren: boolean): number {
  const fields = read(pid, 'stat')
    .replace(/^.*\) /s, '')
    .split(' ')
    .map(Number);
  return sum(fields.slice(11, withEndedChildren ? 15 : 13));
}

/** All that was not idle: user, nice, system, interrupts. */
function machineTicks(): number {
  const [, user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = readFileSync('/proc/stat', 'utf8')
    .split('\n', 1)[0]!
    .split(/\s+/)
    .map(Number);
  return user + nice + system + irq + softirq;
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return ''; // it has ended
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

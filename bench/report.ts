/** Results as Markdown tables. */
import type { Figures } from './measure.ts';
import type { Line } from './results.ts';

/** A line of bench-moves. */
export type MovesLine = Line &
  Figures & {
    readonly machine: string;
    readonly versions: string;
    readonly way: 'direct' | 'edge';
    readonly perConnection: number;
    readonly matches: number;
    readonly paceSeconds: number;
  };

/** One table of all cases, with what they ran on above it. */
export function movesReport(lines: readonly MovesLine[]): string {
  const head = [
    'way',
    'streams a connection',
    'matches',
    'moves/s',
    'p50 / p99 / p99.9 ms',
    'match + PostgreSQL + Redis, µs a move',
    'Envoy',
    'client',
    "client's share of the machine",
    'idle',
    'KiB a player: match, Envoy',
  ];
  const rows = lines.map((line) => {
    const { match = 0, postgres = 0, redis = 0, envoy = 0, client = 0 } = line.cpuMicrosPerMove;
    const busy = Object.values(line.shareOfMachine).reduce((total, share) => total + share, 0);
    return [
      line.way === 'edge' ? 'through Envoy' : 'direct',
      String(line.perConnection),
      count(line.matches) + (line.paceSeconds > 0 ? ', a move a second' : ''),
      count(line.movesPerSecond),
      [line.p50Ms, line.p99Ms, line.p999Ms].map(ms).join(' / '),
      `${micros(match)} + ${micros(postgres)} + ${micros(redis)} = ${micros(match + postgres + redis)}`,
      micros(envoy),
      micros(client),
      percent(line.shareOfMachine.client ?? 0),
      percent(Math.max(0, 1 - busy)),
      [line.memoryPerPlayerKiB.match, line.memoryPerPlayerKiB.envoy].map((kib = 0) => kib.toFixed(1)).join(', '),
    ];
  });
  return origins(lines) + table(head, rows);
}

/** Where, when and with what: once for all lines that agree. */
export function origins(lines: readonly (Line & { machine: string; versions: string })[]): string {
  const texts = lines.map(
    ({ date, commit, machine, versions }) => `${date.slice(0, 10)}, commit ${commit}, ${machine}, ${versions}.`,
  );
  return [...new Set(texts)].map((text) => `${text}\n`).join('') + '\n';
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}

/** A number with thousands apart. */
export const count = (value: number) => Math.round(value).toLocaleString('en');
/** Milliseconds with as many digits as mean something. */
export const ms = (value: number) => (value < 10 ? value.toFixed(1) : value.toFixed(0));
export const micros = (value: number) => value.toFixed(value < 10 ? 1 : 0);
export const percent = (share: number) => `${(100 * share).toFixed(0)} %`;

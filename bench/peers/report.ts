/** The comparison as Markdown tables. */
import type { Figures } from '../measure.ts';
import { count, micros, ms, origins, percent, table } from '../report.ts';
import type { Line } from '../results.ts';
import type { Survival } from './survival.ts';

type Described = Line & {
  readonly machine: string;
  readonly versions: string;
  readonly title: string;
  readonly state: string;
};

/** What a contestant did under a load. */
export type LoadLine = Described &
  Figures & {
    readonly kind: 'load';
    readonly perConnection: number;
    readonly matches: number;
    readonly paceSeconds: number;
  };

/** What became of a contestant's matches when it was killed. */
export type KillLine = Described & Survival & { readonly kind: 'kill'; readonly killed: string };

/** A line of bench-peers. */
export type PeersLine = LoadLine | KillLine;

/** What they ran on, a table of the loads and one of the kills. */
export function peersReport(lines: readonly PeersLine[]): string {
  const loads = lines.filter((line) => line.kind === 'load');
  const kills = lines.filter((line) => line.kind === 'kill');
  return [
    origins(lines),
    'The peers keep the state of a match in memory. Playmesh answers a move when it is committed to PostgreSQL and synced\n',
    'to disk, and its players are signed in. CPU is of all processes of a server; the client shares the machine.\n\n',
    loads.length > 0 ? loadTable(loads) : '',
    kills.length > 0 ? `\nAll processes of the server are killed (SIGKILL) under play and started again:\n\n` : '',
    kills.length > 0 ? killTable(kills) : '',
  ].join('');
}

function loadTable(lines: readonly LoadLine[]): string {
  const rows = lines.map((line) => {
    const { envoy, client = 0 } = line.cpuMicrosPerMove;
    const busy = Object.values(line.shareOfMachine).reduce((total, share) => total + share, 0);
    return [
      line.title,
      line.state,
      String(line.perConnection),
      count(line.matches) + (line.paceSeconds > 0 ? ', a move a second' : ''),
      count(line.movesPerSecond),
      [line.p50Ms, line.p99Ms, line.p999Ms].map(ms).join(' / '),
      serverCpu(line),
      envoy === undefined ? '' : micros(envoy),
      micros(client),
      percent(line.shareOfMachine.client ?? 0),
      percent(Math.max(0, 1 - busy)),
    ];
  });
  return table(
    [
      'server',
      'state is in',
      'players a connection',
      'matches',
      'moves/s',
      'p50 / p99 / p99.9 ms',
      'server and stores, µs a move',
      'Envoy',
      'client',
      "client's share of the machine",
      'idle',
    ],
    rows,
  );
}

/** Such as "match 29 + PostgreSQL 8.0 + Redis 1.0 = 38"; of Playmesh those three that a move goes through. */
function serverCpu({ cpuMicrosPerMove: used }: LoadLine): string {
  const parts = Object.entries({
    server: used.server,
    match: used.match,
    PostgreSQL: used.postgres,
    Redis: used.redis,
  });
  const had = parts.flatMap(([name, cpu]) => (cpu === undefined ? [] : { name, cpu }));
  const total = micros(had.reduce((sum, { cpu }) => sum + cpu, 0));
  return had.length === 1 ? total : `${had.map(({ name, cpu }) => `${name} ${micros(cpu)}`).join(' + ')} = ${total}`;
}

function killTable(lines: readonly KillLine[]): string {
  const rows = lines.map((line) => [
    line.title,
    line.killed,
    `${line.kept} of ${line.matches}`,
    count(line.movesLost),
    (line.answeredAfterMs / 1000).toFixed(1),
  ]);
  return table(['server', 'killed', 'matches kept', 'moves lost', 's until all were answered for'], rows);
}

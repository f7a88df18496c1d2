/**
 * `make bench-tickets`: guests look for opponents through Envoy at a steady rate; in one case a match replica is killed
 * meanwhile. Nobody may be matched twice by one ticket, with themself, or never. Options are in cases.ts.
 */
import { movesFault, runBench } from './cases.ts';
import { figuresOf, measure, type Figures } from './measure.ts';
import { describeMachine } from './processes.ts';
import { count, micros, ms, origins, percent, table } from './report.ts';
import type { Line } from './results.ts';

/** By the rate, so that each has looked for an opponent before it counts: their tokens are known to the replicas then. */
const guestsPerTicketASecond = 2;
const warmSeconds = 6;
/** From the kill to the end of the run. */
const laterSeconds = 10;
const limitMs = 180_000;

type Case = { readonly name: string; readonly rate: number; readonly isKilled: boolean };

const cases: Case[] = [
  { name: '500', rate: 500, isKilled: false },
  { name: '1000', rate: 1_000, isKilled: false },
  { name: '2000', rate: 2_000, isKilled: false },
  { name: '500/killed', rate: 500, isKilled: true },
  { name: '2000/killed', rate: 2_000, isKilled: true },
];

type TicketsLine = Line &
  Figures & { readonly machine: string; readonly versions: string; readonly rate: number; readonly isKilled: boolean };

await runBench<Case, TicketsLine>({ name: 'tickets', cases, run: runCase, fault: movesFault, report });

async function runCase({ name, rate, isKilled }: Case, seconds: number, commit: string): Promise<TicketsLine> {
  const date = new Date().toISOString();
  const guests = guestsPerTicketASecond * rate;
  const measurement = await measure({
    limitMs: limitMs + seconds * 1_000,
    client: ({ edge }) => [
      `-edge=${edge}`,
      `-tickets=${rate}`,
      `-guests=${guests}`,
      `-warm=${warmSeconds}s`,
      `-measure=${seconds}s`,
      `-later=${isKilled ? laterSeconds : 0}s`,
    ],
    ...(isKilled && { disturb: ({ mesh }) => void process.kill(mesh.parts.get('match-0')!.pid, 'SIGKILL') }),
  });
  return {
    case: name,
    commit,
    date,
    machine: describeMachine(),
    versions: measurement.versions,
    rate,
    isKilled,
    ...figuresOf(measurement, guests),
  };
}

function report(lines: readonly TicketsLine[]): string {
  const head = [
    'tickets a second, asked for',
    'matched a second',
    'from asking to knowing the match, p50 / p99 / longest ms',
    'after a kill, p50 / p99 / longest ms',
    'tickets, all matched once',
    'match + PostgreSQL + Redis, µs a ticket',
    'Envoy',
    "client's share of the machine",
    'idle',
  ];
  const rows = lines.map(({ counts, later, cpuMicrosPerMove: cpu, shareOfMachine: share, ...line }) => [
    count(line.rate),
    count(line.movesPerSecond),
    [line.p50Ms, line.p99Ms, line.longestMs].map(ms).join(' / '),
    later ? [later.p50Ms, later.p99Ms, later.longestMs].map(ms).join(' / ') : '',
    `${count(line.checkedMoves)} of ${count(counts.tickets ?? 0)}`,
    [cpu.match, cpu.postgres, cpu.redis].map((part = 0) => micros(part)).join(' + '),
    micros(cpu.envoy ?? 0),
    percent(share.client ?? 0),
    percent(Math.max(0, 1 - Object.values(share).reduce((total, part) => total + part, 0))),
  ]);
  return origins(lines) + table(head, rows);
}

/**
 * `make bench-streams`: many open Play and Watch streams at once through Envoy, a twentieth of the streams' players
 * playing a move a second; then a match replica is killed, and all its streams come back. Options are in cases.ts.
 */
import { execFileSync } from 'node:child_process';
import { Failure } from '../local/steps.mjs';
import { movesFault, runBench } from './cases.ts';
import { figuresOf, measure, type Figures } from './measure.ts';
import type { BenchMesh } from './mesh.ts';
import { describeMachine } from './processes.ts';
import { count, ms, origins, percent, table } from './report.ts';
import type { Line } from './results.ts';

/** Of each match: two Play streams of its players, and as many Watch streams of others. */
const playersPerMatch = 2;
const watchersPerMatch = 2;
const streamsPerMatch = playersPerMatch + watchersPerMatch;
/** Signing in is not what is measured: each guest plays in so many matches, and watches as many. */
const matchesPerGuest = 5;
/** What part of the streams is of players who play. */
const playing = 0.05;
const warmSeconds = 5;
/** For what is garbage after connecting to be collected before memory is read. */
const settleSeconds = 5;
/** Access tokens last for 15 minutes; whoever comes back needs one. */
const limitMs = 14 * 60_000;
/** Files that Envoy and the client need beside those of the connections between them. */
const otherFiles = 1_000;

type Case = {
  readonly name: string;
  readonly streams: number;
  readonly perConnection: number;
  /** From the kill to the end of the run. */
  readonly laterSeconds: number;
};

const cases: Case[] = [
  { name: 'shared', streams: 100_000, perConnection: 6, laterSeconds: 180 },
  { name: 'shared-40000', streams: 40_000, perConnection: 6, laterSeconds: 60 },
  { name: 'own', streams: 18_000, perConnection: 1, laterSeconds: 60 },
];

type StreamsLine = Line &
  Figures & {
    readonly machine: string;
    readonly versions: string;
    readonly perConnection: number;
    readonly streams: number;
  };

/** What a client says of a match that is over, which none was to be. */
const matchEnded = 'the match has ended';

/** Matches whose players did not come back in time after the kill, and were forfeited. */
const forfeited = ({ failures }: Pick<StreamsLine, 'failures'>): number => failures[matchEnded] ?? 0;

await runBench<Case, StreamsLine>({ name: 'streams', cases, run: runCase, fault, report });

async function runCase(one: Case, seconds: number, commit: string): Promise<StreamsLine> {
  const files = Number(execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' })) || Infinity;
  const needed = Math.ceil(one.streams / one.perConnection) + otherFiles;
  if (files < needed)
    throw new Failure(`${one.name} needs ${needed} open files a process; the limit (ulimit -Hn) is ${files}.`);
  const matches = one.streams / streamsPerMatch;
  const date = new Date().toISOString();
  const measurement = await measure({
    limitMs,
    client: ({ edge }) => [
      `-edge=${edge}`,
      `-per-connection=${one.perConnection}`,
      `-matches=${matches}`,
      `-playing=${Math.round((one.streams * playing) / playersPerMatch)}`,
      `-watchers=${watchersPerMatch}`,
      `-guests=${(matches * playersPerMatch) / matchesPerGuest}`,
      '-pace=1s',
      `-settle=${settleSeconds}s`,
      `-warm=${warmSeconds}s`,
      `-measure=${seconds}s`,
      `-later=${one.laterSeconds}s`,
    ],
    disturb: killReplica,
  });
  return {
    case: one.name,
    commit,
    date,
    machine: describeMachine(),
    versions: measurement.versions,
    perConnection: one.perConnection,
    streams: one.streams,
    ...figuresOf(measurement, one.streams),
  };
}

/** The supervisor starts it again, as a cluster would. */
function killReplica({ mesh }: BenchMesh): void {
  process.kill(mesh.parts.get('match-0')!.pid, 'SIGKILL');
}

/** A match that was forfeited is a figure; anything else that went missing is a fault. */
function fault(line: StreamsLine): string | undefined {
  const { [matchEnded]: ended = 0, ...failures } = line.failures;
  const lost = movesFault({ ...line, failures, missing: Math.max(0, line.missing - ended) });
  const stillAway = (line.counts.stillAway ?? 0) - ended * streamsPerMatch;
  return lost ?? (stillAway > 0 ? `${line.case}: ${stillAway} streams have not come back` : undefined);
}

function report(lines: readonly StreamsLine[]): string {
  const open = lines.map(({ counts, memoryPerPlayerKiB: memory, shareOfMachine: share, ...line }) => [
    count(line.streams),
    count(counts.connections ?? 0),
    (counts.connectSeconds ?? 0).toFixed(1),
    [memory.match, memory.envoy, memory.postgres].map((kib = 0) => kib.toFixed(1)).join(', '),
    count(line.movesPerSecond),
    [line.p50Ms, line.p99Ms, line.p999Ms].map(ms).join(' / '),
    [share.match, share.envoy, share.postgres, share.redis, share.client].map((part = 0) => percent(part)).join(', '),
  ]);
  const killed = lines.map(({ counts, later, ...line }) => [
    count(line.streams),
    `${count(forfeited(line))} of ${count(line.streams / streamsPerMatch)}`,
    count(counts.comeBacks ?? 0),
    [counts.awayP50Ms, counts.awayP99Ms, counts.awayLongestMs].map((away = 0) => (away / 1000).toFixed(1)).join(' / '),
    counts.stillAway
      ? `never: ${count(counts.stillAway)} had no match left`
      : ((counts.allBackMs ?? 0) / 1000).toFixed(1),
    [later?.p50Ms, later?.p99Ms, later?.longestMs].map((latency = 0) => ms(latency)).join(' / '),
  ]);
  return [
    origins(lines),
    table(
      [
        'streams',
        'connections',
        's to connect all',
        'KiB a stream: match, Envoy, PostgreSQL',
        'moves/s',
        'p50 / p99 / p99.9 ms',
        'share of the machine: match, Envoy, PostgreSQL, Redis, client',
      ],
      open,
    ),
    '\nOne of the two match replicas is killed:\n\n',
    table(
      [
        'streams',
        'matches forfeited',
        'came back',
        'away, p50 / p99 / longest s',
        's until all were back',
        'moves after the kill, p50 / p99 / longest ms',
      ],
      killed,
    ),
  ].join('');
}

/**
 * `make bench-moves`: durable moves through the whole of Playmesh, two players to a match, on different replicas.
 * Options are in cases.ts; a case is such as edge/50/1000.
 */
import { movesFault, runBench } from './cases.ts';
import { figuresOf, measure } from './measure.ts';
import { describeMachine } from './processes.ts';
import { movesReport, percent, type MovesLine } from './report.ts';

const warmSeconds = 3;
/** Envoy, which keeps replicas equally busy, may lead a few players to the same replica as their opponents. */
const apartAtLeast = 0.95;
/** Beyond the measured seconds: to sign in, to connect and to let the last moves arrive. */
const limitMs = 240_000;

type Way = 'direct' | 'edge';
/** Streams that share a connection, matches, and the seconds to a move (0: as fast as it goes). */
type Case = { readonly name: string; way: Way; perConnection: number; matches: number; pace: number };

const cases: Case[] = (['direct', 'edge'] as const).flatMap((way) =>
  [50, 1].flatMap((perConnection) =>
    [
      { matches: 1, pace: 0 },
      { matches: 100, pace: 0 },
      { matches: 1000, pace: 0 },
      { matches: 3000, pace: 0 },
      { matches: 1000, pace: 1 },
    ].map(({ matches, pace }) => ({
      name: [way, perConnection, matches, ...(pace > 0 ? ['paced'] : [])].join('/'),
      way,
      perConnection,
      matches,
      pace,
    })),
  ),
);

await runBench<Case, MovesLine>({ name: 'moves', cases, run: runCase, fault, report: movesReport });

async function runCase(one: Case, seconds: number, commit: string): Promise<MovesLine> {
  const date = new Date().toISOString();
  const measurement = await measure({
    limitMs: limitMs + seconds * 1000,
    client: ({ edge, direct }) => [
      `-edge=${edge}`,
      ...(one.way === 'direct' ? [`-direct=${direct.join(',')}`] : []),
      `-per-connection=${one.perConnection}`,
      `-matches=${one.matches}`,
      `-pace=${one.pace}s`,
      `-warm=${warmSeconds}s`,
      `-measure=${seconds}s`,
    ],
  });
  return {
    case: one.name,
    commit,
    date,
    machine: describeMachine(),
    versions: measurement.versions,
    way: one.way,
    perConnection: one.perConnection,
    matches: one.matches,
    paceSeconds: one.pace,
    ...figuresOf(measurement, 2 * one.matches),
  };
}

function fault(line: MovesLine): string | undefined {
  const apart = (line.counts.matchesApart ?? 0) / line.matches;
  if (apart < apartAtLeast) return `${line.case}: only ${percent(apart)} of the matches are on two replicas`;
  return movesFault(line);
}

/**
 * `make bench-moves`: durable moves through the whole of Playmesh, two players to a match, on different replicas.
 * Options: FRESH=1 measures again what is there, CASES=edge/50/1000,… only these, SECONDS=3 shorter, --report prints
 * what is there as Markdown.
 */
import { fail, Failure, note, step } from '../local/steps.mjs';
import { figuresOf, measure } from './measure.ts';
import { describeMachine } from './processes.ts';
import { movesReport, type MovesLine } from './report.ts';
import { appendLine, currentCommit, newestByCase, readLines } from './results.ts';

const bench = 'moves';
const warmSeconds = 3;
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

try {
  if (process.argv.includes('--report')) {
    process.stdout.write(movesReport([...newestByCase(readLines<MovesLine>(bench)).values()]));
  } else {
    await run();
  }
} catch (error) {
  fail(error);
}
process.exit();

async function run(): Promise<void> {
  const { FRESH, CASES, SECONDS = '10' } = process.env;
  const seconds = Number(SECONDS);
  if (!(seconds >= 1 && seconds <= 600)) throw new Failure(`SECONDS must be from 1 to 600, not ${SECONDS}.`);
  const chosen = CASES ? CASES.split(',').map(findCase) : cases;
  const commit = currentCommit();
  const done = new Set(
    FRESH ? [] : readLines<MovesLine>(bench).flatMap((line) => (line.commit === commit ? [line.case] : [])),
  );
  if (done.size > 0) note(`${done.size} cases of ${commit} are there already; FRESH=1 measures them again`);
  const lines: MovesLine[] = [];
  for (const one of chosen) {
    if (done.has(one.name)) continue;
    const line = await step(one.name, () => runCase(one, seconds, commit));
    appendLine(bench, line);
    lines.push(line);
  }
  process.stdout.write(movesReport(lines));
  const failed = lines.filter(({ missing, failures }) => missing > 0 || Object.keys(failures).length > 0);
  if (failed.length > 0)
    throw new Failure(`Moves were lost or refused in ${failed.map((line) => line.case).join(', ')}.`);
}

function findCase(name: string): Case {
  const found = cases.find((one) => one.name === name);
  if (!found) throw new Failure(`There is no case ${name}; there are ${cases.map((one) => one.name).join(', ')}.`);
  return found;
}

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

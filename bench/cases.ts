/**
 * A bench is a list of cases, each of which gives one line. What is measured of the checkout's commit is not measured
 * again, so a long run can be broken off and goes on where it stopped; where something is not committed, all is measured.
 * FRESH=1 measures all again, CASES=name,… only these, SECONDS=3 shorter, --report prints what is there as Markdown.
 */
import { fail, Failure, note, step } from '../local/steps.mjs';
import { appendLine, currentCommit, newestByCase, readLines, type Line } from './results.ts';

/** What a bench needs to be run. */
export type Bench<Case extends { readonly name: string }, Result extends Line> = {
  /** Names the file of results. */
  readonly name: string;
  readonly cases: readonly Case[];
  run(one: Case, seconds: number, commit: string): Promise<Result>;
  /** What was not as promised, in a few words; undefined where all was. */
  fault(line: Result): string | undefined;
  report(lines: readonly Result[]): string;
};

/** Does what the command line and the environment say, and ends the process: with 1 where a case failed or has a fault. */
export async function runBench<Case extends { readonly name: string }, Result extends Line>(
  bench: Bench<Case, Result>,
): Promise<never> {
  try {
    if (process.argv.includes('--report')) {
      const there = newestByCase(readLines<Result>(bench.name));
      process.stdout.write(bench.report(bench.cases.flatMap(({ name }) => there.get(name) ?? [])));
    } else {
      await runCases(bench);
    }
  } catch (error) {
    fail(error);
  }
  process.exit();
}

async function runCases<Case extends { readonly name: string }, Result extends Line>(
  bench: Bench<Case, Result>,
): Promise<void> {
  const { FRESH, CASES, SECONDS = '10' } = process.env;
  const seconds = Number(SECONDS);
  if (!(seconds >= 1 && seconds <= 600)) throw new Failure(`SECONDS must be from 1 to 600, not ${SECONDS}.`);
  const chosen = CASES ? CASES.split(',').map((name) => findCase(bench.cases, name)) : bench.cases;
  const commit = currentCommit();
  const isFresh = Boolean(FRESH) || commit.endsWith('+');
  const there = newestByCase(isFresh ? [] : readLines<Result>(bench.name).filter((line) => line.commit === commit));
  if (there.size > 0) note(`${there.size} cases of ${commit} are there already; FRESH=1 measures them again`);
  const lines: Result[] = [];
  for (const one of chosen) {
    let line = there.get(one.name);
    if (!line) {
      line = await step(one.name, () => bench.run(one, seconds, commit));
      appendLine(bench.name, line);
    }
    lines.push(line);
  }
  process.stdout.write(bench.report(lines));
  const faults = lines.flatMap((line) => bench.fault(line) ?? []);
  if (faults.length > 0) throw new Failure(`Not as promised: ${faults.join('; ')}.`);
}

function findCase<Case extends { readonly name: string }>(cases: readonly Case[], name: string): Case {
  const found = cases.find((one) => one.name === name);
  if (!found) throw new Failure(`There is no case ${name}; there are ${cases.map((one) => one.name).join(', ')}.`);
  return found;
}

/** The fault of a run in which moves were lost or refused. */
export function movesFault(line: {
  readonly case: string;
  readonly missing: number;
  readonly failures: Readonly<Record<string, number>>;
}): string | undefined {
  const failures = Object.entries(line.failures).map(([what, times]) => `${what} (${times} times)`);
  if (line.missing > 0) failures.push(`${line.missing} matches waited for moves in vain`);
  return failures.length > 0 ? `${line.case}: ${failures.join(', ')}` : undefined;
}

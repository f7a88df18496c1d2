/** Results as lines of JSON, one a case, so that a long run can be broken off and goes on where it stopped. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../local/tools.ts';

/** What every line has. */
export type Line = {
  /** Names the case within its bench. */
  readonly case: string;
  /** Of the code that was measured, with a `+` where it was not as committed. */
  readonly commit: string;
  readonly date: string;
};

/** What is measured: services, contract, Envoy and all that starts them. */
const measured = ['services', 'gen', 'envoy', 'local', 'bench', 'package-lock.json'];

/** The commit that the checkout is at. */
export function currentCommit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  const isChanged = git('status', '--porcelain', '--', ...measured) !== '';
  return git('rev-parse', '--short=10', 'HEAD') + (isChanged ? '+' : '');
}

const fileOf = (bench: string) => join(root, 'bench', 'results', `${bench}.jsonl`);

/** All lines of a bench, oldest first. */
export function readLines<T extends Line>(bench: string): T[] {
  const file = fileOf(bench);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
}

/** The newest line of each case. */
export function newestByCase<T extends Line>(lines: readonly T[]): Map<string, T> {
  return new Map(lines.map((line) => [line.case, line]));
}

export function appendLine(bench: string, line: Line): void {
  mkdirSync(join(root, 'bench', 'results'), { recursive: true });
  appendFileSync(fileOf(bench), `${JSON.stringify(line)}\n`);
}

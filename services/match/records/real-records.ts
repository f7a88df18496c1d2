/** For tests: the real records among the fixtures. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GoRecord } from './go-record.ts';
import { readSgf } from './read-sgf.ts';

const FOLDER = join(import.meta.dirname, 'fixtures');

/** Their files, by name. */
export const recordFiles: readonly string[] = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(?:sgf|mgt)$/.test(name))
  .sort();

export const readRecordFile = (name: string): Buffer => readFileSync(join(FOLDER, name));

export function realRecord(name: string): GoRecord {
  const answer = readSgf(readRecordFile(name));
  if ('refusal' in answer) throw new Error(`${name}: ${JSON.stringify(answer.refusal)}`);
  return answer.record;
}

import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Refusal, runCommand } from '../harness/command.ts';
import { commonVariables } from '../harness/config.ts';
import { createLog } from '../harness/log.ts';
import { folded } from './questions/bank.ts';
import type { Imported, KnownTexts } from './questions/import/accept.ts';
import { importCsv } from './questions/import/csv.ts';
import { importOpenTriviaDb } from './questions/import/opentdb.ts';
import { Pool } from './store/pool.ts';
import { Questions } from './store/questions.ts';

const USAGE = 'node services/match/import-questions.ts FILE --format opentdb|csv --licence TEXT';
const IMPORTERS: Readonly<Record<string, (text: string, known: KnownTexts) => Imported>> = {
  opentdb: importOpenTriviaDb,
  csv: importCsv,
};

/** Adds the questions of a file to the bank, and says line by line what it refused. */
await runCommand({ DATABASE_URL: commonVariables.DATABASE_URL }, async ({ DATABASE_URL }) => {
  const { file, importer, licence } = readArguments();
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new Refusal(`The file cannot be read: ${error.message}.`);
  });
  const pool = new Pool(DATABASE_URL, 1, createLog('import-questions', '', 'warn'));
  try {
    const bank = new Questions(pool);
    const known = new Map((await bank.texts()).map(({ id, text: asked }) => [folded(asked), id]));
    const { questions, refused } = importer(text, known);
    for (const { line, reason } of refused) process.stdout.write(`${file}:${line}: ${reason}\n`);
    const added = await bank.add(questions, licence);
    return `${file}: ${questions.length} questions taken, of which ${added} are new; ${refused.length} refused.`;
  } finally {
    await pool.close();
  }
});

function readArguments(): { file: string; importer: (text: string, known: KnownTexts) => Imported; licence: string } {
  const { values, positionals } = parseArguments();
  const [file, ...others] = positionals;
  const importer = IMPORTERS[values.format ?? ''];
  const licence = values.licence?.trim() ?? '';
  if (file === undefined || others.length > 0 || importer === undefined || licence === '') {
    throw new Refusal(`usage: ${USAGE}`);
  }
  return { file, importer, licence };
}

function parseArguments(): { values: { format?: string; licence?: string }; positionals: string[] } {
  try {
    return parseArgs({ options: { format: { type: 'string' }, licence: { type: 'string' } }, allowPositionals: true });
  } catch (error) {
    throw new Refusal(`${(error as Error).message}\nusage: ${USAGE}`);
  }
}

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { parseBank } from '../bank.ts';
import { makeFiles, printBank } from './files.ts';
import { readData } from './read.ts';

/** Makes all wrong options and their order. Another seed makes another bank with the same questions. */
const SEED = 'playmesh 1';

/** Generates the bank, or says with --check whether the committed one is what would be generated. */
const questions = new URL('../', import.meta.url);
const written = parseBank(await readFile(new URL('general.json', questions), 'utf8')).questions;
const files = makeFiles(
  readData(),
  SEED,
  written.map(({ text }) => text),
);
const isCheck = process.argv.includes('--check');
await mkdir(new URL('generated/', questions), { recursive: true });
for (const [name, bank] of files) {
  const file = new URL(`generated/${name}.json`, questions);
  const printed = printBank(bank);
  if (!isCheck) await writeFile(file, printed);
  else if ((await readFile(file, 'utf8')) !== printed) {
    process.stderr.write(`generated/${name}.json is not what is generated: run make questions\n`);
    process.exitCode = 1;
  }
}
const count = [...files.values()].reduce((sum, bank) => sum + bank.questions.length, 0);
process.stdout.write(`${isCheck ? 'Compared' : 'Generated'} ${count} questions in ${files.size} files.\n`);

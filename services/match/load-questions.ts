import { readFile } from 'node:fs/promises';
import { runCommand } from '../harness/command.ts';
import { commonVariables } from '../harness/config.ts';
import { createLog } from '../harness/log.ts';
import { parseBank } from './questions/bank.ts';
import { Pool } from './store/pool.ts';
import { Questions } from './store/questions.ts';

await runCommand({ DATABASE_URL: commonVariables.DATABASE_URL }, async ({ DATABASE_URL }) => {
  const file = new URL('questions/general.json', import.meta.url);
  const bank = parseBank(await readFile(file, 'utf8'));
  const pool = new Pool(DATABASE_URL, 1, createLog('load-questions', '', 'warn'));
  try {
    return `The bank holds ${await new Questions(pool).replace(bank)} questions.`;
  } finally {
    await pool.close();
  }
});

import { runCommand } from '../harness/command.ts';
import { commonVariables } from '../harness/config.ts';
import { createLog } from '../harness/log.ts';
import { readShippedQuestions } from './questions/shipped.ts';
import { Pool } from './store/pool.ts';
import { Questions } from './store/questions.ts';

await runCommand({ DATABASE_URL: commonVariables.DATABASE_URL }, async ({ DATABASE_URL }) => {
  const bank = await readShippedQuestions();
  const pool = new Pool(DATABASE_URL, 1, createLog('load-questions', '', 'warn'));
  try {
    return `The bank holds ${await new Questions(pool).replace(bank)} questions.`;
  } finally {
    await pool.close();
  }
});

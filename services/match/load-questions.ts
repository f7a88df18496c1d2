import { readFile } from 'node:fs/promises';
import { createLog } from '../harness/log.ts';
import { parseBank } from './questions/bank.ts';
import { Pool } from './store/pool.ts';
import { Questions } from './store/questions.ts';

const url = process.env['DATABASE_URL'];
if (!url) {
  process.stderr.write('DATABASE_URL must be set.\n');
  process.exit(2);
}
const file = new URL('questions/general.json', import.meta.url);
const bank = parseBank(await readFile(file, 'utf8'));
const pool = new Pool(url, 1, createLog('load-questions', '', 'warn'));
const count = await new Questions(pool).replace(bank);
await pool.close();
process.stdout.write(`The bank holds ${count} questions.\n`);

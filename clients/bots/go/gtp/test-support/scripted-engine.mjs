/**
 * An engine for tests that speaks GTP and misbehaves as it is told: `node scripted-engine.mjs LOG BEHAVIOUR`. It writes down
 * in LOG what it is sent. Its own moves go along the first row from A1, one column further for each stone on its board.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setInterval } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';

const [log, behaviour] = process.argv.slice(2);
const note = (line) => appendFileSync(log, `${line}\n`);
note(`start ${process.pid}`);
const starts = readFileSync(log, 'utf8').match(/^start /gm).length;
const isFirst = starts === 1;

const ALL = ['boardsize', 'clear_board', 'komi', 'play', 'genmove', 'list_commands', 'quit', 'final_status_list'];
const EXTRAS = [
  'undo',
  'set_free_handicap',
  'place_free_handicap',
  'time_settings',
  'time_left',
  'kgs-genmove_cleanup',
];
const commands = behaviour === 'plain' ? ALL : [...ALL, ...EXTRAS, ...(behaviour === 'kata' ? ['kata-set-rules'] : [])];
const forever = () => new Promise(() => setInterval(() => {}, 60_000));
let moves = [];
let isPicky = true;

if (behaviour === 'broken') {
  process.stderr.write('no weights found\n');
  process.exit(3);
}
if (behaviour === 'slow') await sleep(400);
if (behaviour === 'stubborn' || behaviour === 'busy') process.on('SIGTERM', () => note('SIGTERM'));
if (behaviour === 'noisy') process.stdout.write('== Noisy 1.0 ==\n=\n= D4\n\n=99 E5\n\nready\n\n');

for await (const line of createInterface({ input: process.stdin })) {
  note(line.replace(/^\d+ /, ''));
  const [id, name, ...args] = /^\d/.test(line) ? line.split(' ') : ['', ...line.split(' ')];
  const answer = await answerTo(name, args);
  if (behaviour === 'noisy')
    process.stdout.write(`thinking\r\n= A9\n\n=${id}0 B9\n\n=${id} ${answer}\r\n\r\nthought\r\n`);
  else process.stdout.write(`${answer.startsWith('?') ? `?${id}${answer.slice(1)}` : `=${id} ${answer}`}\n\n`);
  if (name === 'quit' && behaviour !== 'stubborn' && behaviour !== 'lingering') process.exit(0);
}
// Stays when its input is closed.
if (behaviour === 'stubborn' || behaviour === 'lingering') await forever();

async function answerTo(name, args) {
  switch (name) {
    case 'list_commands':
      return commands.join('\n');
    case 'clear_board':
      moves = [];
      return '';
    case 'play':
      if (behaviour === 'picky once' && isPicky && args[1] === 'C3') {
        isPicky = false;
        return '? illegal move';
      }
      moves.push(args[1]);
      return '';
    case 'set_free_handicap':
      moves.push(...args);
      return '';
    case 'undo':
      moves.pop();
      return '';
    case 'genmove':
      return genmove();
    case 'place_free_handicap':
      return behaviour === 'unreadable' ? 'D4' : 'D4 F6';
    case 'final_status_list':
      return behaviour === 'unreadable' ? 'A9' : moves.filter((vertex) => vertex !== 'pass').join(' ');
    default:
      return commands.includes(name) ? '' : '? unknown command';
  }
}

async function genmove() {
  if (behaviour === 'dies' || (behaviour === 'dies once' && isFirst)) {
    process.stderr.write('segmentation fault\n');
    process.exit(139);
  }
  if (behaviour === 'busy' || (behaviour === 'hangs once' && isFirst)) await forever();
  if (behaviour === 'endless') process.stdout.write(`=${'x'.repeat(400_000)}`);
  if (behaviour === 'unreadable') return 'banana';
  if (behaviour === 'refuses') return '? cannot think';
  if (behaviour === 'resigns') return 'resign';
  const vertex = behaviour === 'illegal' ? 'E5' : `${'ABCDEFGHJ'[moves.length]}1`;
  moves.push(vertex);
  return vertex;
}

/** `make bot`: a bot that waits in the queue of trivia duels and plays on and on, or joins a friend's match. */
import { runBot } from '../clients/bots/trivia/run.ts';
import { LEVELS } from '../clients/bots/trivia/skill.ts';
import { PlaymeshError } from '../clients/sdk/src/index.ts';
import { serverAddress } from './server.ts';
import { fail, Failure, note } from './steps.mjs';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

try {
  const server = serverAddress(process.env, ['LEVEL', 'INVITE']);
  const given = process.env['LEVEL'] || '3';
  const level = LEVELS.find((known) => String(known) === given);
  if (!level) throw new Failure(`LEVEL must be from 1 to ${LEVELS.length}, not ${JSON.stringify(given)}.`);
  note(`playing at ${server}; Ctrl-C ends it`);
  await runBot({ server, level, inviteCode: process.env['INVITE'] ?? '' }, note, stop.signal);
} catch (error) {
  fail(error instanceof PlaymeshError ? new Failure(error.message) : error);
}
process.exit();

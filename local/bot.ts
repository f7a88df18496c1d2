/**
 * `make bot`: a bot that waits for opponents and plays on and on, or joins a friend's match. It plays trivia duels, or with
 * GAME=go Go, in a process of its own that is started again when it dies.
 */
import { runBot } from '../clients/bots/trivia/run.ts';
import { PlaymeshError } from '../clients/sdk/src/index.ts';
import { tokenPath } from '../clients/terminal/actions/token-file.ts';
import { readBotOptions, readGoBotOptions } from './bot-options.ts';
import { keepRunning } from './keep-running.ts';
import { lock } from './lock.mjs';
import { fail, Failure, note } from './steps.mjs';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

try {
  const options = readBotOptions(process.env);
  note(`playing at ${options.server}; Ctrl-C ends it`);
  if (options.game === 'go') await playGo();
  else await runBot(options, note, stop.signal);
} catch (error) {
  fail(error instanceof PlaymeshError ? new Failure(error.message) : error);
}
process.exit();

async function playGo(): Promise<void> {
  const { server, profile } = await readGoBotOptions(process.env);
  // Two processes of one account would take each other's games.
  const release = await lock(`bot ${tokenPath(server, profile, process.env)}`);
  if (!release) throw new Failure(`A bot with the account ${profile} plays there already: choose another PROFILE.`);
  if ((await keepRunning(new URL('./go-bot.ts', import.meta.url), note, stop.signal)) !== 0) process.exitCode = 1;
}

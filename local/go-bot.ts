/** The bot of `make bot GAME=go` itself; bot.ts starts it, and starts it again when it dies. */
import { runGoBot } from '../clients/bots/go/run.ts';
import { PlayerError } from '../clients/bots/go/player.ts';
import { PlaymeshError } from '../clients/sdk/src/index.ts';
import { createTokenFile, tokenPath } from '../clients/terminal/actions/token-file.ts';
import { readGoBotOptions } from './bot-options.ts';
import { GIVEN_UP } from './keep-running.ts';
import { fail, Failure, note } from './steps.mjs';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.once(signal, () => stop.abort());

try {
  const options = await readGoBotOptions(process.env);
  const storage = createTokenFile(tokenPath(options.server, options.profile, process.env));
  await runGoBot({ ...options, storage }, note, stop.signal);
} catch (error) {
  const isSaid = error instanceof Failure || error instanceof PlayerError || error instanceof PlaymeshError;
  fail(isSaid ? new Failure(error.message) : error);
  if (isSaid) process.exitCode = GIVEN_UP;
}
process.exit();

/** `make play`: trivia duels and Go in this terminal, on the mesh that runs here or on another. */
import { runTerminal } from '../clients/terminal/run.ts';
import { serverAddress } from './server.ts';
import { fail, Failure } from './steps.mjs';

try {
  const server = serverAddress(process.env, ['PROFILE']);
  const profile = process.env['PROFILE'] || 'default';
  if (!/^[\w-]{1,32}$/.test(profile)) {
    throw new Failure(`PROFILE must be letters, digits, dashes and underscores, not ${JSON.stringify(profile)}.`);
  }
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY && process.env['TERM'] !== 'dumb';
  if (!isTerminal) throw new Failure('make play needs a terminal to play in.');
  await runTerminal({ server, profile, environment: process.env });
} catch (error) {
  // Players get a sentence in any case.
  fail(error instanceof Failure ? error : new Failure(`The client has failed, which is a bug: ${String(error)}`));
}
process.exit();

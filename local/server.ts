import { readOptions } from './options.ts';
import { runningMesh } from './state.ts';
import { Failure } from './steps.mjs';

/**
 * The address of the mesh that a client is to talk to: SERVER where that is given, the one that runs on this checkout, or
 * the one that `make run` would start.
 * @param known what else the command understands
 * @throws Failure with a sentence when an option is bad
 */
export function serverAddress(
  environment: Readonly<Record<string, string | undefined>>,
  known: readonly string[],
): string {
  const options = readOptions(environment, ['SERVER', ...known]);
  const given = environment['SERVER'];
  if (!given) {
    return `http://${runningMesh(options.dataFolder)?.edge ?? `${options.edgeHost}:${options.ports.edge}`}`;
  }
  const url = URL.parse(given);
  const isAddress = url && ['http:', 'https:'].includes(url.protocol) && url.pathname === '/' && url.username === '';
  if (!isAddress) throw new Failure(`SERVER must be like http://host:port, not ${JSON.stringify(given)}.`);
  return url.origin;
}

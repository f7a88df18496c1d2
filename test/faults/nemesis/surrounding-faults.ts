/** What can happen to that which the services stand on: Redis, PostgreSQL and Envoy. */
import { drainEnvoy } from '../../../local/envoy.ts';
import { ended, hung, type Blow, type Fault } from './fault.ts';

/** How long a store stays away, or hangs. Milliseconds. */
const AWAY_MS = 5_000;
const HANG_MS = 10_000;

function fault(part: 'redis' | 'postgres' | 'envoy', how: string, what: string, blow: Blow): Fault {
  return { name: `${part}-${how}`, what, victims: () => [part], ...blow };
}

/**
 * Envoy's configuration here and in the chart is a file, and hot restart is off, so a new one is taken up by a new
 * process: the old one is drained as the runner and the chart drain it, then ended.
 */
const reloaded: Blow = {
  ...ended('SIGTERM', 0),
  async strike(mesh) {
    const [host, port] = mesh.admin.split(':') as [string, string];
    await drainEnvoy({ host, port: Number(port) });
    await mesh.kill('envoy', 'SIGTERM');
  },
};

export const surroundingFaults: readonly Fault[] = [
  fault('redis', 'kill', 'SIGKILL of Redis, back after 5 s', ended('SIGKILL', AWAY_MS)),
  fault('redis', 'hang', 'SIGSTOP of Redis for 10 s', hung(HANG_MS)),
  // It is run without persistence, so a new process knows nothing of the old one's keys and subscriptions.
  fault('redis', 'empty', 'Redis restarted at once, empty', ended('SIGTERM', 0)),
  fault('postgres', 'stop', 'fast shutdown of PostgreSQL, back after 5 s', ended('SIGINT', AWAY_MS)),
  fault('postgres', 'crash', 'immediate shutdown of PostgreSQL, recovered at once', ended('SIGQUIT', 0)),
  fault('postgres', 'hang', 'SIGSTOP of PostgreSQL and all its backends for 10 s', hung(HANG_MS)),
  fault('envoy', 'kill', 'SIGKILL of Envoy, started anew at once', ended('SIGKILL', 0)),
  fault('envoy', 'reload', 'Envoy drained, ended and started anew, as for a new configuration', reloaded),
];

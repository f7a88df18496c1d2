/** What can happen to the replicas of the services. */
import type { TestMesh } from '../../support/mesh.ts';
import { ended, hung, type Blow, type Fault } from './fault.ts';

/** Longer than any silence that a heartbeat, a health check or a client puts up with. Milliseconds. */
const HANG_MS = 30_000;

type Service = 'match' | 'user' | 'stats';

const replicasOf = (mesh: TestMesh, service: Service) =>
  [...mesh.direct.keys()].filter((name) => name === service || name.startsWith(`${service}-`));

const all = (service: Service) => (mesh: TestMesh) => replicasOf(mesh, service);

/** The match replica of a player chosen at random, so that a strike does not fall on one that nobody is on. */
const busy: Fault['victims'] = (mesh, random, served) => {
  const replicas = served.size > 0 ? [...served.values()] : replicasOf(mesh, 'match');
  return [replicas[Math.floor(random() * replicas.length)]!];
};

/** A machine that dies, and is replaced at once. */
const kill = ended('SIGKILL', 0);
/** A roll-out: the replica hands its streams over, ends, and a new one takes its place. */
const terminate = ended('SIGTERM', 0);
const hang = hung(HANG_MS);

function fault(name: string, what: string, victims: Fault['victims'], blow: Blow): Fault {
  return { name, what, victims, ...blow };
}

export const replicaFaults: readonly Fault[] = [
  fault('match-kill-one', 'SIGKILL of a match replica', busy, kill),
  fault('match-kill-all', 'SIGKILL of all match replicas at once', all('match'), kill),
  fault('match-hang-one', 'SIGSTOP of a match replica for 30 s', busy, hang),
  fault('match-hang-all', 'SIGSTOP of all match replicas for 30 s', all('match'), hang),
  fault('match-terminate-one', 'SIGTERM of a match replica', busy, terminate),
  fault('match-terminate-all', 'SIGTERM of all match replicas at once', all('match'), terminate),
  fault('user-kill', 'SIGKILL of user', all('user'), kill),
  fault('user-hang', 'SIGSTOP of user for 30 s', all('user'), hang),
  fault('user-terminate', 'SIGTERM of user', all('user'), terminate),
  fault('stats-kill', 'SIGKILL of stats', all('stats'), kill),
  fault('stats-hang', 'SIGSTOP of stats for 30 s', all('stats'), hang),
  fault('stats-terminate', 'SIGTERM of stats', all('stats'), terminate),
  fault('services-kill', 'SIGKILL of all replicas of all services at once', (mesh) => [...mesh.direct.keys()], kill),
];

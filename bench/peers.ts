/**
 * `make bench-peers`: the same work by other servers and by Playmesh, in one run: two players to a match pass the turn,
 * every move checked by the server (whose turn, which number) and handed to both. The load client is the same for all,
 * so are the matches and what a move carries. Then all processes of each are killed under play. Options are in cases.ts;
 * a case is such as colyseus-2/1000 or socketio/killed.
 */
import { movesFault, runBench } from './cases.ts';
import { figuresOf, measure, measureLoad } from './measure.ts';
import { contestants, killed, type Contestant } from './peers/contestants.ts';
import { peersReport, type KillLine, type LoadLine, type PeersLine } from './peers/report.ts';
import { startPeer, type Setup } from './peers/servers.ts';
import { meshSurvival, peerSurvival } from './peers/survival.ts';
import { describeMachine } from './processes.ts';

const warmSeconds = 3;
/** Beyond the measured seconds: to connect and to let the last moves arrive. */
const limitMs = 240_000;

type Load = { readonly name: string; readonly matches: number; readonly paceSeconds: number };

const loads: readonly Load[] = [
  { name: '100', matches: 100, paceSeconds: 0 },
  { name: '1000', matches: 1000, paceSeconds: 0 },
  { name: '1000-paced', matches: 1000, paceSeconds: 1 },
];

/** Gives what its line has beside what every line has. */
type Case = { readonly name: string; run(seconds: number): Promise<Own<LoadLine> | Own<KillLine>> };
type Own<L> = Omit<L, 'case' | 'commit' | 'date' | 'machine'>;

const cases: Case[] = [
  ...loads.flatMap((load) =>
    contestants.map((contestant) => ({
      name: `${contestant.name}/${load.name}`,
      run: (seconds: number) => runLoad(contestant, load, seconds),
    })),
  ),
  ...killed.flatMap((contestant) =>
    (contestant.stores === undefined ? [false] : [false, true]).map((stores) => ({
      name: `${contestant.name}/killed${stores ? '-with-stores' : ''}`,
      run: () => runKill(contestant, stores),
    })),
  ),
];

await runBench<Case, PeersLine>({
  name: 'peers',
  cases,
  async run(one, seconds, commit) {
    const line = { case: one.name, commit, date: new Date().toISOString(), machine: describeMachine() };
    return { ...line, ...(await one.run(seconds)) };
  },
  fault,
  report: peersReport,
});

async function runLoad(contestant: Contestant, load: Load, seconds: number): Promise<Own<LoadLine>> {
  const args = [
    `-per-connection=${contestant.perConnection}`,
    `-matches=${load.matches}`,
    `-pace=${load.paceSeconds}s`,
    `-warm=${warmSeconds}s`,
    `-measure=${seconds}s`,
  ];
  const measurement = await (typeof contestant.setup === 'string'
    ? measure({
        limitMs: limitMs + seconds * 1000,
        client: ({ edge, direct }) => [
          `-edge=${edge}`,
          ...(contestant.setup === 'direct' ? [`-direct=${direct.join(',')}`] : []),
          ...args,
        ],
      })
    : measurePeer(contestant.setup, args, limitMs + seconds * 1000));
  return {
    kind: 'load',
    title: contestant.title,
    state: contestant.state,
    versions: measurement.versions,
    perConnection: contestant.perConnection,
    matches: load.matches,
    paceSeconds: load.paceSeconds,
    ...figuresOf(measurement, 2 * load.matches),
  };
}

async function measurePeer(setup: Setup, args: readonly string[], limit: number) {
  const peer = await startPeer(setup);
  try {
    const client = [`-server=${setup.kind}`, `-direct=${peer.addresses.join(',')}`, ...args];
    return { ...(await measureLoad(peer.groups, client, limit)), versions: peer.versions };
  } finally {
    await peer.stop();
  }
}

async function runKill({ title, state, setup, stores }: Contestant, withStores: boolean): Promise<Own<KillLine>> {
  const survival = await (typeof setup === 'string' ? meshSurvival(withStores) : peerSurvival(setup, withStores));
  const victims = withStores && stores !== undefined ? `its processes, ${stores}` : 'its processes';
  return { kind: 'kill', title, state, killed: victims, ...survival };
}

/** Peers may lose matches when they are killed; Playmesh may not. */
function fault(line: PeersLine): string | undefined {
  if (line.kind === 'load') return movesFault(line);
  const isOurs = line.case.startsWith('playmesh');
  return isOurs && line.kept < line.matches ? `${line.case}: ${line.matches - line.kept} matches lost` : undefined;
}

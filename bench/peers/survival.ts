/** What becomes of matches when all processes of their server are killed at once and started again. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Failure } from '../../local/steps.mjs';
import { root } from '../../local/tools.ts';
import { measure } from '../measure.ts';
import type { BenchMesh } from '../mesh.ts';
import { family } from '../processes.ts';
import { startPeer, type Setup } from './servers.ts';

const matches = 100;
const limitMs = 120_000;

/** What became of the matches. */
export type Survival = {
  readonly versions: string;
  readonly matches: number;
  /** Matches that still have every move that a player was shown. */
  readonly kept: number;
  /** Moves shown before the kill that are gone; of Playmesh, one for each match that is not kept. */
  readonly movesLost: number;
  /** From the kill until every match was answered for: by its state, or by there being no such match. */
  readonly answeredAfterMs: number;
};

/**
 * Plays by the peer's own client library, and asks for the matches afterwards.
 * @param stores whether the peer's Redis is killed too
 * @throws Failure when the peer does not start, refuses a move or never answers
 */
export async function peerSurvival(setup: Setup, stores: boolean): Promise<Survival> {
  const peer = await startPeer(setup);
  try {
    const child = spawn(
      process.execPath,
      [join(root, 'bench', 'peers', 'survival.mjs'), setup.kind, peer.addresses.join(','), String(matches)],
      { stdio: ['pipe', 'pipe', 'inherit'], timeout: limitMs, killSignal: 'SIGKILL' },
    );
    let result: (Survival & { readonly unanswered: number }) | undefined;
    for await (const line of createInterface({ input: child.stdout })) {
      const event = JSON.parse(line) as
        { event: 'playing' } | ({ event: 'result' } & Survival & { unanswered: number });
      if (event.event === 'result') {
        result = event;
      } else {
        await peer.kill(stores);
        child.stdin.write('killed\n');
        await peer.restart();
      }
    }
    if (!result || result.unanswered > 0) throw new Failure(`${setup.kind} did not answer after it was killed.`);
    const { kept, movesLost, answeredAfterMs } = result;
    return { versions: peer.versions, matches, kept, movesLost, answeredAfterMs };
  } finally {
    await peer.stop();
  }
}

/**
 * Plays on through the kill by the load client, which comes back, sends again what was not answered, and checks that
 * every move is there, once and in order.
 * @param stores whether Redis and PostgreSQL are killed too
 * @throws Failure when the mesh does not start
 */
export async function meshSurvival(stores: boolean): Promise<Survival> {
  const { result, versions } = await measure({
    limitMs,
    client: ({ edge }) => [
      `-edge=${edge}`,
      `-matches=${matches}`,
      '-pace=20ms',
      '-warm=1s',
      '-measure=2s',
      '-later=15s',
    ],
    disturb: (mesh) => killMesh(mesh, stores),
  });
  if (!result.counts.comeBacks) throw new Failure('No player was cut off: the replicas were not killed.');
  // A match that lost a move cannot go on: its players hear of a number that is not the next one, or wait in vain.
  const broken = result.missing + Object.values(result.failures).reduce((total, times) => total + times, 0);
  return {
    versions,
    matches,
    kept: matches - broken,
    movesLost: broken,
    answeredAfterMs: result.counts.allBackMs ?? 0,
  };
}

/** The supervisor starts them again, as a cluster would. */
function killMesh({ mesh }: BenchMesh, stores: boolean): void {
  const names = [...mesh.parts.keys()].filter((name) => name.startsWith('match-'));
  if (stores) names.push('redis', 'postgres');
  for (const pid of names.flatMap((name) => family(mesh.parts.get(name)!.pid))) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // PostgreSQL's own children come and go.
    }
  }
}

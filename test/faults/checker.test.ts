/** The checker finds every bug that the core is built against, and nothing where there is none. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../local/tools.ts';
import { LEAD_MS } from '../../services/match/games/trivia/decide.ts';
import { startMesh, type TestMesh } from '../support/mesh.ts';
import { until } from '../support/until.ts';
import { check } from './history/check.ts';
import type { History, Invariant, Violation } from './history/history.ts';
import { LOAD_MESH, startLoad, type Load, type Mix } from './history/load.ts';
import { readLogs } from './history/logs.ts';
import { seeded } from './history/seed.ts';
import { bugs, withBug, type Bug } from './plant/bugs.ts';

/** Short relays between clients on either replica, so that many begin at one time; half of their commands go out twice. */
const RACES: Partial<Mix> = { relays: 20, passes: [6, 24], duels: 0, repeated: 0.5 };
/** How long Redis is away. */
const AWAY_MS = 700;
/** How long the last matches may take, once no new ones begin. */
const PATIENCE_MS = 15_000;
/** With a bug in it the load is given up when nothing happens any more, and in any case after a while. */
const QUIET_MS = 1_500;
const BUG_PATIENCE_MS = 4_000;

let mesh: TestMesh;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playmesh-plant-'));
  await writeFile(join(folder, 'bug'), '');
  const { environment } = LOAD_MESH;
  const planting = {
    NODE_OPTIONS: `--import=${join(root, 'test/faults/plant/plant.ts')}`,
    PLANT_FILE: join(folder, 'bug'),
  };
  mesh = await startMesh({
    ...LOAD_MESH,
    environment: { ...environment, match: { ...environment?.match, ...planting } },
  });
}, 90_000);
afterAll(async () => {
  await mesh.stop();
  await rm(folder, { recursive: true });
}, 30_000);

/** Starts both replicas of match anew, with a bug or without. */
async function plant(bug: Bug | undefined): Promise<void> {
  await writeFile(join(folder, 'bug'), bug?.name ?? '');
  const replicas = ['match-0', 'match-1'];
  await Promise.all(replicas.map((replica) => mesh.kill(replica)));
  await Promise.all(replicas.map((replica) => mesh.restart(replica)));
}

/** Whoever waits for PostgreSQL now learns nothing any more, and what it was doing for them is undone. */
const cutConnections = (): Promise<unknown> =>
  mesh.sql(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'playmesh_match'`);

/** What strikes while moves are under way. */
type Strike = () => Promise<unknown>;

/** Statements that are cut off, and a while without Redis. */
async function strikeStores(): Promise<void> {
  for (let cut = 0; cut < 2; cut++) {
    await cutConnections();
    await sleep(200);
  }
  await mesh.kill('redis');
  await sleep(AWAY_MS);
  await mesh.restart('redis');
}

/** A load that is struck, to its end; and what the checker says to it. */
async function judged(
  seed: number,
  mix: Partial<Mix>,
  strike: Strike,
  ...patience: Parameters<Load['finish']>
): Promise<{ readonly history: History; readonly violations: readonly Violation[] }> {
  const load = await startLoad(mesh, { seed, mix });
  const { history } = load;
  try {
    await until('moves under way', () => history.acknowledged.length > 100);
    await strike();
  } finally {
    await load.finish(...patience);
  }
  return { history, violations: check(history, await readLogs(mesh, history)) };
}

/** The first of many, to be read. */
const sentences = (violations: readonly Violation[]): string[] =>
  violations.slice(0, 10).map(({ sentence }) => sentence);

test(
  'a run without a bug keeps every promise',
  () =>
    mesh.explain(() =>
      seeded(async (seed) => {
        const { history, violations } = await judged(seed, RACES, strikeStores, PATIENCE_MS);
        expect(sentences(violations)).toEqual([]);
        expect(history.sent.filter(({ times }) => times > 1).length).toBeGreaterThan(20);
      }),
    ),
  60_000,
);

test(
  'so does one of relays and duels in which a replica is killed',
  () =>
    mesh.explain(() =>
      seeded(async (seed) => {
        const mix = { relays: 10, duels: 6, watched: 0.5 };
        const strike = async () => {
          await sleep(LEAD_MS); // by then the duels ask
          await mesh.kill('match-1');
          await mesh.restart('match-1');
        };
        const { history, violations } = await judged(seed, mix, strike, PATIENCE_MS);
        expect(sentences(violations)).toEqual([]);
        const answered = history.sent.filter(({ command }) => command.command?.$case === 'trivia');
        expect(answered.length).toBeGreaterThan(20);
        expect(history.sessions.filter(({ state }) => state?.ownSeat === undefined).length).toBeGreaterThan(0);
        const resumed = history.seen.filter(({ connection }) => connection.afterSeq > 0);
        expect(resumed.length).toBeGreaterThan(0);
      }),
    ),
  60_000,
);

describe('the same run finds the bug', () => {
  test.each<{ readonly bug: Bug; readonly broken: readonly Invariant[] }>([
    { bug: bugs.acknowledgeBeforeCommit, broken: ['acknowledged is in the log'] },
    { bug: bugs.publishBeforeCommit, broken: ['same order for all'] },
    { bug: bugs.dedupeOff, broken: ['refusal leaves no trace'] },
    { bug: bugs.guardOff, broken: ['same order for all'] },
    { bug: bugs.tailPollOff, broken: ['play goes on', 'seen to the end'] },
  ])(
    '$bug.name',
    ({ bug, broken }) =>
      mesh.explain(() =>
        seeded(async (seed) => {
          await plant(bug);
          for (const replica of ['match-0', 'match-1'])
            expect(await mesh.log(replica)).toContain(`"bug":"${bug.name}"`);
          const { violations } = await judged(seed, RACES, strikeStores, BUG_PATIENCE_MS, QUIET_MS);
          const found = new Set(violations.map(({ invariant }) => invariant));
          expect([...found]).toEqual(expect.arrayContaining([...broken]));
        }),
      ),
    60_000,
  );
});

test('a bug whose place is not in the source any more cannot be planted silently', async () => {
  for (const bug of Object.values<Bug>(bugs)) {
    const source = await readFile(join(root, bug.file), 'utf8');
    expect(withBug(source, bug)).not.toBe(source);
    expect(() => withBug(source.replace(bug.text, ''), bug)).toThrow('cannot be planted');
    expect(() => withBug(source + bug.text, bug)).toThrow('cannot be planted');
  }
});

/** The checker finds every bug that the core is built against, and nothing where there is none. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../local/tools.ts';
import { startMesh, type TestMesh } from '../support/mesh.ts';
import { until } from '../support/until.ts';
import { check } from './history/check.ts';
import type { Invariant, Violation } from './history/history.ts';
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

/** Load, with everything in it that makes a bug matter: races, repeats, statements cut off, and a while without Redis. */
async function violationsOf(seed: number, ...patience: Parameters<Load['finish']>): Promise<Violation[]> {
  const load = await startLoad(mesh, { seed, mix: RACES });
  await until('moves under way', () => load.history.acknowledged.length > 100);
  for (let cut = 0; cut < 2; cut++) {
    await cutConnections();
    await sleep(200);
  }
  await mesh.kill('redis');
  await sleep(AWAY_MS);
  await mesh.restart('redis');
  await load.finish(...patience);
  return check(load.history, await readLogs(mesh, load.history));
}

test(
  'a run without a bug keeps every promise',
  () =>
    mesh.explain(() =>
      seeded(async (seed) => {
        const violations = await violationsOf(seed, PATIENCE_MS);
        expect(violations.slice(0, 10).map(({ sentence }) => sentence)).toEqual([]);
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
          const found = new Set(
            (await violationsOf(seed, BUG_PATIENCE_MS, QUIET_MS)).map(({ invariant }) => invariant),
          );
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

/** Players who look for opponents while replicas die under them. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatId } from '../../clients/sdk/src/index.ts';
import { startMesh, type TestMesh } from '../support/mesh.ts';
import { Players } from '../support/players.ts';

/** An even number, so that in the end nobody is left over. */
const PLAYERS = 30;
const ROUNDS = 12;
const KILLS = 4;

let mesh: TestMesh;
let players: Players;

beforeAll(async () => {
  mesh = await startMesh();
  players = new Players(mesh.edge);
}, 90_000);
afterAll(async () => {
  players.close();
  await mesh.stop();
}, 30_000);

test(
  'while replicas are killed everybody who looks for an opponent finds one, and nobody is in two matches for one ticket',
  () =>
    mesh.explain(async () => {
      const all = await Promise.all(
        Array.from({ length: PLAYERS }, (_, index) => players.guest(index % 2 ? 'web' : 'native')),
      );
      let isOver = false;
      /** All look at once, so that nobody is left over in the end. */
      const search = async (): Promise<(readonly [userId: string, matchId: string])[]> => {
        const searches = all.map(async (player) => {
          await sleep(300 * Math.random());
          return [player.userId, formatId((await player.client.findMatch('trivia_duel')).matchId)] as const;
        });
        return Promise.all(searches);
      };
      const rounds = async (): Promise<(readonly [userId: string, matchId: string])[]> => {
        const found = [];
        for (let round = 0; round < ROUNDS; round++) found.push(...(await search()));
        isOver = true;
        return found;
      };
      const kills = async (): Promise<void> => {
        for (let kill = 0; kill < KILLS && !isOver; kill++) {
          const victim = `match-${kill % 2}`;
          await mesh.kill(victim);
          await sleep(300);
          await mesh.restart(victim);
        }
      };
      const [found] = await Promise.all([rounds(), kills()]);

      const byMatch = Map.groupBy(found, ([, matchId]) => matchId);
      for (const seats of byMatch.values()) {
        expect(seats).toHaveLength(2);
        expect(seats[0]![0]).not.toBe(seats[1]![0]);
      }
      const [{ matches, matched, waiting }] = (await mesh.sql(
        `select (select count(*)::int from match.match) as matches,
           count(*) filter (where state = 'matched')::int as matched,
           count(*) filter (where state = 'waiting')::int as waiting
         from match.ticket`,
      )) as [{ matches: number; matched: number; waiting: number }];
      expect({ matches, matched, waiting }).toEqual({
        matches: byMatch.size,
        matched: PLAYERS * ROUNDS,
        waiting: 0,
      });
    }, 110_000),
  120_000,
);

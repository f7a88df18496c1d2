/** Duels between a native player and a browser, on different replicas, through Envoy as it ships. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EndReason, Standing, type FoundMatch, type Match } from '../../clients/sdk/src/index.ts';
import { expectDuelIsWhole, listedEvents } from '../support/checker.ts';
import { answerAll, openDuel } from '../support/duel.ts';
import { startMesh, type TestMesh } from '../support/mesh.ts';
import { Players, type Player } from '../support/players.ts';
import { routesByReplica } from '../support/routes.ts';
import { until } from '../support/until.ts';
import { withoutOwnChoices } from '../support/witness.ts';

let mesh: TestMesh;
let players: Players;
let native: Player;
let web: Player;

beforeAll(async () => {
  mesh = await startMesh();
  players = new Players(mesh.edge);
  native = await players.guest('native', 'Native');
  web = await players.guest('web', 'Web');
}, 90_000);
afterAll(async () => {
  players.close();
  await mesh.stop();
}, 30_000);

/** Plays a match to its end, each player on a replica of their own. */
async function playApart(match: Match | FoundMatch) {
  const [here, there] = [...(await routesByReplica(mesh, native.tokens.accessToken)).values()];
  const sides = [
    { player: native, witness: native.follow(match, { route: { key: here! } }) },
    { player: web, witness: web.follow(match, { route: { key: there! } }) },
  ] as const;
  const acknowledged = await Promise.all(
    sides.map(async ({ witness }) => answerAll(witness, (await witness.session.ready).ownSeat!)),
  );
  const ends = await Promise.all(sides.map(({ witness }) => witness.finish(60_000)));
  return { sides, acknowledged: acknowledged.flat(), ends };
}

/** How many matches a player has finished, and the points of all of them. */
async function played(player: Player) {
  const [mode] = await player.client.getPlayerStats();
  return { played: mode?.played ?? 0, won: mode?.won ?? 0, lost: mode?.lost ?? 0, score: mode?.score ?? 0 };
}

test(
  'bidirectional gRPC and grpc-web play the same duel from two replicas, event for event',
  () =>
    mesh.explain(async () => {
      const match = await openDuel([native, web], { questions: 3 });
      const { sides, acknowledged, ends } = await playApart(match);
      const [mine, theirs] = [sides[0].witness, sides[1].witness];
      expect(new Set([...mine.replicas, ...theirs.replicas])).toEqual(new Set(['match-0', 'match-1']));
      expect(mine.replicas).toHaveLength(1);
      expect(theirs.replicas).toHaveLength(1);

      expect(acknowledged).toHaveLength(6);
      await expectDuelIsWhole(mesh, match, sides, acknowledged);
      const [seen, listed] = [await listedEvents(native, match), await listedEvents(web, match)];
      expect(withoutOwnChoices(seen)).toEqual(withoutOwnChoices(listed));
      expect(seen).not.toEqual(listed); // each saw their own choices, and only those

      const [outcome, other] = ends.map((end) => end.match.outcome!);
      expect(outcome).toEqual(other);
      expect(outcome).toMatchObject({ reason: EndReason.COMPLETED });
      expect(outcome!.scores).toEqual(mine.trivia('revealed').at(-1)!.results.map(({ total }) => total));
    }),
  60_000,
);

test(
  'a duel found by tickets ends with a result that is stored, and counted once',
  () =>
    mesh.explain(async () => {
      const before = [await played(native), await played(web)];
      const [found, same] = await Promise.all([
        native.client.findMatch('trivia_duel'),
        web.client.findMatch('trivia_duel'),
      ]);
      expect(found.matchId).toEqual(same.matchId);
      expect(found.route).not.toBe('');
      const { sides, acknowledged, ends } = await playApart(found);
      await expectDuelIsWhole(mesh, found, sides, acknowledged);
      const { winnerSeats, scores } = ends[0]!.match.outcome!;

      for (const [index, { player }] of sides.entries()) {
        const seat = ends[index]!.ownSeat!;
        const won = winnerSeats.includes(seat);
        const expected = {
          played: before[index]!.played + 1,
          won: before[index]!.won + Number(won),
          lost: before[index]!.lost + Number(winnerSeats.length > 0 && !won),
          score: before[index]!.score + scores[seat]!,
        };
        await until('the result in the statistics', async () => (await played(player)).played >= expected.played);
        expect(await played(player)).toEqual(expected);
        const stored = [];
        for await (const one of player.client.listPlayerMatches()) stored.push(one);
        expect(stored.filter(({ matchId }) => Buffer.compare(matchId, found.matchId) === 0)).toEqual([
          expect.objectContaining({
            mode: 'trivia_duel',
            standing: won ? Standing.WON : winnerSeats.length > 0 ? Standing.LOST : Standing.DRAWN,
            score: scores[seat],
            endTime: new Date(ends[index]!.match.outcome!.endTimeMs),
          }),
        ]);
      }
      // Read again by an intake that starts anew, the same matches count no second time.
      const counted = [await played(native), await played(web)];
      await mesh.restart('stats');
      const rebuilt = await players.guest();
      expect(await rebuilt.client.getPlayerStats(native.userId)).toEqual(await native.client.getPlayerStats());
      expect([await played(native), await played(web)]).toEqual(counted);
    }),
  120_000,
);

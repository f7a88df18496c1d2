/** Duels between a native player and a browser, on different replicas, through Envoy as it ships. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EndReason, Standing, type FoundMatch, type Match } from '../../clients/sdk/src/index.ts';
import { expectMatchIsWhole, listedEvents, type Side } from '../support/checker.ts';
import { answer, answerAll, openDuel } from '../support/duel.ts';
import { base64, callJson } from '../support/json-call.ts';
import { readLog, storedAnswers } from '../support/match-log.ts';
import { startMesh, type TestMesh } from '../support/mesh.ts';
import { Players, type Player } from '../support/players.ts';
import { followAt, routesByReplica } from '../support/routes.ts';
import { until } from '../support/until.ts';
import { withoutOwnChoices } from '../support/witness.ts';

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

/** A native player and a browser. */
const signIn = async (): Promise<[Player, Player]> => [
  await players.guest('native', 'Native'),
  await players.guest('web', 'Web'),
];

/** Both follow a match, each on a replica of their own; the sides are in order of their seats. */
async function followApart(match: Match | FoundMatch, pair: readonly Player[]): Promise<[Side, Side]> {
  const sides = await Promise.all(
    ['match-0', 'match-1'].map(async (replica, index) => {
      const player = pair[index]!;
      return { player, witness: await followAt(mesh, player, match, replica) };
    }),
  );
  for (const { witness } of sides) await witness.session.ready;
  const [first, second] = sides.toSorted((a, b) => a.witness.state!.ownSeat! - b.witness.state!.ownSeat!);
  return [first!, second!];
}

/** Waits until a player's statistics have a match, and holds them against how that ended for their seat. */
async function expectCounted({ player, witness }: Side): Promise<void> {
  const { match, ownSeat } = witness.state!;
  const { winnerSeats, scores, endTimeMs } = match.outcome!;
  const won = winnerSeats.includes(ownSeat!);
  const lost = winnerSeats.length > 0 && !won;
  await until('the match in the statistics', async () => (await player.client.stats.player()).length > 0);
  const once = { played: 1, won: Number(won), lost: Number(lost), drawn: Number(winnerSeats.length === 0) };
  expect(await player.client.stats.player()).toMatchObject([{ mode: 'trivia_duel', ...once, score: scores[ownSeat!] }]);
  const stored = [];
  for await (const one of player.client.stats.playerMatches()) stored.push(one);
  expect(stored).toEqual([
    {
      matchId: match.matchId,
      mode: 'trivia_duel',
      standing: won ? Standing.WON : lost ? Standing.LOST : Standing.DRAWN,
      score: scores[ownSeat!],
      opponentIds: match.players.filter(({ seat }) => seat !== ownSeat).map(({ userId }) => userId),
      endTime: new Date(endTimeMs),
    },
  ]);
}

test(
  'bidirectional gRPC and grpc-web play the same duel from two replicas, event for event; it is counted once',
  () =>
    mesh.explain(async () => {
      const pair = await signIn();
      const match = await openDuel(pair, { questions: 3 });
      const sides = await followApart(match, pair);
      const acknowledged = (await Promise.all(sides.map(({ witness }, seat) => answerAll(witness, seat)))).flat();
      const ends = await Promise.all(sides.map(({ witness }) => witness.finish()));
      expect(acknowledged).toHaveLength(6);
      await expectMatchIsWhole(mesh, players, match, sides);
      for (const { witness } of sides) expect(witness.replicas).toHaveLength(1);

      const lists = await Promise.all(pair.map((player) => listedEvents(player, match)));
      expect(withoutOwnChoices(lists[0]!)).toEqual(withoutOwnChoices(lists[1]!));
      expect(lists[0]).not.toEqual(lists[1]); // each is shown their own choices before the reveal, and only those

      const [outcome, other] = ends.map((end) => end.match.outcome!);
      expect(outcome).toEqual(other);
      const totals = sides[0].witness
        .trivia('revealed')
        .at(-1)!
        .results.map(({ total }) => total);
      expect(outcome).toMatchObject({ reason: EndReason.COMPLETED, scores: totals });

      for (const side of sides) await expectCounted(side);
      await mesh.restart('stats'); // its intake reads on where it was, and counts nothing twice
      const next = await openDuel(pair, { questions: 1 });
      await Promise.all(pair.map((player, seat) => answerAll(player.follow(next), seat)));
      for (const { player } of sides) {
        const counted = async () => (await player.client.stats.player())[0]!.played;
        await until('the next match in the statistics', async () => (await counted()) > 1);
        expect(await counted()).toBe(2);
      }
    }),
  60_000,
);

test(
  'two tickets become one match on whichever replica; who resigns it has lost, and the result is stored',
  () =>
    mesh.explain(async () => {
      const pair = await signIn();
      const [found, same] = await Promise.all(pair.map(({ client }) => client.findMatch('trivia_duel')));
      expect(found).toEqual(same);
      expect(found!.route).not.toBe('');
      const sides = await followApart(found!, pair);
      const [stays, leaves] = sides.map(({ witness }) => witness);
      await Promise.all([stays!.question(1), leaves!.question(1)]);
      await answer(leaves!, 1, 1, 0);
      await answer(stays!, 0, 1, 1);
      await Promise.all([stays!.reveal(1), leaves!.reveal(1)]);
      await leaves!.session.leave();
      const end = await stays!.finish();
      expect(end.match.outcome).toMatchObject({ reason: EndReason.RESIGNED, winnerSeats: [0] });
      await expectMatchIsWhole(mesh, players, found!, sides);
      for (const side of sides) await expectCounted(side);
    }),
  60_000,
);

test('a command has effect once, whichever replicas it is sent to and however often', () =>
  mesh.explain(async () => {
    const pair = await signIn();
    const match = await openDuel(pair, { questions: 1, answerMs: 30_000 });
    const sides = await followApart(match, pair);
    await Promise.all(sides.map(({ witness }) => witness.question(1)));
    const routes = await routesByReplica(mesh, pair[0].tokens.accessToken);
    const request = {
      matchId: base64(match.matchId),
      command: { commandId: base64(randomBytes(16)), position: 1, trivia: { answer: { choice: 2 } } },
    };
    const act = (replica: string) =>
      callJson(mesh, 'match.v1.MatchService/Act', request, pair[0].tokens.accessToken, {
        'x-match-route': routes.get(replica)!,
      });
    const atOnce = ['match-0', 'match-1', 'match-0', 'match-1'];
    const answers = [...(await Promise.all(atOnce.map(act))), await act('match-1')];
    expect(answers.map(({ replica }) => replica)).toEqual([...atOnce, 'match-1']);
    const accepted = answers.map(({ body }) => body['accepted'] as { commandId: string; seq: number });
    const { seq } = accepted[0]!;
    expect(accepted).toEqual(answers.map(() => ({ commandId: request.command.commandId, seq })));
    await answer(sides[1].witness, 1, 1, 0);
    await Promise.all(sides.map(({ witness }) => witness.finish()));
    await expectMatchIsWhole(mesh, players, match, sides);
    const stored = storedAnswers(await readLog(mesh, match.matchId)).filter(({ seat }) => seat === 0);
    expect(stored).toEqual([expect.objectContaining({ choice: 2, seq })]);
  }));

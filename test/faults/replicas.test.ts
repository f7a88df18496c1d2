/** Duels while replicas of match are stopped politely, hang, or all die at once. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { EndReason } from '../../clients/sdk/src/index.ts';
import { expectMatchIsWhole } from '../support/checker.ts';
import { answer, answerAll, openDuel } from '../support/duel.ts';
import { readLog } from '../support/match-log.ts';
import { startMesh, type TestMesh } from '../support/mesh.ts';
import { Players, type Player } from '../support/players.ts';
import { followAt } from '../support/routes.ts';

/** Heartbeats come every second, so that is how exactly an outage is known; and some for a busy machine. */
const EXACT_MS = 1_500;

/** What a test here may take at most; it takes a third of that. */
const WITHIN_MS = 55_000;

let mesh: TestMesh;
let players: Players;
let pair: [Player, Player];

beforeAll(async () => {
  mesh = await startMesh();
  players = new Players(mesh.edge);
  pair = await players.pair();
}, 90_000);
afterAll(async () => {
  players.close();
  await mesh.stop();
}, 30_000);

test(
  'a replica that stops hands its players over: every command is answered, and nobody is ever cut off',
  () =>
    mesh.explain(async () => {
      const match = await openDuel(pair, { questions: 16, answerMs: 10_000, pauseMs: 500 });
      const sides = pair.map((player) => ({ player, witness: player.follow(match) }));
      const [ada, ben] = sides.map(({ witness }) => witness);
      const answers = Promise.all([answerAll(ada!, 0), answerAll(ben!, 1)]);
      await Promise.all([ada!.question(1), ben!.question(1)]);
      const stopping = await ada!.live();
      expect(await ben!.live()).toBe(stopping);
      await mesh.kill(stopping, 'SIGTERM');
      expect(await mesh.log(stopping)).toContain('"msg":"stopped"');
      await Promise.all([ada!.finish(), ben!.finish()]);
      const acknowledged = (await answers).flat();
      expect(acknowledged).toHaveLength(32);
      await expectMatchIsWhole(mesh, players, match, sides);
      for (const { witness } of sides) {
        expect(witness.replicas.at(-1)).not.toBe(stopping);
        expect(witness.offlineMs).toBe(0);
      }
      await mesh.restart(stopping);
    }, WITHIN_MS),
  60_000,
);

test(
  'a replica that hangs for 10 s holds up only its own player, who is back before the forfeit; no time is given back',
  () =>
    mesh.explain(async () => {
      const match = await openDuel(pair, { questions: 3, answerMs: 20_000 });
      const sides = await Promise.all(
        ['match-0', 'match-1'].map(async (replica, seat) => {
          const player = pair[seat]!;
          return { player, witness: await followAt(mesh, player, match, replica) };
        }),
      );
      const [ada, ben] = sides.map(({ witness }) => witness);
      await Promise.all([ada!.question(1), ben!.question(1)]);

      await mesh.pause('match-0');
      const paused = performance.now();
      const held = answer(ada!, 0, 1, 1);
      await answer(ben!, 1, 1, 2);
      expect(performance.now() - paused).toBeLessThan(3_000);
      // Envoy gives up a connection that hangs after 5 to 10 s, and a replica that hangs is called dead after 5 to 7 s: either
      // Ada is back elsewhere before anybody has missed her, or her countdown has begun.
      const isBack = () => ada!.isLiveBut('match-0');
      await ben!.until("Ada's return or her countdown", () => isBack() || ben!.seen('seatLeft').length > 0, 12_000);
      for (const { seat, forfeitTimeMs } of ben!.seen('seatLeft')) {
        expect(seat).toBe(0);
        expect(forfeitTimeMs).toBeGreaterThan(ben!.session.serverNow() + 15_000);
      }
      await sleep(paused + 10_000 - performance.now());
      await mesh.resume('match-0');
      await held;

      for (const number of [2, 3]) {
        await Promise.all([ada!.question(number), ben!.question(number)]);
        await answer(ada!, 0, number, 3);
        await answer(ben!, 1, number, 3);
      }
      const [end] = await Promise.all([ada!.finish(), ben!.finish()]);
      expect(end.match.outcome?.reason).toBe(EndReason.COMPLETED);
      await expectMatchIsWhole(mesh, players, match, sides);
      expect(ben!.seen('timeGivenBack')).toEqual([]);
      await mesh.healthy();
    }, WITHIN_MS),
  60_000,
);

test(
  'when all of match dies at once, the time until it is back is given back to questions and forfeits',
  () =>
    mesh.explain(async () => {
      // Of one match a player is away, and the other watches the countdown.
      const others = await players.pair();
      const deserted = await openDuel(others, { questions: 30, answerMs: 60_000 });
      const [stays, goes] = others.map((player) => player.follow(deserted));
      await Promise.all([stays!.question(1), goes!.question(1)]);
      goes!.session.close();
      const forfeitTime = () => stays!.state!.match.players[1]!.forfeitTimeMs;
      const nominal = await stays!.until('the countdown to the forfeit', () => forfeitTime() > 0 && forfeitTime());

      const answerMs = 5_000;
      const match = await openDuel(pair, { questions: 2, answerMs });
      const sides = pair.map((player) => ({ player, witness: player.follow(match) }));
      const [ada, ben] = sides.map(({ witness }) => witness);
      await Promise.all([ada!.question(1), ben!.question(1)]);
      await answer(ada!, 0, 1, 1);

      await Promise.all([mesh.kill('match-0'), mesh.kill('match-1')]);
      const died = Date.now();
      const waiting = answer(ben!, 1, 1, 2);
      await sleep(answerMs);
      const least = Date.now() - died;
      await Promise.all([mesh.restart('match-0'), mesh.restart('match-1')]);
      const most = Date.now() - died + EXACT_MS;
      await waiting;

      await Promise.all([ada!.question(2), ben!.question(2)]);
      await answer(ada!, 0, 2, 3);
      await answer(ben!, 1, 2, 3);
      const [end] = await Promise.all([ada!.finish(), ben!.finish()]);
      expect(end.match.outcome?.reason).toBe(EndReason.COMPLETED);
      await expectMatchIsWhole(mesh, players, match, sides);

      await stays!.until('its time back', () => stays!.seen('timeGivenBack').length > 0);
      for (const matchId of [match.matchId, deserted.matchId]) {
        const log = await readLog(mesh, matchId);
        const givenBack = log.flatMap(({ events }) => events.filter((event) => event.kind === 'timeGivenBack'));
        expect(givenBack).toHaveLength(1);
        expect(givenBack[0]!.byMs).toBeGreaterThanOrEqual(least);
        expect(givenBack[0]!.byMs).toBeLessThanOrEqual(most);
      }
      const [shift] = ada!.trivia('timeShifted');
      expect(shift!.untilTimeMs).toBe(ada!.trivia('questionOpened')[0]!.closeTimeMs + shift!.byMs);
      expect(forfeitTime()).toBe(nominal + stays!.seen('timeGivenBack')[0]!.byMs);
    }, WITHIN_MS),
  60_000,
);

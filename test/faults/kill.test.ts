/** A duel whose replica is killed again and again under its players. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EndReason } from '../../clients/sdk/src/index.ts';
import { expectMatchIsWhole } from '../support/checker.ts';
import { answer, openDuel, type Acknowledged } from '../support/duel.ts';
import { startMesh, type TestMesh } from '../support/mesh.ts';
import { Players } from '../support/players.ts';

const KILLS = 10;

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
  'ten kills of the replica that both players are on, each in mid-question, lose no acknowledged answer and no event',
  () =>
    mesh.explain(async () => {
      const pair = await players.pair();
      // One more than there are kills: a match that is over has no replica that one could come back to.
      const match = await openDuel(pair, { questions: KILLS + 1, answerMs: 15_000 });
      const [ada, ben] = [pair[0].follow(match), pair[1].follow(match)];
      const acknowledged: Acknowledged[] = [];
      for (let number = 1; number <= KILLS; number++) {
        await Promise.all([ada.question(number), ben.question(number)]);
        const [victim, other] = await Promise.all([ada.live(), ben.live()]);
        expect(other).toBe(victim);
        acknowledged.push(await answer(ada, 0, number, number % 4));
        // Every other time the answer is already under way when the replica dies.
        const early = number % 2 === 0 ? answer(ben, 1, number, (number + 1) % 4) : undefined;
        await mesh.kill(victim);
        const late = early ?? answer(ben, 1, number, (number + 1) % 4);
        // Both have gone to the other replica before this one is back, so both are on that one for the next kill.
        await Promise.all([ada, ben].map((side) => side.until('another replica', () => side.isLiveBut(victim))));
        const [stored] = await Promise.all([late, mesh.restart(victim)]);
        acknowledged.push(stored);
      }
      await Promise.all([ada, ben].map((side) => side.question(KILLS + 1)));
      acknowledged.push(await answer(ada, 0, KILLS + 1, 0), await answer(ben, 1, KILLS + 1, 1));
      const [end] = await Promise.all([ada.finish(), ben.finish()]);
      expect(end.match.outcome?.reason).toBe(EndReason.COMPLETED);
      expect(acknowledged).toHaveLength(2 * (KILLS + 1));
      expect(new Set(ada.replicas).size).toBe(2);
      await expectMatchIsWhole(mesh, players, match, [
        { player: pair[0], witness: ada },
        { player: pair[1], witness: ben },
      ]);
    }),
  120_000,
);

test(
  'a browser, whose stream has HTTP/1.1 to itself, learns at once that its replica was killed, as a native app does',
  () =>
    mesh.explain(async () => {
      const [ada, ben] = await Promise.all([players.guest('web', 'Ada'), players.guest('native', 'Ben')]);
      const match = await openDuel([ada, ben], { answerMs: 60_000 });
      const witness = ada.follow(match);
      const noticedMs: number[] = [];
      for (let kill = 0; kill < 3; kill++) {
        const victim = await witness.live();
        await mesh.kill(victim);
        const killed = performance.now();
        await witness.until('the loss', () => witness.session.connection.state === 'reconnecting');
        noticedMs.push(performance.now() - killed);
        await witness.until('another replica', () => witness.isLiveBut(victim));
        await mesh.restart(victim);
      }
      // The quickest of three: a busy machine may hold one up, but Envoy's delay of a second held up every one.
      expect(Math.min(...noticedMs)).toBeLessThan(700);
    }),
  60_000,
);

/** A whole game of Go between a native player and a browser, on different replicas, through Envoy as it ships. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  EndReason,
  goCommands,
  GoColour,
  GoDecision,
  GoPhase,
  GoRequest,
  type GoView,
} from '../../clients/sdk/src/index.ts';
import type { GoLogEvent } from '../../services/match/games/go/state.ts';
import { readSgf } from '../../services/match/records/read-sgf.ts';
import { expectMatchIsWhole } from '../support/checker.ts';
import { refusalReason } from '../support/duel.ts';
import { GoSide, openGo, point } from '../support/go.ts';
import { base64, callJson } from '../support/json-call.ts';
import { readLog } from '../support/match-log.ts';
import { startMesh, type TestMesh } from '../support/mesh.ts';
import { Players } from '../support/players.ts';
import { followAt } from '../support/routes.ts';

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
  'Ada plays over Play, Ben over Watch and Act at another replica, Cleo watches: from the first stone to the record',
  () =>
    mesh.explain(async () => {
      const [ada, ben, cleo] = [
        await players.guest('native', 'Ada'),
        await players.guest('web', 'Ben'),
        await players.guest('web', 'Cleo'),
      ];
      const match = await openGo([ada, ben], { colours: 2 /* Ada has Black */ });
      const [black, white, watcher] = [
        new GoSide(await followAt(mesh, ada, match, 'match-0')),
        new GoSide(await followAt(mesh, ben, match, 'match-1')),
        new GoSide(await followAt(mesh, cleo, match, 'match-1')),
      ];
      const everybody = [black, white, watcher];
      const sides = [black, white];
      const allAt = (step: number) => Promise.all(everybody.map((side) => side.step(step)));
      await allAt(1);

      // Black walls in the left, White the right.
      const play = async (side: GoSide, name: string): Promise<void> => {
        const { step } = side.view;
        await side.place(name);
        await allAt(step + 1);
      };
      for (const row of [5, 6, 4, 7]) {
        await play(black, `D${row}`);
        await play(white, `E${row}`);
      }
      expect(await refusalReason(white.place('A1'))).toBe('NOT_YOUR_TURN');
      expect(await refusalReason(black.place('E5'))).toBe('OCCUPIED');

      // Ada slips, and may take it back; Ben does not want a draw.
      await play(black, 'J9');
      await play(white, 'E3');
      await black.send(goCommands.ask(GoRequest.UNDO));
      await white.witness.until('what Ada asks', () => white.view.asked?.request === GoRequest.UNDO);
      const before = black.view.step;
      await white.send(goCommands.answer(GoRequest.UNDO, true));
      await allAt(before + 1);
      expect(watcher.view).toMatchObject({ moves: 8, toMove: GoColour.BLACK });
      await black.send(goCommands.ask(GoRequest.DRAW));
      await white.witness.until('the offer of a draw', () => white.view.asked?.request === GoRequest.DRAW);
      await white.send(goCommands.answer(GoRequest.DRAW, false));
      await black.witness.until('the answer', () => black.view.asked === undefined);

      // Players talk to players, watchers to watchers.
      await black.witness.session.say('Sorry for the slip.');
      await watcher.witness.session.say('A calm game.');
      await white.witness.until('what Ada said', () => white.witness.seen('said').length === 1);
      await watcher.witness.until('what Cleo said', () => watcher.witness.seen('said').length === 1);
      expect(watcher.witness.seen('said')).toMatchObject([{ text: 'A calm game.' }]);

      // Ada's replica dies; she is back at another one, and nothing is missing.
      const seen = black.witness.state!.seq;
      await mesh.kill('match-0');
      await black.witness.until('another replica', () => black.witness.isLiveBut('match-0'));
      await play(black, 'D3');
      await mesh.restart('match-0');
      expect(black.witness.state!.seq).toBeGreaterThan(seen);
      await play(white, 'E3');
      for (const row of [8, 2, 9, 1]) {
        await play(black, `D${row}`);
        await play(white, `E${row}`);
      }

      // White tries a stone where it cannot live. Two passes, and the service proposes what is dead.
      const pass = async (side: GoSide): Promise<void> => {
        const { step } = side.view;
        await side.send(goCommands.pass());
        await allAt(step + 1);
      };
      await pass(black);
      await play(white, 'B5');
      await pass(black);
      await pass(white);
      const isProposed = (side: GoSide): boolean => side.lines()[4]![1] === 'o';
      await Promise.all(everybody.map((side) => side.witness.until('the proposal', () => isProposed(side))));
      expect(watcher.view.phase).toBe(GoPhase.SCORING);

      // They disagree, and play it out: White moves first, since Black has asked for it.
      const markAlive = white.view.step;
      await white.send(goCommands.mark(point('B5'), false));
      await allAt(markAlive + 1);
      expect(await refusalReason(black.witness.session.send(goCommands.accept(), markAlive))).toBe('WRONG_STEP');
      await black.send(goCommands.resume());
      await allAt(markAlive + 2);
      expect(watcher.view).toMatchObject({ phase: GoPhase.PLAY, toMove: GoColour.WHITE });
      for (const name of ['B6', 'B4', 'A5', 'C5']) {
        await pass(white);
        await play(black, name);
      }
      expect(watcher.view.prisoners).toEqual({ black: 1, white: 0 });
      await pass(white);
      await pass(black);
      const scored = black.view.step;
      // Nothing is dead now, which the service says too.
      await allAt(scored + 1);
      await Promise.all(sides.map((side) => side.send(goCommands.accept())));

      const ends = await Promise.all(everybody.map(({ witness }) => witness.finish()));
      // Black: 27 points less four stones, and a prisoner. White: 36 points and 6.5 komi.
      expect(ends[0]!.match.outcome).toMatchObject({ reason: EndReason.COMPLETED, winnerSeats: [1], scores: [48, 85] });
      const view = ends[0]!.view!.value as GoView;
      expect(view.result).toEqual({ winner: GoColour.WHITE, decision: GoDecision.SCORE, marginHalfPoints: 37 });
      expect(view.black).toMatchObject({ territory: 23, prisoners: 1, totalHalfPoints: 48 });
      expect(view.white).toMatchObject({ territory: 36, komiHalfPoints: 13, totalHalfPoints: 85 });
      for (const end of ends) expect(end.view).toEqual(ends[0]!.view);
      await expectMatchIsWhole(mesh, players, match, [
        { player: ada, witness: black.witness },
        { player: ben, witness: white.witness },
        { player: cleo, witness: watcher.witness },
      ]);

      // Time that messages were on their way was measured for both, and given back.
      const stored = await readLog(mesh, match.matchId);
      const givenBack = stored.flatMap(({ actor, events }) =>
        events.flatMap((event) => {
          const move = event.kind === 'game' ? (event.event as Partial<GoLogEvent & { kind: 'moved' }>) : {};
          return move.kind === 'moved' && move.delayMs! > 0 ? [actor] : [];
        }),
      );
      expect(new Set(givenBack)).toEqual(new Set([ada.userId, ben.userId]));
      const forged = await callJson(
        mesh,
        'match.v1.MatchService/MeasureDelay',
        { probe: base64(new Uint8Array(25)) },
        ada.tokens.accessToken,
      );
      expect(forged.status).toBe(400);

      // The record, as anybody who may see the game can have it.
      const ask = (method: string, request: object) =>
        callJson(
          mesh,
          `match.v1.GoRecordService/${method}`,
          { matchId: base64(match.matchId), ...request },
          cleo.tokens.accessToken,
        );
      const { body } = await ask('GetRecord', {});
      const read = readSgf(String(body['sgf']));
      expect(read).toMatchObject({
        record: {
          size: 9,
          komi: 13,
          ruleset: 'japanese',
          black: { name: 'Ada' },
          white: { name: 'Ben' },
          result: { kind: 'won', winner: 'white', by: 'score', margin: 37 },
        },
      });
      if (!('record' in read)) throw new Error('no record');
      expect(read.record.moves).toHaveLength(view.moves);
      expect(read.record.moves.map((move) => move.point)).not.toContain(point('J9')); // it was taken back
      expect(read.record.moves[0]).toMatchObject({ colour: 'black', point: point('D5') });

      // Any position of it.
      const position = async (moves: number) => (await ask('GetPosition', { moves })).body['view'] as { board: string };
      expect((await position(0)).board).toBe('.'.repeat(81));
      expect((await position(2)).board.replaceAll('.', '')).toBe('XO');
      expect((await position(view.moves)).board.replaceAll(/[^XO]/g, '')).toHaveLength(22);
      expect((await ask('GetPosition', { moves: view.moves + 1 })).status).toBe(400);

      // And once more, with the colours exchanged.
      const again = await ben.client.offerRematch(match);
      const rematch = [ada, ben].map((player) => new GoSide(player.follow(again)));
      await Promise.all(rematch.map((side) => side.witness.session.ready));
      await Promise.all(rematch.map((side) => side.step(1)));
      expect(rematch.map(({ view: { blackSeat }, witness }) => blackSeat === witness.state!.ownSeat)).toEqual([
        false,
        true,
      ]);
    }),
  90_000,
);

/** What players may do to a match and each other, over the wire: seats, devices, absence, invitations, watching. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  answerTrivia,
  EndCode,
  EndReason,
  markTicTacToe,
  MatchState,
  Visibility,
  type Match,
} from '../../clients/sdk/src/index.ts';
import { expectMatchIsWhole } from '../support/checker.ts';
import { answer, answerAll, openDuel, refusalReason } from '../support/duel.ts';
import { base64, callJson } from '../support/json-call.ts';
import { startMesh, type TestMesh } from '../support/mesh.ts';
import { Players, type Player } from '../support/players.ts';
import { promote } from '../support/roles.ts';
import { routesByReplica } from '../support/routes.ts';
import { until } from '../support/until.ts';

/** What the games say of a seat whose player is away. */
const FORFEIT_MS = 30_000;

let mesh: TestMesh;
let players: Players;
/** Takes half a minute, so it goes on beside the other tests. */
let forfeit: Promise<void>;

beforeAll(async () => {
  mesh = await startMesh();
  players = new Players(mesh.edge);
  forfeit = deserted();
  forfeit.catch(() => undefined); // looked at by its test
}, 90_000);
afterAll(async () => {
  players.close();
  await mesh.stop();
}, 30_000);

/** Ben goes away in the first question and stays away. */
async function deserted(): Promise<void> {
  const [ada, ben] = await players.pair();
  const match = await openDuel([ada, ben], { answerMs: 60_000 });
  const [stays, goes] = [ada.follow(match), ben.follow(match)];
  await Promise.all([stays.question(1), goes.question(1)]);
  goes.session.close();
  const away = await stays.until('the countdown', () => stays.seen('seatLeft')[0]);
  const leftAt = stays.events.find(({ event }) => event?.$case === 'seatLeft')!.timeMs;
  expect(away).toEqual({ seat: 1, forfeitTimeMs: leftAt + FORFEIT_MS });
  const shown = stays.state!.match.players[1];
  expect(shown).toMatchObject({ connected: false, forfeitTimeMs: away.forfeitTimeMs });

  const end = await stays.finish(FORFEIT_MS + 5_000);
  const { outcome } = end.match;
  expect(outcome).toMatchObject({ reason: EndReason.FORFEITED, winnerSeats: [0] });
  expect(outcome!.endTimeMs).toBeGreaterThanOrEqual(away.forfeitTimeMs);
  expect(outcome!.endTimeMs).toBeLessThan(away.forfeitTimeMs + 2_000);
  expect(end.match.players[1]!.forfeitTimeMs).toBe(0);
  const late = ben.follow(match);
  expect((await late.finish()).match.outcome).toEqual(outcome);
  await until('the forfeit in the statistics', async () => (await ben.client.stats.player())[0]?.lost === 1);
}

const openTicTacToe = async ([host, guest]: readonly [Player, Player], moveMs = 30_000): Promise<Match> => {
  const config = { $case: 'tictactoe', value: { moveMs } } as const;
  return guest.client.joinMatch(await host.client.createMatch('tictactoe', Visibility.OPEN, { config }));
};

describe('who is away', () => {
  test('and comes back in time plays on, and the countdown is off', () =>
    mesh.explain(async () => {
      const [ada, ben] = await players.pair();
      const match = await openDuel([ada, ben], { questions: 1, answerMs: 30_000 });
      const [stays, goes] = [ada.follow(match), ben.follow(match)];
      await Promise.all([stays.question(1), goes.question(1)]);
      goes.session.close();
      await stays.until('the countdown', () => stays.state!.match.players[1]!.forfeitTimeMs > 0);
      const back = ben.follow(match);
      await stays.until('the return', () => stays.state!.match.players[1]!.connected);
      expect(stays.state!.match.players[1]!.forfeitTimeMs).toBe(0);
      await answer(stays, 0, 1, 0);
      await answer(back, 1, 1, 0);
      const [end] = await Promise.all([stays.finish(), back.finish()]);
      expect(end.match.outcome!.reason).toBe(EndReason.COMPLETED);
      await expectMatchIsWhole(mesh, players, match, [{ player: ada, witness: stays }]);
    }));

  test('for a moment only was never away', () =>
    mesh.explain(async () => {
      const [ada, ben] = await players.pair();
      const match = await openDuel([ada, ben], { questions: 1, answerMs: 30_000 });
      const [stays, goes] = [ada.follow(match), ben.follow(match)];
      await Promise.all([stays.question(1), goes.question(1)]);
      goes.session.close();
      const back = ben.follow(match);
      await answer(back, 1, 1, 0);
      await answer(stays, 0, 1, 0);
      await Promise.all([stays.finish(), back.finish()]);
      expect(stays.seen('seatLeft')).toEqual([]);
    }));
});

test('of two devices the one that came last plays, from whichever replica, and the other is told', () =>
  mesh.explain(async () => {
    const [ada, ben] = await players.pair();
    const routes = await routesByReplica(mesh, ada.tokens.accessToken);
    const match = await openDuel([ada, ben], { questions: 1, answerMs: 30_000 });
    const route = (replica: string) => ({ route: { key: routes.get(replica)! } });
    const other = ada.follow(match, route('match-0'));
    const phone = ben.follow(match, route('match-0'));
    await Promise.all([other.question(1), phone.question(1)]);
    const second = await players.secondDevice(ben, 'web');
    const tablet = second.follow(match, route('match-1'));
    await phone.until('its end', () => phone.session.connection.state === 'ended');
    expect(await phone.session.ended).toMatchObject({ code: EndCode.REPLACED });
    expect(
      await refusalReason(phone.session.send(answerTrivia(0), 1)).catch((error: Error) => error.message),
    ).toContain('ended');
    await answer(tablet, 1, 1, 2);
    await answer(other, 0, 1, 3);
    await Promise.all([tablet.finish(), other.finish()]);
    expect(other.seen('seatLeft')).toEqual([]);
  }));

describe('before the start', () => {
  test('a seat that is given up is free for another', () =>
    mesh.explain(async () => {
      const [ada, ben] = await players.pair();
      const match = await openDuel([ada, ben], { questions: 1 });
      const waits = ada.follow(match);
      await waits.live();
      const leaving = ben.client.leaveMatch(match);
      await waits.until('the seat to be free', () => waits.state!.match.players.length === 1);
      await leaving;
      const cleo = await players.guest('web', 'Cleo');
      await cleo.client.joinMatch(match);
      await expect(ben.client.joinMatch(match)).rejects.toMatchObject({ reason: 'MATCH_FULL' });
      const comes = cleo.follow(match);
      await Promise.all([answerAll(waits, 0), answerAll(comes, 1)]);
      const end = await comes.finish();
      expect(end.match.outcome!.reason).toBe(EndReason.COMPLETED);
    }));

  test('a match that everyone leaves is abandoned and counts for nobody', () =>
    mesh.explain(async () => {
      const [ada, ben] = await players.pair();
      const match = await openDuel([ada, ben], {});
      const watches = (await players.guest()).follow(match);
      await watches.live();
      await Promise.all([ada.client.leaveMatch(match), ben.client.leaveMatch(match)]);
      const end = await watches.finish();
      expect(end.match.outcome).toMatchObject({ reason: EndReason.ABANDONED, winnerSeats: [], scores: [0, 0] });
      // A match that ends later is counted by then, so this one has been passed over.
      const next = await openTicTacToe([ada, ben]);
      const sides = [ada.follow(next), ben.follow(next)];
      await sides[0]!.until('the start', () => sides[0]!.state?.match.state === MatchState.RUNNING);
      await sides[0]!.session.leave();
      await until('the next match', async () => (await ada.client.stats.player()).length > 0);
      expect(await ada.client.stats.player()).toEqual([expect.objectContaining({ mode: 'tictactoe', played: 1 })]);
    }));
});

test(
  'hosts, and nobody else, fill the bank in another language, and duels are asked in it',
  () =>
    mesh.explain(async () => {
      const [ada, ben] = await players.pair();
      const host = await players.guest('native', 'Host');
      await promote(mesh, host, 'host');
      const questions = ({ tokens }: Player, method: string, request: unknown) =>
        callJson(mesh, `match.v1.QuestionService/${method}`, request, tokens.accessToken);
      expect((await questions(ada, 'ListQuestions', {})).status).toBe(403);
      const german = { questions: 2, answerMs: 30_000, locale: 'de' };
      await expect(openDuel([ada, ben], german)).rejects.toMatchObject({
        code: 3,
        violations: [expect.objectContaining({ field: 'config.trivia.locale' })],
      });

      const listed = await questions(host, 'ListQuestions', { category: 'geography', pageSize: 2 });
      for (const { questionId, options } of listed.body.questions as { questionId: string; options: string[] }[]) {
        const translation = { locale: 'de', text: `Wie war das: ${questionId}?`, options };
        expect((await questions(host, 'TranslateQuestion', { questionId, translation })).status).toBe(200);
      }
      // The other replica hears of it within a minute.
      const match = await until('a duel in German', () => openDuel([ada, ben], german).catch(() => undefined), 65_000);
      const [side, other] = [ada.follow(match), ben.follow(match)];
      expect((await side.question(1)).question!.text).toMatch(/^Wie war das/);
      await other.session.leave();
      await side.finish();
    }),
  90_000,
);

test('a private match is for who has its code, in any case, and is nothing to everyone else', () =>
  mesh.explain(async () => {
    const [ada, ben] = await players.pair();
    const outsider = await players.guest();
    const config = { $case: 'trivia', value: { questions: 1, answerMs: 30_000, pauseMs: 100 } } as const;
    const match = await ada.client.createMatch('trivia_duel', Visibility.PRIVATE, { config });
    expect(match.inviteCode).toMatch(/^[A-Z2-9]{8}$/);

    const none = { code: 5, reason: 'MATCH_NOT_FOUND' };
    await expect(outsider.client.getMatch(match)).rejects.toMatchObject(none);
    await expect(outsider.client.joinMatch(match)).rejects.toMatchObject(none);
    await expect(outsider.client.leaveMatch(match)).rejects.toMatchObject(none);
    await expect(outsider.client.listMatchEvents(match).next()).rejects.toMatchObject(none);
    expect((await outsider.follow(match).session.ended).error).toMatchObject(none);
    const wrong = { code: 7, reason: 'BAD_INVITE_CODE' };
    await expect(outsider.client.joinMatch(match, { inviteCode: 'ABCDEFGH' })).rejects.toMatchObject(wrong);
    await expect(outsider.client.joinMatch({ inviteCode: 'ABCDEFGH' })).rejects.toMatchObject(wrong);

    const joined = await ben.client.joinMatch({ inviteCode: match.inviteCode.toLowerCase() });
    expect(joined.matchId).toEqual(match.matchId);
    const listed = async ({ client }: Player) => {
      const ids = [];
      for await (const { matchId } of client.listMatches()) ids.push(matchId);
      return ids;
    };
    expect(await listed(ben)).toContainEqual(match.matchId);
    expect(await listed(outsider)).not.toContainEqual(match.matchId);

    const sides = [ada.follow(match), ben.follow(match)];
    await Promise.all(sides.map((side) => side.question(1)));
    const { match: running } = await ben.client.getMatch(match);
    expect(running!.inviteCode).toBe(''); // there is no seat left to invite to
    await Promise.all(sides.map((side, seat) => answer(side, seat, 1, 0)));
    await Promise.all(sides.map((side) => side.finish()));
    await expect(outsider.client.getMatch(match)).rejects.toMatchObject(none);
  }));

test('an open match can be watched from any replica by who has no seat: to see all, choose nothing, and be counted', () =>
  mesh.explain(async () => {
    const [ada, ben] = await players.pair();
    const match = await openDuel([ada, ben], { questions: 2, answerMs: 30_000 });
    const [mine, theirs] = [ada.follow(match), ben.follow(match)];
    const watchers = [await players.guest('native'), await players.guest('web')];
    const routes = [...(await routesByReplica(mesh, ada.tokens.accessToken)).values()];
    const watching = watchers.map((player, index) => ({
      player,
      witness: player.follow(match, { route: { key: routes[index]! } }),
    }));
    const counted = new Promise<void>((resolve) => {
      mine.session.subscribe((update) => update.kind === 'presence' && update.watchers === 2 && resolve());
    });
    for (const number of [1, 2]) {
      await Promise.all([mine, theirs, ...watching.map(({ witness }) => witness)].map((side) => side.question(number)));
      await answer(mine, 0, number, 1);
      for (const { witness } of watching) {
        await witness.until('that she has answered', () => witness.trivia('answered').length === 2 * number - 1);
        expect(witness.state!.ownSeat).toBeUndefined();
        expect(await refusalReason(witness.session.send(answerTrivia(0), number))).toBe('NOT_SEATED');
      }
      if (number === 1) await counted;
      await answer(theirs, 1, number, 2);
    }
    for (const side of [mine, theirs, ...watching.map(({ witness }) => witness)]) await side.finish();
    await expectMatchIsWhole(mesh, players, match, watching);
    for (const { witness } of watching) {
      expect(witness.trivia('answered').map(({ choice }) => choice)).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
    }
  }));

test('an answer out of place is refused with its reason and changes nothing', () =>
  mesh.explain(async () => {
    const [ada, ben] = await players.pair();
    const match = await openDuel([ada, ben], { questions: 2, answerMs: 2_000, pauseMs: 1_000 });
    const mine = ada.follow(match);
    await mine.live();
    const send = (choice: number, position: number) => refusalReason(mine.session.send(answerTrivia(choice), position));
    expect(await send(0, 1)).toBe('MATCH_NOT_RUNNING');
    const theirs = ben.follow(match);
    await mine.until('the start', () => mine.seen('matchStarted').length > 0);
    expect(await send(0, 1)).toBe('NO_OPEN_QUESTION');
    await Promise.all([mine.question(1), theirs.question(1)]);
    expect(await send(0, 2)).toBe('WRONG_QUESTION');
    expect(await send(4, 1)).toBe('INVALID_CHOICE');
    expect(await refusalReason(mine.session.send(markTicTacToe(0), 1))).toBe('WRONG_GAME');
    await answer(mine, 0, 1, 0);
    expect(await send(1, 1)).toBe('ALREADY_ANSWERED');
    const reveal = await mine.reveal(1); // Ben's time runs out
    expect(reveal.results[1]).toEqual({ choice: undefined, answerMs: 2_000, points: 0, total: 0 });
    expect(await send(1, 1)).toBe('NO_OPEN_QUESTION');
    await Promise.all([mine.question(2), theirs.question(2)]);
    await answer(mine, 0, 2, 0);
    await answer(theirs, 1, 2, 0);
    await Promise.all([mine.finish(), theirs.finish()]);
    const late = { matchId: base64(match.matchId), command: { commandId: base64(match.matchId), position: 2 } };
    const command = { ...late.command, trivia: { answer: { choice: 1 } } };
    const told = await callJson(mesh, 'match.v1.MatchService/Act', { ...late, command }, ada.tokens.accessToken);
    expect(told.body).toMatchObject({ refusal: { reason: 'MATCH_FINISHED' } });
    await expectMatchIsWhole(mesh, players, match, [{ player: ada, witness: mine }]);
  }));

describe('tic-tac-toe', () => {
  test('is played by a native app and a browser to three in a row', () =>
    mesh.explain(async () => {
      const pair = [await players.guest('native', 'Nought'), await players.guest('web', 'Cross')] as const;
      const match = await openTicTacToe(pair);
      const sides = pair.map((player) => ({ player, witness: player.follow(match, { route: 'spread' }) }));
      const board = (seat: number) => {
        const view = sides[seat]!.witness.state?.view;
        return view?.$case === 'tictactoe' ? view.value : undefined;
      };
      const mark = async (seat: number, cell: number) => {
        const { witness } = sides[seat]!;
        await witness.until('the turn', () => board(seat)?.nextSeat === seat);
        await witness.session.send(markTicTacToe(cell), board(seat)!.moves + 1);
      };
      const refused = (seat: number, cell: number) =>
        refusalReason(sides[seat]!.witness.session.send(markTicTacToe(cell), 2));
      await sides[0]!.witness.until('the start', () => board(0)?.nextSeat !== undefined);
      const first = board(0)!.nextSeat!; // drawn
      const second = 1 - first;
      await mark(first, 4);
      expect(await refused(first, 0)).toBe('NOT_YOUR_TURN');
      await sides[second]!.witness.until('the turn', () => board(second)?.nextSeat === second);
      expect(await refused(second, 4)).toBe('CELL_TAKEN');
      await mark(second, 0);
      await mark(first, 2);
      await mark(second, 1);
      await mark(first, 6);
      const [end] = await Promise.all(sides.map(({ witness }) => witness.finish()));
      expect(end!.match.outcome).toMatchObject({ reason: EndReason.COMPLETED, winnerSeats: [first] });
      const [x, o] = [first + 1, second + 1];
      expect(board(1)!.cells).toEqual([o, o, x, 0, x, 0, x, 0, 0]);
      await expectMatchIsWhole(mesh, players, match, sides);
      const { client } = pair[first]!;
      await until('the game in the statistics', async () => (await client.stats.player()).length > 0);
      expect(await client.stats.player()).toMatchObject([
        expect.objectContaining({ mode: 'tictactoe', played: 1, won: 1 }),
      ]);
    }));

  test('is lost by who does not move in time', () =>
    mesh.explain(async () => {
      const pair = await players.pair();
      const match = await openTicTacToe(pair, 1_000);
      const sides = pair.map((player) => player.follow(match));
      const view = await sides[0]!.until('the start', () => {
        const { view } = sides[0]!.state ?? {};
        return view?.$case === 'tictactoe' && view.value.nextSeat !== undefined && view.value;
      });
      const [end] = await Promise.all(sides.map((side) => side.finish()));
      expect(end!.match.outcome).toMatchObject({ winnerSeats: [1 - view.nextSeat!] });
      expect(end!.match.outcome!.endTimeMs).toBeGreaterThanOrEqual(view.untilTimeMs);
    }));
});

test('who is away for 30 s forfeits; the other sees the countdown and wins', () => mesh.explain(() => forfeit), 60_000);

/** What there is beside a match's moves: talk, those who watch, and another match after it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EndReason, formatId, MatchState, Reaction } from '../../clients/sdk/src/index.ts';
import { answer, openDuel, refusalReason } from '../support/duel.ts';
import { startMesh, type TestMesh } from '../support/mesh.ts';
import { Players, type Player } from '../support/players.ts';
import { followAt } from '../support/routes.ts';
import { until } from '../support/until.ts';
import type { Witness } from '../support/witness.ts';

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
const signIn = async (): Promise<[Player, Player]> => [await players.guest('native'), await players.guest('web')];

const textsSeenBy = (witness: Witness): string[] => witness.seen('said').map(({ text }) => text);

/** Answers all questions of a duel with one choice each, until it is over. */
async function playOut(sides: readonly Witness[], questions: number): Promise<void> {
  for (let number = 1; number <= questions; number++) {
    await Promise.all(sides.map((side) => side.question(number)));
    await Promise.all(sides.map((side, seat) => answer(side, seat, number, seat)));
  }
  for (const side of sides) expect((await side.finish()).match.outcome?.reason).toBe(EndReason.COMPLETED);
}

test('players talk to players and watchers to watchers, over any two replicas; a reaction is for all', () =>
  mesh.explain(async () => {
    const [ada, ben] = await signIn();
    const [native, web] = await signIn();
    const match = await openDuel([ada, ben], { questions: 1, answerMs: 30_000 });
    const sides = [await followAt(mesh, ada, match, 'match-0'), await followAt(mesh, ben, match, 'match-1')];
    const watching = [await followAt(mesh, native, match, 'match-1'), await followAt(mesh, web, match, 'match-0')];
    await sides[0]!.question(1);
    await sides[0]!.session.say('viel Glück 🍀');
    await sides[1]!.session.say('danke');
    await watching[1]!.session.say('Ada gewinnt');
    await sides[1]!.session.react(Reaction.FIRE);
    const everyone = [...sides, ...watching];
    await Promise.all(everyone.map((side) => side.until('the reaction', () => side.seen('reacted').length === 1)));

    for (const side of sides) expect(textsSeenBy(side)).toEqual(['viel Glück 🍀', 'danke']);
    for (const side of watching) expect(textsSeenBy(side)).toEqual(['Ada gewinnt']);
    expect(sides[0]!.seen('said').map(({ seat }) => seat)).toEqual([0, 1]);
    expect(await refusalReason(watching[0]!.session.react(Reaction.HEART))).toBe('NOT_SEATED');
    for (const side of everyone) expect(await refusalReason(side.session.say('two\nlines'))).toBe('INVALID_TEXT');
    await playOut(sides, 1);
  }));

test('live matches are listed with how many watch them', () =>
  mesh.explain(async () => {
    const [ada, ben] = await signIn();
    const match = await openDuel([ada, ben], { questions: 1, answerMs: 60_000 });
    const sides = [ada.follow(match), ben.follow(match)];
    await sides[0]!.question(1);
    const crowd = await Promise.all(Array.from({ length: 3 }, () => players.guest()));
    await Promise.all(crowd.map((player, index) => followAt(mesh, player, match, `match-${index % 2}`)));
    const listed = await until('three watchers in the list', async () => {
      for await (const one of crowd[0]!.client.listMatches({ state: MatchState.RUNNING, mode: 'trivia_duel' })) {
        if (formatId(one.matchId) === formatId(match.matchId)) return one.watchers === 3 && one;
      }
      return undefined;
    });
    expect(listed).toMatchObject({ state: MatchState.RUNNING, watchers: 3 });
    await mesh.kill('redis');
    for await (const one of crowd[0]!.client.listMatches({ state: MatchState.RUNNING })) {
      expect(one.watchers).toBeUndefined();
    }
    await mesh.restart('redis');
    await playOut(sides, 1);
  }));

test('a match that is over is played once more when both want to, with the seats exchanged', () =>
  mesh.explain(async () => {
    const pair = await signIn();
    const match = await openDuel(pair, { questions: 1 });
    await expect(pair[0].client.offerRematch(match)).rejects.toMatchObject({ reason: 'MATCH_NOT_FINISHED' });
    await playOut(
      pair.map((player) => player.follow(match)),
      1,
    );
    expect((await pair[1].client.getMatch(match)).match!.rematchId).toHaveLength(0);
    const outsider = await players.guest();
    await expect(outsider.client.offerRematch(match)).rejects.toMatchObject({ reason: 'NOT_SEATED' });

    const offered = await pair[0].client.offerRematch(match);
    const { rematchId } = (await pair[1].client.getMatch(match)).match!;
    expect(formatId(rematchId)).toBe(formatId(offered.matchId));
    const taken = await pair[1].client.offerRematch(match);
    expect(formatId(taken.matchId)).toBe(formatId(offered.matchId));
    expect(taken.players.map(({ userId }) => formatId(userId))).toEqual([pair[1].userId, pair[0].userId]);
    expect(taken.config).toEqual(match.config);
    await playOut([pair[1].follow(taken), pair[0].follow(taken)], 1);
  }));

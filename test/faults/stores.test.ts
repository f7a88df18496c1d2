/** Duels while what the match service stands on is away: Redis, PostgreSQL, the other services. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { EndReason, type FoundMatch } from '../../clients/sdk/src/index.ts';
import { expectMatchIsWhole, type Side } from '../support/checker.ts';
import { answer, openDuel } from '../support/duel.ts';
import { readLog } from '../support/match-log.ts';
import { base64, callJson } from '../support/json-call.ts';
import { startMesh, type TestMesh } from '../support/mesh.ts';
import { Players, type Player } from '../support/players.ts';
import { followAt } from '../support/routes.ts';
import { until } from '../support/until.ts';
import type { Witness } from '../support/witness.ts';

/** How long everything stays away. */
const AWAY_MS = 5_000;
/** Heartbeats come every second, so that is how exactly an outage is known; and some for a busy machine. */
const EXACT_MS = 1_500;

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

/** Both players of a match, each on a replica of their own. */
const followApart = async (match: FoundMatch): Promise<[Side, Side]> => [
  { player: pair[0], witness: await followAt(mesh, pair[0], match, 'match-0') },
  { player: pair[1], witness: await followAt(mesh, pair[1], match, 'match-1') },
];

/** Both answer an open question and see its reveal. */
async function playQuestion(sides: readonly Side[], number: number): Promise<void> {
  await Promise.all(sides.map(({ witness }) => witness.question(number)));
  await Promise.all(sides.map(({ witness }, seat) => answer(witness, seat, number, (number + seat) % 4)));
  await Promise.all(sides.map(({ witness }) => witness.reveal(number)));
}

async function expectCompleted(match: { readonly matchId: Uint8Array }, sides: readonly Side[]) {
  for (const { witness } of sides) {
    expect((await witness.finish()).match.outcome?.reason).toBe(EndReason.COMPLETED);
  }
  await expectMatchIsWhole(mesh, players, match, sides);
}

test(
  'without Redis for 5 s the players on two replicas play on, and miss nothing',
  () =>
    mesh.explain(async () => {
      const match = await openDuel(pair, { questions: 4, answerMs: 10_000 });
      const sides = await followApart(match);
      await playQuestion(sides, 1);
      await mesh.kill('redis');
      const back = sleep(AWAY_MS).then(() => mesh.restart('redis'));
      await playQuestion(sides, 2);
      expect(() => process.kill(mesh.pid('redis'), 0)).toThrow('ESRCH'); // a whole question went by without it
      await playQuestion(sides, 3);
      await back;
      await playQuestion(sides, 4);
      await expectCompleted(match, sides);
      for (const { witness } of sides) expect(witness.replicas).toHaveLength(1);
    }),
  60_000,
);

test.each([
  ['is stopped', true, () => mesh.kill('postgres', 'SIGINT'), () => mesh.restart('postgres')],
  ['has crashed', true, () => mesh.kill('postgres'), () => mesh.restart('postgres')],
  ['hangs', false, () => mesh.pause('postgres'), () => mesh.resume('postgres')],
])(
  'while PostgreSQL %s for 5 s streams stay and commands wait; the time is given back to the open question',
  (_, refuses, takeAway, bringBack) =>
    mesh.explain(async () => {
      const answerMs = 4_000;
      const match = await openDuel(pair, { questions: 2, answerMs });
      const sides = await followApart(match);
      const [ada, ben] = sides.map(({ witness }) => witness);
      await Promise.all([ada!.question(1), ben!.question(1)]);
      await answer(ada!, 0, 1, 1);

      await takeAway();
      const wentAway = Date.now();
      const waiting = answer(ben!, 1, 1, 2);
      if (refuses) await expectUnavailable(pair[0], match);
      await sleep(wentAway + AWAY_MS - Date.now());
      await bringBack();
      await waiting; // later than its question was to be open
      const away = Date.now() - wentAway;

      await playQuestion(sides, 2);
      await expectCompleted(match, sides);
      for (const { witness } of sides) expect(witness.replicas).toHaveLength(1);

      const log = await readLog(mesh, match.matchId);
      const givenBack = log.flatMap(({ events }) => events.filter((event) => event.kind === 'timeGivenBack'));
      expect(givenBack).toHaveLength(1);
      expect(Math.abs(givenBack[0]!.byMs - away)).toBeLessThan(EXACT_MS);
      const [shift] = ada!.trivia('timeShifted');
      expect(shift!.byMs).toBe(givenBack[0]!.byMs);
      expect(shift!.untilTimeMs).toBe(Math.max(dueBeforeShift(ada!) + shift!.byMs, shiftedAt(ada!)));
      // The outage is no time that anybody took to answer.
      const [first] = ben!.trivia('revealed');
      expect(first!.results[1]!.answerMs).toBeLessThan(EXACT_MS + 500);
    }),
  60_000,
);

/**
 * When the phase was to end into which the time was given back. That is the open question's, or the pause after it where
 * a statement that PostgreSQL already had when it hung was carried out afterwards, and with it the last answer.
 */
function dueBeforeShift({ events }: Witness): number {
  let due = 0;
  for (const { event } of events) {
    const happened = event?.$case === 'trivia' ? event.value.event : undefined;
    if (happened?.$case === 'timeShifted') break;
    if (happened?.$case === 'questionOpened') due = happened.value.closeTimeMs;
    if (happened?.$case === 'revealed') due = happened.value.nextTimeMs;
  }
  return due;
}

/** When the time was given back, on the match's clock: what is due cannot be before that. */
const shiftedAt = ({ events }: Witness): number =>
  events.find(({ event }) => event?.$case === 'trivia' && event.value.event?.$case === 'timeShifted')!.timeMs;

/** What a client past the SDK is told while PostgreSQL is away: that nobody knows, and when to ask again. */
async function expectUnavailable({ tokens }: Player, match: { readonly matchId: Uint8Array }): Promise<void> {
  const matchId = base64(match.matchId);
  const command = { commandId: matchId, position: 1, trivia: { answer: { choice: 0 } } };
  const told = await callJson(mesh, 'match.v1.MatchService/Act', { matchId, command }, tokens.accessToken);
  expect(told).toMatchObject({ status: 503, body: { code: 14 } });
  expect(told.body.details).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ reason: 'OUTCOME_UNKNOWN' }),
      expect.objectContaining({ retryDelay: expect.any(String) as unknown }),
    ]),
  );
}

test(
  'without stats and user a duel is found, played and stored; it is counted once when stats is back',
  () =>
    mesh.explain(async () => {
      const played = async () => (await pair[0].client.stats.player())[0]?.played ?? 0;
      await until('the duels of before in the statistics', async () => (await played()) === 4);
      await Promise.all([mesh.kill('user'), mesh.kill('stats')]);
      const match = await openDuel(pair, { questions: 2 });
      const sides = await followApart(match);
      await playQuestion(sides, 1);
      await playQuestion(sides, 2);
      await expectCompleted(match, sides);
      const found = await Promise.all(pair.map(({ client }) => client.findMatch('trivia_duel')));
      expect(found[0]).toEqual(found[1]);

      await Promise.all([mesh.restart('user'), mesh.restart('stats')]);
      await until('the duel in the statistics', async () => (await played()) > 4);
      expect(await played()).toBe(5);
    }),
  60_000,
);

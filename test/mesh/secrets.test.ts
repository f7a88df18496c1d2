/** No right answer, no other's choice, no coming question and no seed reaches any wire before the rules say so. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { JsonObject, JsonValue } from '@bufbuild/protobuf';
import { formatId } from '../../clients/sdk/src/index.ts';
import { readLog, triviaEvents } from '../support/match-log.ts';
import { openDuel } from '../support/duel.ts';
import { startMesh, type TestMesh } from '../support/mesh.ts';
import { Players, type Player } from '../support/players.ts';
import { promote } from '../support/roles.ts';
import { until } from '../support/until.ts';
import { methodOf, methods, pathOf, requestOf, WireTap, type Tapped } from '../support/wire-tap.ts';

const QUESTIONS = 3;
const PLAY = methodOf('/playmesh.match.v1.MatchService/Play');
const WATCH = methodOf('/playmesh.match.v1.MatchService/Watch');
const ACT = methodOf('/playmesh.match.v1.MatchService/Act');
/** They would end the match, or the caller's session. */
const NOT_AS_PLAYER = [
  'LeaveMatch',
  'LogOut',
  'DeleteAccount',
  'EndSession',
  'RefreshTokens',
  'SetRoles',
  'Act',
  'Play',
];

let mesh: TestMesh;
let players: Players;
const taps: WireTap[] = [];

beforeAll(async () => {
  mesh = await startMesh();
  players = new Players(mesh.edge);
}, 90_000);
afterAll(async () => {
  for (const tap of taps) tap.close();
  players.close();
  await mesh.stop();
}, 30_000);

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const requestId = (): string => base64(randomBytes(16));

function tap(role: string, player?: Player): WireTap {
  const made = new WireTap(mesh.edge, role, player?.tokens.accessToken);
  taps.push(made);
  return made;
}

/** Every value under a name, anywhere in a message. */
function valuesOf(content: JsonValue, name: string): JsonValue[] {
  if (Array.isArray(content)) return content.flatMap((item) => valuesOf(item, name));
  if (typeof content !== 'object' || content === null) return [];
  return Object.entries(content).flatMap(([key, value]) => [
    ...(key === name ? [value] : []),
    ...valuesOf(value, name),
  ]);
}

test(
  'every rpc, as every role, at every moment of a duel',
  () =>
    mesh.explain(async () => {
      const [ada, ben] = await players.pair();
      const watcher = await players.guest('native', 'Watcher');
      const operator = await players.guest('native', 'Operator');
      await promote(mesh, operator, 'operator', 'admin');
      const match = await openDuel([ada, ben], { questions: QUESTIONS, answerMs: 20_000, pauseMs: 2_000 });
      const matchId = base64(match.matchId);
      const seats = [tap('seat 0', ada), tap('seat 1', ben)] as const;
      const others = [tap('watcher', watcher), tap('operator', operator), tap('public')];
      const everyone = [...seats, ...others];
      const heard = (): Tapped[] => everyone.flatMap((one) => one.heard);

      const prepared = triviaEvents(await readLog(mesh, match.matchId)).map(({ event }) => event)[0];
      if (prepared?.kind !== 'prepared') throw new Error('The log does not begin with the questions.');

      const streams = [
        seats[0].open(PLAY, [{ join: { matchId } }]),
        seats[1].open(WATCH, [{ matchId }]),
        ...others.map((other) => other.open(WATCH, [{ matchId }])),
      ];

      const scan = async (): Promise<void> => {
        const userId = base64(Buffer.from(ada.userId.replaceAll('-', ''), 'hex'));
        const fields: JsonObject = {
          match_id: matchId,
          user_id: userId,
          ticket_id: matchId,
          session_id: matchId,
          mode: 'trivia_duel',
        };
        for (const one of everyone) {
          for (const method of methods.filter(({ name }) => !NOT_AS_PLAYER.includes(name))) {
            // A player's newest stream ends the one before, and the two that are open shall hear the whole duel.
            if (method === WATCH && (one === seats[0] || one === seats[1])) continue;
            await one.call(method, {
              ...requestOf(method, fields),
              ...requestOf(method, { request_id: requestId(), visibility: 'VISIBILITY_OPEN' }),
            });
          }
          if (one !== seats[0]) await one.call(ACT, { matchId, command: command(QUESTIONS + 5, 0) }); // refused, with a reason
        }
        const answer = await fetch(`http://${mesh.edge}/playmesh.match.v1.MatchService/GetMatch`, {
          method: 'POST',
          headers: { authorization: `Bearer ${watcher.tokens.accessToken}`, 'content-type': 'application/json' },
          body: JSON.stringify({ matchId }),
        });
        const text = await answer.text();
        others[0]!.heard.push({
          role: 'json',
          method: 'GetMatch',
          bytes: Buffer.from(text),
          content: JSON.parse(text) as JsonValue,
        });
      };

      /** Nothing that was heard so far tells more than `revealed` closed questions and the open one. */
      const expectNoSecret = (revealed: number): void => {
        const hidden = [
          prepared.seed,
          ...prepared.questions.map(({ id }) => id),
          ...prepared.questions.slice(revealed + 1).map(({ text }) => text),
        ];
        for (const { role, method, bytes, content } of heard()) {
          const told = { role, method };
          // The bank, answers and all, is for hosts: of those here, the one who is an admin.
          if (role === 'operator' && method.startsWith('/playmesh.match.v1.QuestionService/')) continue;
          for (const marker of hidden)
            expect({ ...told, tells: bytes.includes(marker) && marker }).toEqual({ ...told, tells: false });
          expect({ ...told, seed: bytes.includes(Buffer.from(prepared.seed, 'hex')) }).toEqual({
            ...told,
            seed: false,
          });
          const results = valuesOf(content, 'revealed')
            .flat()
            .filter((value) => value !== null && typeof value === 'object');
          for (const result of results) {
            expect({ ...told, number: (result as { number: number }).number <= revealed }).toEqual({
              ...told,
              number: true,
            });
          }
          expect(valuesOf(content, 'rightChoice').length).toBeLessThanOrEqual(results.length);
          if (role === 'seat 0') continue;
          // Only seat 0 has answered the open question; its choice is its own until the reveal.
          const ofOthers = valuesOf(content, 'answered').filter((value) => role !== 'seat 1' || seatIn(value) !== 1);
          for (const answered of ofOthers) expect(answered).not.toHaveProperty('choice');
          expect(valuesOf(content, 'ownChoice')).toEqual([]);
        }
      };

      for (let number = 1; number <= QUESTIONS; number += 1) {
        await until(`question ${number}`, () =>
          everyone
            .slice(0, 4)
            .every((one) => one.heard.some(({ bytes }) => bytes.includes(prepared.questions[number - 1]!.text))),
        );
        const { rightChoice } = prepared.questions[number - 1]!;
        await seats[0].call(ACT, { matchId, command: command(number, (rightChoice + 1) % 4) });
        await scan();
        expectNoSecret(number - 1);
        // Seat 1 may be shown its own choice from now on, but its answer closes the question.
        await seats[1].call(ACT, { matchId, command: command(number, rightChoice) });
      }

      // What was looked for is there once it may be, so the looking itself works.
      await until('the last reveal', () =>
        seats[0].heard.some(({ content }) => JSON.stringify(content).includes('"finished"')),
      );
      const shown = seats[1].heard.flatMap(({ content }) =>
        valuesOf(content, 'rightChoice').concat(valuesOf(content, 'revealed')),
      );
      expect(shown.length).toBeGreaterThanOrEqual(QUESTIONS);
      expect(seats[0].heard.flatMap(({ content }) => valuesOf(content, 'ownChoice')).length).toBeGreaterThan(0);
      const reached = new Set(heard().map(({ method }) => method));
      for (const method of methods.filter(({ name }) => !NOT_AS_PLAYER.includes(name)))
        expect(reached).toContain(pathOf(method));
      for (const stream of streams) stream.cancel();
      expect(formatId(match.matchId)).toBe(match.route);
    }),
  90_000,
);

/** JSON leaves out a seat 0. */
const seatIn = (answered: JsonValue): number => (answered as { seat?: number }).seat ?? 0;

const command = (position: number, choice: number): JsonObject => ({
  commandId: requestId(),
  position,
  trivia: { answer: { choice } },
});

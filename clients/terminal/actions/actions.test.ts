import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Code, formatId, GoColour, MatchState, PlaymeshError } from '../../sdk/src/index.ts';
import type { StoredTokens, Transport } from '../../sdk/src/index.ts';
import { GoConfig, GoMoved, GoView } from '../../../gen/playmesh/match/v1/go.ts';
import { TicketState } from '../../../gen/playmesh/match/v1/ticket_service.ts';
import { LeaderOrder } from '../../../gen/playmesh/stats/v1/stats_service.ts';
import type { Effect, Message } from '../state/app-state.ts';
import { ADA, BEN, idOf, MATCH, matchOf } from '../test-support/states.ts';
import { Actions } from './actions.ts';

const TOKENS = { accessToken: 'access', accessExpireTime: new Date(Date.now() + 900_000), refreshToken: 'refresh' };
const USER = { userId: idOf(1), username: '', guest: true, profile: { displayName: 'Ada' } };
const STORED = { userId: ADA, accessToken: 'access', accessExpireMs: Date.now() + 900_000, refreshToken: 'refresh' };
const notFound = new PlaymeshError(Code.NOT_FOUND, 'as scripted');

/** What the services answer; a test says so for the calls it is about. */
type Answers = Record<string, (request: never, options: { signal: AbortSignal }) => unknown>;

let answers: Answers;
let stored: StoredTokens | undefined;
let messages: Message[];
let actions: Actions;

function fakeTransport(): Transport {
  const service = new Proxy({}, { get: (_, method: string) => answers[method] ?? (() => Promise.reject(notFound)) });
  const services = {
    users: service,
    tickets: service,
    matches: service,
    stats: service,
    goRecords: service,
    goReviews: service,
  };
  return { ...services, bidirectional: true, close: () => {} } as unknown as Transport;
}

beforeEach(() => {
  answers = {};
  stored = STORED;
  messages = [];
  actions = new Actions({
    server: 'http://mesh',
    storage: { load: () => stored, save: (tokens) => void (stored = tokens) },
    connect: fakeTransport,
    dispatch: (message) => messages.push(message),
    quit: () => {},
  });
});
afterEach(() => actions.close());

/** What comes of an effect: the first message that is not one of those seen before. */
async function outcomeOf(effect: Effect): Promise<Message> {
  const before = messages.length;
  actions.perform(effect);
  while (messages.length === before) await sleep(1);
  return messages[before]!;
}

test('who is signed in from before is asked by name; nobody is where there are no tokens', async () => {
  answers['getUser'] = async () => ({ user: USER });
  expect(await outcomeOf({ kind: 'start' })).toEqual({
    kind: 'signedIn',
    me: { userId: ADA, name: 'Ada', guest: true },
  });
  actions.close();
  stored = undefined;
  actions = new Actions({
    server: 'http://mesh',
    storage: { load: () => stored, save: () => {} },
    connect: fakeTransport,
    dispatch: (message) => messages.push(message),
    quit: () => {},
  });
  expect(await outcomeOf({ kind: 'start' })).toEqual({ kind: 'nobody' });
});

test('a guest is kept signed in', async () => {
  stored = undefined;
  answers['createGuest'] = async () => ({ user: USER, tokens: TOKENS });
  expect(await outcomeOf({ kind: 'guest', displayName: 'Ada' })).toMatchObject({ kind: 'signedIn' });
  expect(stored).toMatchObject({ userId: ADA, refreshToken: 'refresh' });
});

test('what fails is told in a sentence, unless it was given up', async () => {
  expect(await outcomeOf({ kind: 'join', inviteCode: 'ABCD' })).toEqual({
    kind: 'failed',
    of: 'join',
    text: 'That is not there any more.',
  });
  answers['joinMatch'] = (_, { signal }) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
  actions.perform({ kind: 'join', inviteCode: 'ABCD' });
  await sleep(5);
  actions.perform({ kind: 'cancel' });
  await sleep(20);
  expect(messages).toHaveLength(1);
});

test('a match that was found just as the queue was left is played: the opponent waits in it', async () => {
  const place = { ticketId: idOf(3), mode: 'trivia_duel', position: 2, estimateMs: 3_000, route: '' };
  answers['createTicket'] = async () => ({ ticket: place });
  answers['watchTicket'] = async function* (_, { signal }) {
    yield { ticket: { ...place, state: TicketState.WAITING, matchId: new Uint8Array() } };
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    throw new Error('aborted');
  };
  const matched = { ticket_id: '', match_id: btoa(String.fromCharCode(...idOf(9))) };
  answers['deleteTicket'] = async () => {
    throw new PlaymeshError(Code.FAILED_PRECONDITION, '', { reason: 'TICKET_MATCHED', metadata: matched });
  };
  expect(await outcomeOf({ kind: 'findOpponent', mode: 'trivia_duel' })).toEqual({
    kind: 'place',
    place: { position: 2, estimateMs: 3_000 },
  });
  expect(await outcomeOf({ kind: 'cancel' })).toEqual({
    kind: 'seated',
    matchId: MATCH,
    inviteCode: '',
    rematch: false,
  });
});

test('matches that are not over are found among the player’s own, whichever game they are, with code and turn', async () => {
  const waiting = matchOf({ state: MatchState.WAITING, matchId: idOf(8), players: [] });
  const game = matchOf({ mode: 'go_9x9_live', matchId: idOf(7) });
  const unknown = matchOf({ mode: 'tictactoe', matchId: idOf(6) });
  const view = { $case: 'go', value: GoView.fromPartial({ toMove: GoColour.WHITE, blackSeat: 1 }) };
  answers['listMatches'] = async ({ state }: { state: MatchState }) => ({
    matches: state === MatchState.RUNNING ? [game, unknown] : [waiting],
    nextPageToken: '',
  });
  answers['getMatch'] = async ({ matchId }: { matchId: Uint8Array }) => ({
    snapshot: {
      7: { seq: 1, match: game, ownSeat: 0, view },
      6: { seq: 1, match: unknown, ownSeat: 0 },
      8: { seq: 1, match: { ...waiting, inviteCode: 'ABCD2345' }, ownSeat: 0 },
    }[matchId.at(-1)!],
  });
  expect(await outcomeOf({ kind: 'readOwnMatches' })).toMatchObject({
    kind: 'ownMatches',
    rows: [
      { matchId: formatId(idOf(7)), game: 'go', stands: 'running', ownTurn: true, opponentIds: [BEN] },
      { matchId: formatId(idOf(8)), game: 'trivia', stands: 'open', inviteCode: 'ABCD2345', ownTurn: undefined },
    ],
  });
});

test('open challenges are those of Go with a free seat', async () => {
  const config = { config: { $case: 'go' as const, value: GoConfig.fromPartial({ size: 13 }) } };
  const [ada] = matchOf().players;
  const challenge = matchOf({ mode: 'go_13x13_live', config, players: [ada!], state: MatchState.WAITING });
  const full = matchOf({ mode: 'go_13x13_live', config, state: MatchState.WAITING });
  answers['listMatches'] = async () => ({
    matches: [full, matchOf({ players: [ada!] }), challenge],
    nextPageToken: '',
  });
  expect(await outcomeOf({ kind: 'readChallenges' })).toMatchObject({
    rows: [{ matchId: MATCH, creatorId: ADA, config: { size: 13 } }],
  });
});

test('the moves of a game of Go are read all at once, beside what is under way', async () => {
  const start = GoView.fromPartial({ board: '.'.repeat(81) });
  const moves = [{ colour: GoColour.BLACK, moved: GoMoved.fromPartial({ point: 40 }), comment: '' }];
  const replay = { start, startComment: '', moves, end: { ...start, moves: 1 } };
  const asked: unknown[] = [];
  answers['getReplay'] = async (request) => {
    asked.push(request);
    return { ...replay, seq: 9 };
  };
  actions.perform({ kind: 'readReplay', matchId: MATCH });
  actions.perform({ kind: 'cancel' });
  while (messages.length === 0) await sleep(1);
  expect(messages).toEqual([{ kind: 'replay', matchId: MATCH, replay }]);
  expect(asked).toEqual([{ matchId: idOf(9), fromMove: 0 }]);
});

test('an offer that nobody took up in time is none', async () => {
  const over = matchOf({ state: MatchState.FINISHED, rematchId: idOf(10) });
  let next = matchOf({ state: MatchState.WAITING, matchId: idOf(10) });
  answers['getMatch'] = async ({ matchId }: { matchId: Uint8Array }) => ({
    snapshot: { seq: 1, match: matchId.at(-1) === 10 ? next : over },
  });
  expect(await outcomeOf({ kind: 'awaitRematch', matchId: MATCH })).toMatchObject({ offered: true });
  next = { ...next, state: MatchState.FINISHED };
  expect(await outcomeOf({ kind: 'awaitRematch', matchId: MATCH })).toMatchObject({ offered: false });
});

test('names are read for each player, and who is gone has one too', async () => {
  answers['getProfile'] = async ({ userId }: { userId: Uint8Array }) => {
    if (userId.at(-1) === 1) return { profile: { displayName: 'Ada' } };
    throw notFound;
  };
  actions.perform({ kind: 'readNames', userIds: [ADA, MATCH] });
  while (messages.length < 2) await sleep(1);
  const names = messages.map((message) => (message.kind === 'names' ? message.names : {}));
  expect(Object.assign({}, ...names)).toEqual({ [ADA]: 'Ada', [MATCH]: '(deleted)' });
});

test('ranks are those of the speed, beside what is under way; who is not rated has none, nor whose cannot be read', async () => {
  const live = { ratedAs: 'go_live', rank: '6k', isProvisional: true };
  const blitz = { ratedAs: 'go_blitz', rank: '1d', isProvisional: false };
  answers['getPlayerStats'] = async ({ userId }: { userId: Uint8Array }) => {
    if (userId.at(-1) === 9) throw notFound;
    return { modes: [], ratings: userId.at(-1) === 1 ? [blitz, live] : [blitz] };
  };
  actions.perform({ kind: 'readRanks', matchId: MATCH, ratedAs: 'go_live', userIds: [ADA, BEN, MATCH] });
  actions.perform({ kind: 'cancel' });
  while (messages.length < 2) await sleep(1);
  const ranks = messages.map((message) => (message.kind === 'ranks' ? message.ranks : {}));
  expect(Object.assign({}, ...ranks)).toEqual({ [ADA]: '6k?', [BEN]: '' });
});

test('the strongest are asked for by what they are rated in, those who have won most by mode', async () => {
  const asked: unknown[] = [];
  answers['listLeaders'] = async ({ mode, order }: { mode: string; order: LeaderOrder }) => {
    asked.push([mode, order]);
    const leader = { place: 1, userId: idOf(2), won: 3, played: 4, rating: 1_900, rank: '2d', isProvisional: false };
    return { leaders: [leader] };
  };
  const read = { kind: 'readLeaders', mode: 'go_9x9_live', part: 'top' } as const;
  expect(await outcomeOf({ ...read, order: 'strength' })).toMatchObject({
    order: 'strength',
    rows: [{ userId: BEN, rating: 1_900, rank: '2d' }],
  });
  await outcomeOf({ ...read, order: 'wins' });
  expect(asked).toEqual([
    ['go_live', LeaderOrder.RATING],
    ['go_9x9_live', LeaderOrder.WINS],
  ]);
});

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Code, MatchState, PlaymeshError } from '../../sdk/src/index.ts';
import type { Transport } from '../../sdk/src/index.ts';
import type { Effect, Message } from '../state/app-state.ts';
import { ADA, BEN, idOf, MATCH, matchOf } from '../test-support/states.ts';
import { Actions } from './actions.ts';

const REMATCH = MATCH.replace(/9$/, 'a');
const STORED = { userId: ADA, accessToken: 'access', accessExpireMs: Date.now() + 900_000, refreshToken: 'refresh' };
const TOKENS = { accessToken: 'access', accessExpireTime: new Date(Date.now() + 900_000), refreshToken: 'refresh' };
const PLAY_BOT: Effect = {
  kind: 'playBot',
  level: 1,
  mode: 'go_9x9_live',
  config: { $case: 'go', value: { size: 9 } },
};

/** What was called, by connection: the player's is the first. */
let calls: string[][];
let messages: Message[];
let actions: Actions;
let joining: () => Promise<void>;

/** A service on which matches go on for as long as nobody hangs up. */
function connect(): Transport {
  const made: string[] = [];
  calls.push(made);
  const match = matchOf({ mode: 'go_9x9_live', inviteCode: 'ABCD2345', state: MatchState.WAITING });
  const answers: Record<string, () => unknown> = {
    createGuest: async () => ({ user: { userId: idOf(2), username: '', guest: true }, tokens: TOKENS }),
    createMatch: async () => ({ match }),
    joinMatch: async () => {
      await joining();
      return { match };
    },
    offerRematch: async () => ({ match: { ...match, matchId: idOf(10) } }),
    getMatch: async () => ({ snapshot: { seq: 1, match } }),
    listMatches: async () => ({ matches: [], nextPageToken: '' }),
    leaveMatch: async () => ({ match }),
    play: async function* () {
      await new Promise(() => {});
      yield {};
    },
  };
  const service = new Proxy(
    {},
    {
      get: (_, method: string) => () => {
        made.push(method);
        return answers[method]!();
      },
    },
  );
  const services = { users: service, tickets: service, matches: service, stats: service };
  return { ...services, bidirectional: true, close: () => made.push('close') } as unknown as Transport;
}

beforeEach(() => {
  calls = [];
  messages = [];
  joining = async () => {};
  actions = new Actions({
    server: 'http://mesh',
    storage: { load: () => STORED, save: () => {} },
    connect,
    dispatch: (message) => messages.push(message),
    quit: () => {},
  });
});
afterEach(() => actions.close());

const isHome = (): boolean => calls[1]!.includes('close');

async function messageOf(kind: Message['kind']): Promise<Message> {
  for (;;) {
    const found = messages.find((message) => message.kind === kind);
    if (found) return found;
    await sleep(1);
  }
}

test('a bot comes to a private match as a guest of its own, and goes when the player quits', async () => {
  actions.perform(PLAY_BOT);
  expect(await messageOf('seated')).toEqual({ kind: 'seated', matchId: MATCH, inviteCode: '', rematch: false });
  expect(calls[0]).toContain('createMatch');
  expect(calls[1]!.slice(0, 2)).toEqual(['createGuest', 'joinMatch']);
  expect(isHome()).toBe(false);
  actions.close();
  expect(isHome()).toBe(true);
});

test('a bot stays in a game that the player has gone away from, and goes once they leave its result', async () => {
  actions.perform(PLAY_BOT);
  await messageOf('seated');
  actions.perform({ kind: 'follow', matchId: MATCH });
  actions.perform({ kind: 'unfollow' });
  actions.perform({ kind: 'readOwnMatches' });
  actions.perform({ kind: 'awaitRematch', matchId: BEN }); // of another match
  actions.perform({ kind: 'readOwnMatches' });
  expect(isHome()).toBe(false);
  actions.perform({ kind: 'awaitRematch', matchId: MATCH });
  expect(isHome()).toBe(false);
  actions.perform({ kind: 'readOwnMatches' });
  expect(isHome()).toBe(true);
});

test('a bot plays on in a rematch', async () => {
  actions.perform(PLAY_BOT);
  await messageOf('seated');
  messages.length = 0;
  actions.perform({ kind: 'awaitRematch', matchId: MATCH });
  actions.perform({ kind: 'offerRematch', matchId: MATCH });
  expect(await messageOf('seated')).toMatchObject({ matchId: REMATCH, rematch: true });
  actions.perform({ kind: 'follow', matchId: REMATCH });
  expect(isHome()).toBe(false);
  actions.perform({ kind: 'awaitRematch', matchId: REMATCH });
  actions.perform({ kind: 'cancel' });
  expect(isHome()).toBe(true);
});

test('a seat that no bot has taken is given up', async () => {
  joining = () => Promise.reject(new PlaymeshError(Code.NOT_FOUND, 'as scripted'));
  actions.perform(PLAY_BOT);
  expect(await messageOf('failed')).toMatchObject({ of: 'playBot' });
  expect(calls[0]).toContain('leaveMatch');
  expect(isHome()).toBe(true);
});

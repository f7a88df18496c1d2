import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { configure } from '../../../services/match/games/go/rules.ts';
import { Code, PlaymeshError, Visibility } from '../../sdk/src/index.ts';
import type { FoundMatch, Match, MatchSession } from '../../sdk/src/index.ts';
import type { GoBot } from './bot.ts';
import { Lobby } from './lobby.ts';
import type { Wanted } from './lobby.ts';

const idOf = (number: number): Uint8Array => new Uint8Array(16).fill(number);

/** A match that one person has put up a minute ago, or that is full. */
const matchOf = (number: number, players: number, change: Partial<Match> = {}): Match =>
  ({
    matchId: idOf(number),
    mode: 'go_9x9_live',
    visibility: Visibility.OPEN,
    seats: 2,
    players: Array.from({ length: players }, (_, seat) => ({ seat, userId: idOf(100 + number), connected: true })),
    config: { config: { $case: 'go', value: configure({ size: 9 }) } },
    createTime: new Date(Date.now() - 60_000),
    ...change,
  }) as unknown as Match;

/** A bot that finds what it is told to, and plays until it is told that a game is over. */
class FakeBot {
  readonly name = 'Fake (bot)';
  readonly own: Match[] = [];
  readonly listed: Match[] = [];
  /** Queues that it waits in. */
  readonly queues = new Map<string, PromiseWithResolvers<FoundMatch>>();
  readonly playing = new Map<number, PromiseWithResolvers<void>>();
  readonly withdrawn: number[] = [];
  readonly joined: number[] = [];

  async ownGames(): Promise<Match[]> {
    return this.own;
  }
  async find(mode: string, signal: AbortSignal): Promise<FoundMatch> {
    const found = Promise.withResolvers<FoundMatch>();
    this.queues.set(mode, found);
    signal.addEventListener('abort', () => {
      this.queues.delete(mode);
      found.reject(signal.reason);
    });
    return found.promise;
  }
  follow({ matchId }: FoundMatch): MatchSession {
    return { matchId } as unknown as MatchSession;
  }
  async playOn({ matchId }: MatchSession): Promise<void> {
    const game = Promise.withResolvers<void>();
    this.playing.set(matchId[0]!, game);
    await game.promise.finally(() => this.playing.delete(matchId[0]!));
  }
  async withdraw({ matchId }: Match): Promise<void> {
    this.withdrawn.push(matchId[0]!);
  }
  async challenge(): Promise<Match> {
    return new Promise(() => {});
  }
  async *waiting(): AsyncIterable<Match> {
    yield* this.listed;
  }
  async isBot(userId: Uint8Array): Promise<boolean> {
    return userId[0] === 105;
  }
  async look(match: Match): Promise<Match> {
    return match.matchId[0] === 6 ? { ...match, players: [{ ...match.players[0]!, connected: false }] } : match;
  }
  async join(match: Match): Promise<Match> {
    this.joined.push(match.matchId[0]!);
    if (match.matchId[0] === 7) throw new PlaymeshError(Code.FAILED_PRECONDITION, 'It is full.');
    return match;
  }
}

let bot: FakeBot;
let stop: AbortController;
let said: string[];

beforeEach(() => {
  bot = new FakeBot();
  stop = new AbortController();
  said = [];
});
afterEach(() => stop.abort());

const lobbyWith = (wanted: Partial<Wanted>): Lobby =>
  new Lobby(
    bot as unknown as GoBot,
    { modes: ['go_9x9_live'], games: 1, isOpen: false, ...wanted },
    (sentence) => said.push(sentence),
    stop.signal,
  );
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const found = (number: number): FoundMatch => ({ matchId: idOf(number), route: '' });

test('a bot waits in all its queues while it has fewer games than are wanted, and in none otherwise', async () => {
  const seeking = lobbyWith({ modes: ['go_9x9_live', 'go_13x13_live'], games: 2 }).seek();
  await settle();
  expect([...bot.queues.keys()]).toEqual(['go_9x9_live', 'go_13x13_live']);
  bot.queues.get('go_9x9_live')!.resolve(found(1));
  await settle();
  expect([[...bot.playing.keys()], bot.queues.size]).toEqual([[1], 2]);
  bot.queues.get('go_13x13_live')!.resolve(found(2));
  await settle();
  expect([[...bot.playing.keys()], bot.queues.size]).toEqual([[1, 2], 0]);
  bot.playing.get(1)!.resolve();
  await settle();
  expect([[...bot.playing.keys()], bot.queues.size]).toEqual([[2], 2]);
  stop.abort();
  await expect(seeking).rejects.toBe(stop.signal.reason);
});

test('games of before are taken up, though they are more than are wanted; challenges of before are withdrawn', async () => {
  bot.own.push(matchOf(1, 2), matchOf(2, 2), matchOf(3, 1), matchOf(4, 1, { visibility: Visibility.PRIVATE }));
  const lobby = lobbyWith({});
  expect(await lobby.resume()).toBe(2);
  expect([[...bot.playing.keys()], bot.withdrawn]).toEqual([[1, 2], [3]]);
  lobby.play(matchOf(1, 2)).catch(() => {});
  expect(bot.playing.size).toBe(2); // it is played already
});

test('a game that fails is told, and the others go on', async () => {
  const lobby = lobbyWith({ games: 2 });
  const games = [lobby.play(found(1)), lobby.play(found(2))];
  bot.playing.get(1)!.reject(new PlaymeshError(Code.NOT_FOUND, 'There is no such match.'));
  await games[0];
  expect(said).toEqual([expect.stringContaining('There is no such match.')]);
  expect([...bot.playing.keys()]).toEqual([2]);
});

test('open challenges of people who are there and that can be played are taken', async () => {
  bot.listed.push(
    matchOf(1, 2), // somebody has joined
    matchOf(2, 1, { createTime: new Date() }), // people have it to themselves for a while
    matchOf(3, 1, { mode: 'go_19x19_live' }),
    matchOf(4, 1, { config: { config: { $case: 'go', value: configure({ size: 25 }) } } } as unknown as Match),
    matchOf(5, 1), // a bot's
    matchOf(6, 1), // of somebody who has gone away
    matchOf(7, 1), // somebody is quicker
    matchOf(8, 1),
    matchOf(9, 1), // there are games enough
  );
  lobbyWith({ isOpen: true })
    .seek()
    .catch(() => {});
  await settle();
  expect([bot.joined, [...bot.playing.keys()]]).toEqual([[7, 8], [8]]);
});

import { describe, expect, test } from '@jest/globals';
import { newId } from '../../harness/ids.ts';
import type { AnyGame, GameInput } from '../games/game.ts';
import type { ClientConnection } from './arrival.ts';
import { createEvents, decide, type RoomCommand } from './decide.ts';
import { encodeEvents, type RoomEvent } from './entry.ts';
import { countingGame, type CountingCommand, type CountingState } from './simulation/counting-game.ts';
import { ALICE, BOB } from './simulation/match.ts';
import { deadline, fold, WAIT_FOR_CONNECTIONS_MS, WAIT_FOR_PLAYERS_MS, type RoomState } from './state.ts';

const START = 1_800_000_000_000;

/** A match as it is after some commands, each `at` milliseconds after its creation. */
class Played {
  state!: RoomState;

  constructor(userIds: readonly string[] = [ALICE, BOB], paceMs = 600_000) {
    const config = countingGame.configure({ paceMs });
    this.#add(createEvents(countingGame, { mode: 'm', config, visibility: 'open', userIds }, 'seed', undefined), START);
  }

  #add(events: readonly RoomEvent[], at: number): void {
    const seq = (this.state?.seq ?? 0) + 1;
    const ids = { matchId: newId(), entryId: newId(), actor: newId(), commandId: newId() };
    this.state = fold(countingGame, this.state, { ...ids, seq, at, body: encodeEvents(events) }).at(-1)!.state;
  }

  /** The kinds of what followed, or the refusal. */
  do(command: RoomCommand, at = 0): string[] | string {
    const decision = decide(countingGame, this.state, command, START + at);
    if ('refusal' in decision) return decision.refusal;
    this.#add(decision.events, START + at);
    return decision.events.map(({ kind }) => kind);
  }
}

const connect = (userId: string, connection = newId(), attachedAt = START, client?: ClientConnection): RoomCommand => ({
  kind: 'connect',
  userId,
  connection,
  replica: 'r',
  arrival: { attachedAt, client },
});

const running = (): Played => {
  const match = new Played();
  match.do(connect(ALICE, 'alice'));
  match.do(connect(BOB, 'bob'));
  return match;
};

describe('a match that waits', () => {
  test('seats who joins, once, and no more than it has seats', () => {
    const match = new Played([ALICE]);
    expect(match.do({ kind: 'join', userId: ALICE })).toBe('NOTHING_TO_DO');
    expect(match.do({ kind: 'join', userId: BOB })).toEqual(['playerJoined']);
    expect(match.do({ kind: 'join', userId: newId() })).toBe('MATCH_FULL');
  });

  test('keeps the rating with which a seat was taken, whatever a repeat says, until the seat is given up', () => {
    const match = new Played([ALICE]);
    const rating = { rating: 1_720, isProvisional: true, rank: '2k' };
    match.do({ kind: 'join', userId: BOB, rating });
    expect(match.do({ kind: 'join', userId: BOB, rating: { ...rating, rating: 1_800 } })).toBe('NOTHING_TO_DO');
    expect(match.state.seats.map((seat) => seat.rating)).toEqual([undefined, rating]);
    match.do({ kind: 'leave', userId: BOB });
    expect(match.state.seats[1]!.rating).toBeUndefined();
    match.do({ kind: 'join', userId: BOB });
    expect(match.state.seats[1]).toMatchObject({ userId: BOB, rating: undefined });
  });

  test('begins with the last player’s connection, in one decision', () => {
    const match = new Played();
    expect(match.do(connect(ALICE))).toEqual(['seatJoined']);
    expect(match.do(connect(BOB))).toEqual(['seatJoined', 'started', 'game']);
    expect(match.state.status).toBe('running');
  });

  test('begins with the ratings of its seats, as far as they are known, where its game wants them', () => {
    const inputs: unknown[] = [];
    const watched = (game: AnyGame): AnyGame => ({
      ...game,
      decide: (state: CountingState, input: GameInput<CountingCommand>, now: number) => {
        inputs.push(input);
        return countingGame.decide(state, input, now);
      },
    });
    const match = new Played([ALICE]);
    match.do({ kind: 'join', userId: BOB, rating: { rating: 1_720, isProvisional: false, rank: '' } });
    match.do(connect(ALICE));
    decide(watched({ ...countingGame, wantsRatings: true }), match.state, connect(BOB), START);
    decide(watched(countingGame), match.state, connect(BOB), START);
    expect(inputs).toEqual([{ kind: 'start', ratings: [undefined, 1_720] }, { kind: 'start' }]);
  });

  test('does not begin while a player is gone again', () => {
    const match = new Played();
    match.do(connect(ALICE, 'alice'));
    match.do({ kind: 'disconnect', seat: 0, connection: 'alice' });
    expect(match.do(connect(BOB))).toEqual(['seatJoined']);
    expect(match.state.status).toBe('waiting');
  });

  test('is given up when the seats are not taken, or the players do not come', () => {
    const lonely = new Played([ALICE]);
    expect(deadline(countingGame, lonely.state)).toBe(START + WAIT_FOR_PLAYERS_MS);
    expect(lonely.do({ kind: 'tick' }, WAIT_FOR_PLAYERS_MS - 1)).toBe('NOTHING_TO_DO');
    expect(lonely.do({ kind: 'tick' }, WAIT_FOR_PLAYERS_MS)).toEqual(['finished']);
    expect(lonely.state.outcome?.reason).toBe('abandoned');

    const full = new Played([ALICE]);
    full.do({ kind: 'join', userId: BOB }, 1_000);
    expect(full.do({ kind: 'tick' }, 1_000 + WAIT_FOR_CONNECTIONS_MS)).toEqual(['finished']);
  });

  test('lets a player go, and is over when all have gone', () => {
    const match = new Played();
    expect(match.do({ kind: 'leave', userId: newId() })).toBe('NOT_SEATED');
    expect(match.do({ kind: 'leave', userId: ALICE }, 5)).toEqual(['playerLeft']);
    expect(match.state.waitUntil).toBe(START + 5 + WAIT_FOR_PLAYERS_MS);
    expect(match.do({ kind: 'leave', userId: BOB })).toEqual(['playerLeft', 'finished']);
  });

  test('takes no moves', () => {
    const move = { kind: 'play', userId: ALICE, game: 'counting', position: 1, command: { kind: 'count' } } as const;
    expect(new Played().do(move)).toBe('MATCH_NOT_RUNNING');
  });
});

describe('a match that runs', () => {
  test('takes moves of its own game from its players alone', () => {
    const move = { kind: 'play', userId: ALICE, game: 'counting', position: 1, command: { kind: 'count' } } as const;
    expect(running().do({ ...move, userId: newId() })).toBe('NOT_SEATED');
    expect(running().do({ ...move, game: 'trivia' })).toBe('WRONG_GAME');
    expect(running().do(move)).toEqual(['game']);
  });

  test('is lost by who resigns', () => {
    const match = running();
    expect(match.do({ kind: 'leave', userId: ALICE })).toEqual(['game', 'finished']);
    expect(match.state.outcome).toMatchObject({ reason: 'resigned', winnerSeats: [1] });
  });

  test('is forfeited by who was first away for 30 s', () => {
    const match = running();
    match.do({ kind: 'disconnect', seat: 1, connection: 'bob' }, 1_000);
    match.do({ kind: 'disconnect', seat: 0, connection: 'alice' }, 1_500);
    expect(deadline(countingGame, match.state)).toBe(START + 31_000);
    expect(match.do({ kind: 'tick' }, 30_999)).toBe('NOTHING_TO_DO');
    expect(match.do({ kind: 'tick' }, 31_000)).toEqual(['game', 'finished']);
    expect(match.state.outcome).toMatchObject({ reason: 'forfeited', winnerSeats: [0] });
  });

  test('hears the absence of a connection only while that is the seat’s own', () => {
    const match = running();
    match.do(connect(ALICE, 'alice again', START + 10), 10);
    expect(match.do({ kind: 'disconnect', seat: 0, connection: 'alice' }, 20)).toBe('NOTHING_TO_DO');
    expect(match.do({ kind: 'disconnect', seat: 7, connection: 'alice' }, 20)).toBe('NOTHING_TO_DO');
    expect(match.do({ kind: 'disconnect', seat: 0, connection: 'alice again' }, 20)).toEqual(['seatLeft']);
  });

  test('writes a connection once, and an older one not at all, even after the newer has gone', () => {
    const match = running();
    match.do(connect(ALICE, 'newer', START + 10), 10);
    expect(match.do(connect(ALICE, 'newer', START + 10), 11)).toBe('NOTHING_TO_DO');
    expect(match.do(connect(ALICE, 'older', START + 9), 12)).toBe('NOTHING_TO_DO');
    match.do({ kind: 'disconnect', seat: 0, connection: 'newer' }, 13);
    expect(match.do(connect(ALICE, 'older', START + 9), 14)).toBe('NOTHING_TO_DO');
    expect(match.do(connect(ALICE, 'newer', START + 10), 15)).toEqual(['seatJoined']);
  });

  test('has the newest connection of one client, whatever the clocks of the replicas say', () => {
    const match = running();
    const phone = (number: number) => ({ id: 'phone', number });
    match.do(connect(ALICE, 'second', START + 10, phone(2)), 10);
    expect(match.do(connect(ALICE, 'first', START + 50, phone(1)), 11)).toBe('NOTHING_TO_DO');
    expect(match.do(connect(ALICE, 'third', START + 5, phone(3)), 12)).toEqual(['seatJoined']);
    expect(match.do(connect(ALICE, 'other page', START + 4, { id: 'page', number: 9 }), 13)).toBe('NOTHING_TO_DO');
    expect(match.do(connect(ALICE, 'other page', START + 6, { id: 'page', number: 1 }), 14)).toEqual(['seatJoined']);
  });

  test('gets an outage back once: in the game, and for who is away', () => {
    const match = running();
    match.do({ kind: 'disconnect', seat: 0, connection: 'alice' }, 1_000);
    const { until } = match.state.gameState as { until: number };
    expect(match.do({ kind: 'giveBack', outageId: 3, byMs: 7_000 }, 9_000)).toEqual(['timeGivenBack', 'game']);
    expect(match.state.gameState).toMatchObject({ until: until + 7_000 });
    expect(deadline(countingGame, match.state)).toBe(START + 1_000 + 7_000 + 30_000);
    for (const outageId of [3, 2])
      expect(match.do({ kind: 'giveBack', outageId, byMs: 7_000 }, 9_000)).toBe('NOTHING_TO_DO');
  });
});

test('A match that is over takes nothing more.', () => {
  const match = running();
  match.do({ kind: 'leave', userId: ALICE });
  const commands: RoomCommand[] = [
    { kind: 'join', userId: newId() },
    { kind: 'leave', userId: BOB },
    connect(BOB),
    { kind: 'disconnect', seat: 1, connection: 'bob' },
    { kind: 'play', userId: BOB, game: 'counting', position: 1, command: { kind: 'count' } },
    { kind: 'tick' },
    { kind: 'giveBack', outageId: 9, byMs: 1 },
  ];
  for (const command of commands) expect(match.do(command)).toBe('MATCH_FINISHED');
  expect(deadline(countingGame, match.state)).toBeUndefined();
});

test('A gap is never folded over.', () => {
  const match = running();
  const entry = {
    matchId: newId(),
    entryId: newId(),
    actor: newId(),
    commandId: newId(),
    at: START,
    body: '[]',
  };
  for (const seq of [match.state.seq, match.state.seq + 2])
    expect(() => fold(countingGame, match.state, { ...entry, seq })).toThrow('does not follow');
});

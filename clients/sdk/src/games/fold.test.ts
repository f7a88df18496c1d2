import { describe, expect, test } from '@jest/globals';
import { EndReason, Match, MatchState } from '../../../../gen/playmesh/match/v1/match.ts';
import { MatchEvent, Snapshot } from '../../../../gen/playmesh/match/v1/play.ts';
import { RelayView } from '../../../../gen/playmesh/match/v1/relay.ts';
import { TicTacToeView } from '../../../../gen/playmesh/match/v1/tictactoe.ts';
import { TriviaPhase, TriviaView } from '../../../../gen/playmesh/match/v1/trivia.ts';
import { formatId, newId } from '../ids.ts';
import type { PlayState } from '../messages.ts';
import { runningMatch, USERS } from '../../test-support/messages.ts';
import { applyEntry, fromSnapshot } from './fold.ts';

type Event = NonNullable<MatchEvent['event']>;
type Trivia = Extract<Event, { $case: 'trivia' }>['value']['event'] & {};
type RelayTurn = Extract<Event, { $case: 'relay' }>['value']['event'] & {};
type Turn = Extract<Event, { $case: 'tictactoe' }>['value']['event'] & {};

const OWN_ID = formatId(USERS[0]!);

const start = (snapshot: Parameters<typeof Snapshot.fromPartial>[0]): PlayState =>
  fromSnapshot(Snapshot.fromPartial({ seq: 10, match: runningMatch(10), ...snapshot }))!;

/** The state after one entry for each event. */
function after(state: PlayState, ...list: Event[]): PlayState {
  return list.reduce(
    (before, event) => applyEntry(before, before.seq + 1, [MatchEvent.fromPartial({ timeMs: 77, event })], OWN_ID),
    state,
  );
}

describe('the common part of a match', () => {
  const waiting = start({
    match: { ...runningMatch(10), state: MatchState.WAITING, players: [], inviteCode: 'CODE' },
  });

  test('an entry that shows nothing moves only the sequence', () => {
    const next = applyEntry(waiting, 12, [], OWN_ID);
    expect(next).toEqual({ ...waiting, seq: 12, match: { ...waiting.match, seq: 12 } });
  });

  test('players take seats and give them up; the own ones are known', () => {
    const friend = newId();
    const joined = after(
      waiting,
      { $case: 'playerJoined', value: { seat: 1, userId: friend } },
      { $case: 'playerJoined', value: { seat: 0, userId: USERS[0]! } },
    );
    expect(joined.match.players).toEqual([
      { seat: 0, userId: USERS[0], connected: false, forfeitTimeMs: 0 },
      { seat: 1, userId: friend, connected: false, forfeitTimeMs: 0 },
    ]);
    expect([waiting.ownSeat, joined.ownSeat]).toEqual([undefined, 0]);
    const left = after(joined, { $case: 'playerLeft', value: { seat: 0 } });
    expect(left.match.players.map(({ seat }) => seat)).toEqual([1]);
    expect([left.ownSeat, left.match.inviteCode]).toEqual([undefined, '']);
  });

  test('players come, go, and get the time of an outage back', () => {
    const away = after(start({ ownSeat: 0 }), { $case: 'seatLeft', value: { seat: 1, forfeitTimeMs: 30_000 } });
    expect(away.match.players[1]).toMatchObject({ connected: false, forfeitTimeMs: 30_000 });
    const given = after(away, { $case: 'timeGivenBack', value: { byMs: 5_000 } });
    expect(given.match.players.map(({ forfeitTimeMs }) => forfeitTimeMs)).toEqual([0, 35_000]);
    const back = after(given, { $case: 'seatJoined', value: { seat: 1 } });
    expect(back.match.players[1]).toMatchObject({ connected: true, forfeitTimeMs: 0 });
  });

  test('a match starts, and an invitation is worth nothing any more', () => {
    const started = after(waiting, { $case: 'matchStarted', value: {} });
    expect(started.match).toMatchObject({ state: MatchState.RUNNING, inviteCode: '' });
  });

  test('a match ends with its outcome, and nobody can forfeit any more', () => {
    const away = after(start({}), { $case: 'seatLeft', value: { seat: 1, forfeitTimeMs: 30_000 } });
    const outcome = { reason: EndReason.FORFEITED, winnerSeats: [0], scores: [1_000, 0], endTimeMs: 99 };
    const ended = after(away, { $case: 'matchFinished', value: { outcome } });
    expect(ended.match).toMatchObject({ state: MatchState.FINISHED, outcome });
    expect(ended.match.players[1]).toMatchObject({ connected: false, forfeitTimeMs: 0 });
  });

  test('an event of the future changes nothing but the sequence', () => {
    expect(applyEntry(waiting, 11, [MatchEvent.fromPartial({})], OWN_ID)).toEqual({
      ...waiting,
      seq: 11,
      match: { ...waiting.match, seq: 11 },
    });
  });

  test('a snapshot without its match is none', () => {
    expect(fromSnapshot(Snapshot.fromPartial({ seq: 3 }))).toBeUndefined();
    expect(Match.fromPartial({}).players).toEqual([]);
  });
});

test('a trivia duel from its countdown to its end', () => {
  const trivia = (event: Trivia): Event => ({ $case: 'trivia', value: { event } });
  const viewOf = (state: PlayState): TriviaView => {
    if (state.view?.$case !== 'trivia') throw new Error('no trivia view');
    return state.view.value;
  };
  const begin = TriviaView.fromPartial({ phase: TriviaPhase.WAITING, questions: 2, totals: [0, 0] });
  let state = start({ ownSeat: 0, view: { $case: 'trivia', value: begin } });
  const step = (event: Trivia): TriviaView => viewOf((state = after(state, trivia(event))));

  expect(step({ $case: 'started', value: { firstTimeMs: 3_000 } })).toEqual({ ...begin, untilTimeMs: 3_000 });

  const question = { number: 1, text: 'Two and two?', options: ['3', '4'] };
  const open = { ...begin, phase: TriviaPhase.QUESTION, question, untilTimeMs: 13_000 };
  expect(step({ $case: 'questionOpened', value: { question, closeTimeMs: 13_000 } })).toEqual(open);
  expect(step({ $case: 'timeShifted', value: { byMs: 2_000, untilTimeMs: 15_000 } })).toEqual({
    ...open,
    untilTimeMs: 15_000,
  });
  expect(step({ $case: 'answered', value: { seat: 1 } })).toMatchObject({ answeredSeats: [1], ownChoice: undefined });
  expect(step({ $case: 'answered', value: { seat: 0, choice: 1 } })).toMatchObject({
    answeredSeats: [0, 1],
    ownChoice: 1,
  });

  const results = [
    { choice: 1, answerMs: 900, points: 1_000, total: 1_000 },
    { choice: 0, answerMs: 800, points: 0, total: 0 },
  ];
  const revealed = { number: 1, rightChoice: 1, results, nextTimeMs: 18_000 };
  const shown = {
    ...open,
    phase: TriviaPhase.REVEAL,
    untilTimeMs: 18_000,
    answeredSeats: [],
    ownChoice: undefined,
    totals: [1_000, 0],
    revealed: [revealed],
  };
  expect(step({ $case: 'revealed', value: revealed })).toEqual(shown);
  expect(step({ $case: 'finished', value: {} })).toEqual({ ...shown, phase: TriviaPhase.FINISHED, untilTimeMs: 0 });
});

test('a game of tic-tac-toe from its start to its end', () => {
  const turn = (value: Turn['value']): Event => ({ $case: 'tictactoe', value: { event: { $case: 'turn', value } } });
  const begin = TicTacToeView.fromPartial({ cells: Array<number>(9).fill(0) });
  let state = start({ view: { $case: 'tictactoe', value: begin } });
  const step = (value: Turn['value']): unknown => {
    state = after(state, turn(value));
    return state.view?.value;
  };
  expect(step({ number: 0, nextSeat: 1, untilTimeMs: 5 })).toEqual({ ...begin, nextSeat: 1, untilTimeMs: 5 });
  expect(step({ number: 1, cell: 4, nextSeat: 0, untilTimeMs: 9 })).toEqual({
    cells: [0, 0, 0, 0, 2, 0, 0, 0, 0],
    moves: 1,
    nextSeat: 0,
    untilTimeMs: 9,
  });
  expect(step({ number: 1, nextSeat: 0, untilTimeMs: 12 })).toMatchObject({ moves: 1, untilTimeMs: 12 });
  expect(step({ number: 2, cell: 0, untilTimeMs: 0 })).toEqual({
    cells: [1, 0, 0, 0, 2, 0, 0, 0, 0],
    moves: 2,
    nextSeat: undefined,
    untilTimeMs: 0,
  });
});

test('a relay from its start to its end', () => {
  const begin = RelayView.fromPartial({ passes: 2 });
  let state = start({ view: { $case: 'relay', value: begin } });
  const step = (value: RelayTurn['value']): unknown => {
    state = after(state, { $case: 'relay', value: { event: { $case: 'turn', value } } });
    return state.view?.value;
  };
  expect(step({ number: 0, nextSeat: 0, untilTimeMs: 5 })).toEqual({ ...begin, nextSeat: 0, untilTimeMs: 5 });
  const passed = { ...begin, passesMade: 1, baton: 'a' };
  expect(step({ number: 1, baton: 'a', nextSeat: 1, untilTimeMs: 9 })).toEqual({
    ...passed,
    nextSeat: 1,
    untilTimeMs: 9,
  });
  expect(step({ number: 1, nextSeat: 1, untilTimeMs: 12 })).toEqual({ ...passed, nextSeat: 1, untilTimeMs: 12 });
  expect(step({ number: 2, baton: '', untilTimeMs: 0 })).toEqual({
    ...begin,
    passesMade: 2,
    baton: '',
    nextSeat: undefined,
    untilTimeMs: 0,
  });
});

test('events of another game than the view is of change nothing', () => {
  const state = start({ view: { $case: 'tictactoe', value: TicTacToeView.fromPartial({}) } });
  const event: Event = { $case: 'trivia', value: { event: { $case: 'finished', value: {} } } };
  expect(after(state, event).view).toBe(state.view);
});

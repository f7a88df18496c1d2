import { describe, expect, test } from '@jest/globals';
import {
  answerTrivia,
  Code,
  EndCode,
  EndReason,
  formatId,
  MatchState,
  PlaymeshError,
  Reaction,
  TriviaPhase,
} from '../../sdk/src/index.ts';
import {
  ADA,
  after,
  BEN,
  duelScreen,
  happened,
  idOf,
  keys,
  MATCH,
  NOW,
  playState,
  QUESTION,
  revealed,
  screenOf,
  stateOn,
} from '../test-support/states.ts';
import type { Message } from './app-state.ts';

describe('a duel', () => {
  const duel = stateOn(duelScreen());

  test('an option’s number answers, once', () => {
    const answered = after(duel, ...keys('213'));
    expect(answered.effects).toEqual([{ kind: 'act', command: answerTrivia(1), position: 3 }]);
    expect(screenOf(answered.state, 'match').part).toEqual({ game: 'trivia', sent: { number: 3, choice: 1 } });
    expect(after(duel, ...keys('5790')).effects).toEqual([]);
    expect(after(stateOn(duelScreen({ play: playState({ ownChoice: 0 }) })), ...keys('1')).effects).toEqual([]);
    expect(
      after(stateOn(duelScreen({ play: playState({ phase: TriviaPhase.REVEAL }) })), ...keys('1')).effects,
    ).toEqual([]);
    expect(after(stateOn(duelScreen({ play: playState({}, {}, 'watcher') })), ...keys('1')).effects).toEqual([]);
  });

  test('an answer that was refused can be given again, and tells why', () => {
    const answered = after(duel, ...keys('2')).state;
    const late = after(answered, { kind: 'refused', matchId: MATCH, position: 3, text: 'Too late.' });
    expect(late.state).toMatchObject({ screen: { part: { sent: undefined } }, notice: { text: 'Too late.' } });
    const talk = after(answered, { kind: 'refused', matchId: MATCH, position: 0, text: 'Not so fast.' });
    expect(screenOf(talk.state, 'match').part).toEqual({ game: 'trivia', sent: { number: 3, choice: 1 } });
  });

  test('keys show reactions, players only', () => {
    expect(after(duel, ...keys('qF')).effects).toEqual([
      { kind: 'react', reaction: Reaction.THUMBS_UP },
      { kind: 'react', reaction: Reaction.HEART },
    ]);
    expect(after(stateOn(duelScreen({ play: playState({}, {}, 'watcher') })), ...keys('q')).effects).toEqual([]);
  });

  test('what is said is written in a line of its own, in which digits and letters are text', () => {
    const said = after(duel, ...keys('<enter>1 q 2!<enter>'));
    expect(said.effects).toEqual([{ kind: 'say', text: '1 q 2!' }]);
    expect(after(duel, ...keys('<enter>  <enter>')).effects).toEqual([]);
    expect(after(duel, ...keys('<enter>x<escape>')).state.screen).toMatchObject({ draft: undefined, leaving: false });
  });

  test('giving up is asked about first', () => {
    const asked = after(duel, ...keys('<escape>'));
    expect(asked).toMatchObject({ effects: [], state: { screen: { leaving: true } } });
    expect(after(asked.state, ...keys('n')).state.screen).toMatchObject({ name: 'match', leaving: false });
    expect(after(asked.state, ...keys('y')).effects).toEqual([{ kind: 'leave' }]);
    const left = after(
      asked.state,
      happened({ kind: 'connection', connection: { state: 'ended', code: EndCode.LEFT } }),
    );
    expect(left.state.screen.name).toBe('menu');
  });

  test('who watches leaves without being asked, to the list', () => {
    const left = after(stateOn(duelScreen({ play: playState({}, {}, 'watcher') })), ...keys('<escape>'));
    expect(left.effects).toEqual([{ kind: 'unfollow' }, { kind: 'readLive', game: 'trivia' }]);
  });

  test('shows what updates bring, each in its place', () => {
    const play = playState();
    const said = { $case: 'said', value: { userId: idOf(2), seat: 1, text: 'hi' } } as const;
    const reacted = { $case: 'reacted', value: { seat: 1, reaction: Reaction.FIRE } } as const;
    const { state } = after(
      duel,
      happened({ kind: 'event', event: { seq: 13, timeMs: NOW, event: said }, state: play }),
      happened({ kind: 'event', event: { seq: 14, timeMs: NOW, event: reacted }, state: play }),
      happened({ kind: 'presence', watchers: 4 }),
    );
    expect(screenOf(state, 'match')).toMatchObject({
      talk: [{ userId: BEN, text: 'hi' }],
      reactions: { 1: { reaction: Reaction.FIRE, timeMs: NOW } },
      watchers: 4,
    });
  });

  test('a lost network is shown until it is back; nothing else changes', () => {
    const error = new PlaymeshError(Code.UNAVAILABLE, 'gone');
    const away = after(
      duel,
      happened({ kind: 'connection', connection: { state: 'reconnecting', attempt: 1, retryInMs: 0, error } }),
    );
    expect(screenOf(away.state, 'match')).toMatchObject({ connection: 'reconnecting', play: playState() });
    const back = after(away.state, happened({ kind: 'connection', connection: { state: 'live', replica: undefined } }));
    expect(screenOf(back.state, 'match').connection).toBe('live');
  });

  test('what belongs to another match changes nothing', () => {
    const other: Message = {
      kind: 'match',
      matchId: formatId(idOf(8)),
      update: { kind: 'presence', watchers: 9 },
      now: NOW,
    };
    expect(after(duel, other).state).toBe(duel);
  });

  test('asks for the names of who is new, once', () => {
    const stranger = formatId(idOf(5));
    const watched = stateOn(duelScreen(), { names: { [ADA]: 'Ada' } });
    const said = { $case: 'said', value: { userId: idOf(5), text: 'hi' } } as const;
    const event = happened({ kind: 'event', event: { seq: 13, timeMs: NOW, event: said }, state: playState() });
    const { effects, state } = after(watched, event, event);
    expect(effects).toEqual([{ kind: 'readNames', userIds: [BEN, stranger] }]);
    expect(after(state, { kind: 'names', names: { [BEN]: 'Ben\u001b[2J' } }).state.names[BEN]).toBe('Ben [2J');
  });
});

describe('the end of a duel', () => {
  const outcome = { reason: EndReason.COMPLETED, winnerSeats: [0], scores: [3_000, 2_000], endTimeMs: NOW };
  const finished = playState(
    { phase: TriviaPhase.FINISHED, question: QUESTION, revealed: [revealed(3, [1, 0])] },
    { state: MatchState.FINISHED, outcome },
  );
  const over = after(stateOn(duelScreen()), happened({ kind: 'snapshot', state: finished }));

  test('leaves the last reveal on the screen for three seconds, or until Enter; late answers do not hurry it', () => {
    expect(over.state.screen.name).toBe('match');
    expect(after(over.state, { kind: 'tick', now: NOW + 2_900 }).state.screen.name).toBe('match');
    expect(after(over.state, { kind: 'tick', now: NOW + 3_000 }).state.screen.name).toBe('result');
    const shown = after(over.state, ...keys('1<enter>'));
    expect(after(over.state, ...keys('1q')).state.screen.name).toBe('match');
    expect(shown.state.screen.name).toBe('result');
    expect(shown.effects).toEqual([{ kind: 'unfollow' }, { kind: 'awaitRematch', matchId: MATCH }]);
  });

  test('comes at once where nobody finished it', () => {
    const resigned = playState(
      { phase: TriviaPhase.FINISHED },
      {
        state: MatchState.FINISHED,
        outcome: { ...outcome, reason: EndReason.RESIGNED },
      },
    );
    const { state } = after(stateOn(duelScreen()), happened({ kind: 'snapshot', state: resigned }));
    expect(state.screen.name).toBe('result');
  });

  test('of one that never began leads to the menu, and says who did not come', () => {
    const abandoned = playState(
      {},
      { state: MatchState.FINISHED, outcome: { ...outcome, reason: EndReason.ABANDONED } },
    );
    const told = (rematch: boolean) =>
      after(stateOn(duelScreen({ rematch })), happened({ kind: 'snapshot', state: abandoned })).state;
    expect(told(false)).toMatchObject({ screen: { name: 'menu' }, notice: { text: 'Your opponent did not come.' } });
    expect(told(true).notice?.text).toBe('Your opponent did not take up the rematch.');
  });

  test('a rematch is offered by R, and the opponent’s offer is shown and taken up the same way', () => {
    const result = after(over.state, ...keys('<enter>')).state;
    const offered = after(result, { kind: 'rematchOffered', matchId: MATCH, offered: true });
    expect(screenOf(offered.state, 'result').rematch).toBe('offered');
    const taken = after(offered.state, ...keys('rr'));
    expect(taken.effects).toEqual([{ kind: 'offerRematch', matchId: MATCH }]);
    const next = formatId(idOf(10));
    const played = after(taken.state, { kind: 'seated', matchId: next, inviteCode: '', rematch: true });
    expect(screenOf(played.state, 'match')).toMatchObject({ matchId: next, rematch: true });
    const failed = after(taken.state, { kind: 'failed', of: 'offerRematch', text: 'No.' });
    expect(failed.effects).toEqual([{ kind: 'awaitRematch', matchId: MATCH }]);
    expect(failed.state.notice?.text).toBe('No.');
  });

  test('of a watched duel offers nothing', () => {
    const { state } = after(
      stateOn(duelScreen({ play: playState({}, {}, 'watcher') })),
      happened({ kind: 'snapshot', state: { ...finished, ownSeat: undefined } }),
      ...keys('<enter>'),
    );
    expect(after(state, ...keys('r')).effects).toEqual([]);
    expect(after(state, ...keys('<escape>')).state.screen.name).toBe('live');
  });
});

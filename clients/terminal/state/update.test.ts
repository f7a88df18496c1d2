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
import type { MatchUpdate } from '../../sdk/src/index.ts';
import {
  ADA,
  after,
  BEN,
  duelScreen,
  idOf,
  keys,
  MATCH,
  NOW,
  playState,
  QUESTION,
  revealed,
  stateOn,
} from '../test-support/states.ts';
import type { AppState, Message } from './app-state.ts';
import type { OwnMatch } from './list-screens.ts';
import { begin } from './update.ts';

const WELCOME = stateOn({ name: 'welcome', selected: 0 }, { me: undefined });
const MENU = stateOn({ name: 'menu', selected: 0, ownMatches: [] });
const OWN: OwnMatch = {
  matchId: MATCH,
  game: 'trivia',
  mode: 'trivia_duel',
  inviteCode: 'ABCD2345',
  opponentIds: [],
  stands: 'open',
  ownTurn: undefined,
};
const me = { userId: ADA, name: 'Ada', guest: false };

const happened = (update: MatchUpdate): Message => ({ kind: 'match', matchId: MATCH, update, now: NOW });
const screenOf = <Name extends AppState['screen']['name']>(state: AppState, name: Name) => {
  expect(state.screen.name).toBe(name);
  return state.screen as Extract<AppState['screen'], { name: Name }>;
};

describe('the beginning', () => {
  test('asks who is signed in from before, and leads to the menu or to the welcome', () => {
    const first = begin('http://mesh');
    expect(first.effects).toEqual([{ kind: 'start' }]);
    expect(after(first.state, { kind: 'nobody' }).state.screen).toMatchObject({ name: 'welcome' });
    const known = after(first.state, { kind: 'signedIn', me });
    expect(known.state).toMatchObject({ me, screen: { name: 'menu' } });
    expect(known.effects).toEqual([{ kind: 'readOwnMatches' }]);
  });

  test('can be tried again where the mesh cannot be reached', () => {
    const failed = after(begin('http://mesh').state, { kind: 'failed', of: 'start', text: 'It cannot be reached.' });
    expect(failed.state).toMatchObject({ screen: { name: 'start', failed: true }, notice: { bad: true } });
    expect(after(failed.state, ...keys('<enter>')).effects).toEqual([{ kind: 'start' }]);
  });
});

describe('signing in', () => {
  test('a guest says a name, or none', () => {
    expect(after(WELCOME, ...keys('<enter>Ada<enter>')).effects).toEqual([{ kind: 'guest', displayName: 'Ada' }]);
    expect(after(WELCOME, ...keys('1<enter>')).effects).toEqual([{ kind: 'guest', displayName: '' }]);
  });

  test('a player gives a login and a password', () => {
    const typed = after(WELCOME, ...keys('2ada<enter>correct horse<enter>'));
    expect(typed.effects).toEqual([{ kind: 'signIn', login: 'ada', password: 'correct horse' }]);
    expect(after(typed.state, ...keys('x<enter>')).effects).toEqual([]); // one answer at a time
    const wrong = after(typed.state, { kind: 'failed', of: 'signIn', text: 'Wrong.' });
    expect(wrong.state.notice).toEqual({ text: 'Wrong.', bad: true });
    expect(after(wrong.state, ...keys('<backspace><enter>')).effects).toEqual([
      { kind: 'signIn', login: 'ada', password: 'correct hors' },
    ]);
  });

  test('an account needs everything, and the password twice', () => {
    const missing = after(WELCOME, ...keys('3ada<tab><tab>secret12<tab>secret12<enter>'));
    expect(missing.effects).toEqual([]);
    expect(missing.state).toMatchObject({ notice: { text: 'E-mail is missing.' }, screen: { focus: 1 } });
    const different = after(WELCOME, ...keys('3ada<tab>a@b.c<tab>secret12<tab>secret13<enter>'));
    expect(different.state.notice?.text).toBe('The two passwords are not the same.');
    const whole = after(different.state, ...keys('<backspace>2<enter>'));
    expect(whole.effects).toEqual([{ kind: 'register', username: 'ada', email: 'a@b.c', password: 'secret12' }]);
  });

  test('who goes back gives up what is under way', () => {
    const back = after(WELCOME, ...keys('1Ada<enter><escape>'));
    expect(back.effects.at(-1)).toEqual({ kind: 'cancel' });
    expect(back.state.screen.name).toBe('welcome');
  });

  test('a session that the service has ended leads to the welcome', () => {
    const out = after(stateOn(duelScreen()), { kind: 'signedOut', notice: { text: 'Sign in again.', bad: true } });
    expect(out.state).toMatchObject({ me: undefined, screen: { name: 'welcome' }, notice: { bad: true } });
    expect(out.effects).toEqual([{ kind: 'unfollow' }]);
  });
});

describe('the menu', () => {
  test('goes around by arrows, and takes numbers', () => {
    expect(after(MENU, ...keys('<up>')).state.screen).toMatchObject({ selected: 9 });
    expect(after(MENU, ...keys('<up><down>')).state.screen).toMatchObject({ selected: 0 });
    expect(after(MENU, ...keys('1')).effects).toEqual([{ kind: 'findOpponent', mode: 'trivia_duel' }]);
    expect(after(MENU, ...keys('3')).effects).toEqual([
      { kind: 'createMatch', mode: 'trivia_duel', isPrivate: true, config: undefined },
    ]);
    expect(after(MENU, ...keys('q')).effects).toEqual([{ kind: 'quit' }]);
  });

  test('leads back to a match that is not over', () => {
    const found = after(MENU, { kind: 'ownMatches', rows: [OWN] });
    const back = after(found.state, ...keys('1'));
    expect(back.effects).toEqual([{ kind: 'follow', matchId: MATCH }]);
    expect(screenOf(back.state, 'match').inviteCode).toBe('ABCD2345');
  });

  test('offers a guest to keep the account, and others not', () => {
    const upgrade = after(MENU, ...keys('8')).state;
    expect(screenOf(upgrade, 'form').purpose).toBe('upgrade');
    const kept = after({ ...upgrade }, { kind: 'signedIn', me });
    expect(kept.state.notice?.text).toBe('This account is yours now, Ada.');
    expect(after(kept.state, ...keys('8')).effects).toEqual([{ kind: 'signOut' }]);
  });

  test('a bot comes at a level', () => {
    const asked = after(MENU, ...keys('2<down><enter>'));
    expect(asked.effects).toEqual([{ kind: 'playBot', level: 4, mode: 'trivia_duel', config: undefined }]);
    const failed = after(asked.state, { kind: 'failed', of: 'playBot', text: 'No bot.' });
    expect(failed.state).toMatchObject({ screen: { name: 'bots', busy: false }, notice: { text: 'No bot.' } });
    expect(after(asked.state, ...keys('<escape>')).effects).toEqual([{ kind: 'readOwnMatches' }]);
  });

  test('a friend’s code may be typed in any case, with spaces', () => {
    expect(after(MENU, ...keys('4abcd 2345<enter>')).effects).toEqual([{ kind: 'join', inviteCode: 'ABCD2345' }]);
  });
});

describe('finding an opponent', () => {
  const finding = after(MENU, ...keys('1')).state;

  test('tells the place in the queue and how long it has taken', () => {
    const place = { position: 2, estimateMs: 7_000 };
    const { state } = after(
      finding,
      { kind: 'place', place },
      { kind: 'tick', now: NOW },
      { kind: 'tick', now: NOW + 4_000 },
    );
    expect(screenOf(state, 'finding')).toMatchObject({ place, since: NOW, now: NOW + 4_000 });
  });

  test('leads to the duel, also when it was given up too late', () => {
    const seated = { kind: 'seated', matchId: MATCH, inviteCode: '', rematch: false } as const;
    expect(after(finding, seated).effects).toEqual([{ kind: 'follow', matchId: MATCH }]);
    const cancelled = after(finding, ...keys('<escape>')).state;
    expect(after(cancelled, seated).state.screen.name).toBe('match');
    expect(after(stateOn(duelScreen()), seated).effects).toEqual([]); // not out of another duel
  });
});

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

describe('lists', () => {
  const leader = (place: number) => ({
    place,
    userId: formatId(idOf(place)),
    won: 1,
    played: 2,
    rating: 1_500,
    rank: '',
  });
  const rows = Array.from({ length: 100 }, (_, index) => leader(index + 1));

  test('the leaderboard scrolls, and turns to those around the player', () => {
    const top = after(after(MENU, ...keys('7')).state, {
      kind: 'leaders',
      mode: 'trivia_duel',
      order: 'wins',
      part: 'top',
      rows,
    });
    expect(after(top.state, ...keys('<pageDown><down>')).state.screen).toMatchObject({ selected: 11 });
    expect(after(top.state, ...keys('<end><down>')).state.screen).toMatchObject({ selected: 99 });
    const around = after(top.state, ...keys('<tab>'));
    expect(around.effects).toEqual([{ kind: 'readLeaders', mode: 'trivia_duel', order: 'wins', part: 'around' }]);
    const own = after(around.state, {
      kind: 'leaders',
      mode: 'trivia_duel',
      order: 'wins',
      part: 'around',
      rows: [leader(7), { ...leader(8), userId: ADA }],
    });
    expect(own.state.screen).toMatchObject({ part: 'around', selected: 1 });
    expect(
      after(around.state, { kind: 'leaders', mode: 'trivia_duel', order: 'wins', part: 'top', rows }).state.screen,
    ).toMatchObject({ rows: undefined });
  });

  test('names are asked for where the list is looked at', () => {
    const top = after(after(MENU, ...keys('7')).state, {
      kind: 'leaders',
      mode: 'trivia_duel',
      order: 'wins',
      part: 'top',
      rows,
    });
    const asked = top.effects.flatMap((effect) => (effect.kind === 'readNames' ? effect.userIds : []));
    expect(asked.length).toBeLessThan(40);
    expect(after(top.state, ...keys('<end>')).effects).toMatchObject([{ kind: 'readNames' }]);
  });

  test('the same live match stays selected when the list is read anew', () => {
    const live = (...ids: string[]): Message => ({
      kind: 'live',
      rows: ids.map((matchId) => ({ matchId, mode: 'trivia_duel', playerIds: [ADA, BEN], watchers: 1 })),
    });
    const chosen = after(after(MENU, ...keys('5')).state, live('a', 'b', 'c'), ...keys('<down>'), live('x', 'a', 'b'));
    expect(chosen.state.screen).toMatchObject({ selected: 2 });
    expect(after(chosen.state, live('y'), ...keys('<enter>')).effects).toEqual([{ kind: 'follow', matchId: 'y' }]);
  });
});

import { describe, expect, test } from '@jest/globals';
import { formatId } from '../../sdk/src/index.ts';
import { ADA, after, BEN, duelScreen, idOf, keys, MATCH, NOW, screenOf, stateOn } from '../test-support/states.ts';
import type { Message } from './app-state.ts';
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

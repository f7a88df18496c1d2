import { plain } from '../text.ts';
import type { AppState, Effect, Message, Screen, Step } from './app-state.ts';
import { keyInForm, refusedForm } from './form.ts';
import { keyInGoBot } from './go/bot.ts';
import { keyInChallenges, withChallenges } from './go/challenges.ts';
import { savedAs } from './go/go.ts';
import { askingForReplay, withoutReplay, withReplay } from './go/past.ts';
import { keyInQueue } from './go/queue.ts';
import { askingForRanks, withRanks } from './go/ranks.ts';
import { keyInChallenge } from './go/settings.ts';
import type { Key } from './key.ts';
import { keyInHistory, keyInLeaders, keyInLive, isSameList, withLeaders, withLive } from './lists.ts';
import { keyInMatch, withRefusal, withTime, withUpdate } from './match.ts';
import { keyInBots, keyInMenu, keyInOwnMatches, withOwnMatches } from './menu.ts';
import { missingNames, withNames } from './names.ts';
import { openMatch, openMenu, WELCOME } from './opening.ts';
import { keyInResult, refusedOffer, withOffer } from './result.ts';
import { bad, good, show, stay, telling } from './step.ts';
import { keyInWelcome } from './welcome.ts';

/** How everything begins. */
export const begin = (server: string): Step => ({
  state: {
    server,
    me: undefined,
    game: 'trivia',
    names: {},
    ranks: undefined,
    notice: undefined,
    screen: { name: 'start', failed: false },
  },
  effects: [{ kind: 'start' }],
});

/**
 * What a message makes of the state, and what is to be done next. Names and ranks that came into view are asked for, and the
 * moves of a game that is looked back through.
 */
export const update = (state: AppState, message: Message): Step =>
  askingForReplay(askingForRanks(askingForNames(changed(state, message))));

function askingForNames({ state: next, effects }: Step): Step {
  const missing = missingNames(next);
  if (missing.length === 0) return { state: next, effects };
  const asked = Object.fromEntries(missing.map((userId) => [userId, '']));
  return { state: withNames(next, asked), effects: [...effects, { kind: 'readNames', userIds: missing }] };
}

function changed(state: AppState, message: Message): Step {
  const { screen } = state;
  const on = (next: Screen): Step => ({ state: { ...state, screen: next }, effects: [] });
  switch (message.kind) {
    case 'key':
      return pressed({ ...state, notice: undefined }, message.key);
    case 'tick':
      if (screen.name === 'finding') return on({ ...screen, now: message.now, since: screen.since || message.now });
      return screen.name === 'match' ? withTime(state, screen, message.now) : stay(state);
    case 'signedIn':
      return signedIn(state, message.me);
    case 'nobody':
      return show(state, WELCOME);
    case 'signedOut':
      return telling(show({ ...state, me: undefined }, WELCOME, { kind: 'unfollow' }), message.notice);
    case 'failed':
      return failed(state, message.of, message.text);
    case 'names':
      return stay(withNames(state, message.names));
    case 'ranks':
      return stay(withRanks(state, message));
    case 'place':
      return screen.name === 'finding' ? on({ ...screen, place: message.place }) : stay(state);
    case 'ownMatches':
      return screen.name === 'menu' ? on(withOwnMatches(screen, message.rows)) : stay(state);
    case 'seated':
      // A queue that was left too late may still bring a match.
      return screen.name === 'match' ? stay(state) : openMatch(state, message.matchId, message);
    case 'match':
      return screen.name === 'match' && screen.matchId === message.matchId
        ? withUpdate(state, screen, message)
        : stay(state);
    case 'refused':
      if (screen.name !== 'match' || screen.matchId !== message.matchId) return stay(state);
      return telling(
        on(withRefusal(screen, message.position)),
        message.text === undefined ? state.notice : bad(message.text),
      );
    case 'replay':
      return stay(withReplay(state, message));
    case 'recordSaved':
      return telling(stay(state), savedAs(message.fileName));
    case 'rematchOffered':
      return screen.name === 'result' ? on(withOffer(screen, message.matchId, message.offered)) : stay(state);
    case 'challenges':
      return screen.name === 'challenges' ? on(withChallenges(screen, message.rows)) : stay(state);
    case 'history':
      return screen.name === 'history' && screen.mode === message.mode
        ? on({ ...screen, rows: message.rows, sums: message.sums })
        : stay(state);
    case 'leaders':
      return screen.name === 'leaders' && isSameList(screen, message)
        ? on(withLeaders(state, screen, message.rows))
        : stay(state);
    case 'live':
      return screen.name === 'live' ? on(withLive(screen, message.rows)) : stay(state);
  }
}

function pressed(state: AppState, key: Key): Step {
  const { screen } = state;
  switch (screen.name) {
    case 'start':
      return screen.failed && key.kind === 'enter' ? begin(state.server) : stay(state);
    case 'welcome':
      return keyInWelcome(state, screen, key);
    case 'form':
      return keyInForm(state, screen, key);
    case 'menu':
      return keyInMenu(state, screen, key);
    case 'bots':
      return keyInBots(state, screen, key);
    case 'goBot':
      return keyInGoBot(state, screen, key);
    case 'finding':
      return key.kind === 'escape' ? openMenu(state) : stay(state);
    case 'ownMatches':
      return keyInOwnMatches(state, screen, key);
    case 'queue':
      return keyInQueue(state, screen, key);
    case 'challenges':
      return keyInChallenges(state, screen, key);
    case 'challenge':
      return keyInChallenge(state, screen, key);
    case 'match':
      return keyInMatch(state, screen, key);
    case 'result':
      return keyInResult(state, screen, key);
    case 'history':
      return keyInHistory(state, screen, key);
    case 'leaders':
      return keyInLeaders(state, screen, key);
    case 'live':
      return keyInLive(state, screen, key);
  }
}

function signedIn(state: AppState, me: NonNullable<AppState['me']>): Step {
  const kept = state.screen.name === 'form' && state.screen.purpose === 'upgrade';
  const named = { ...me, name: plain(me.name) };
  const next = withNames({ ...state, me: named }, { [me.userId]: me.name });
  return telling(openMenu(next), kept ? good(`This account is yours now, ${named.name}.`) : undefined);
}

/** Tells what could not be done, where the player can try again. */
function failed(state: AppState, of: Effect['kind'], text: string): Step {
  const { screen } = state;
  if (of === 'start') return telling(show(state, { name: 'start', failed: true }), bad(text));
  if (screen.name === 'form' && screen.busy) return refusedForm(state, screen, text);
  if (isAsking(screen) && screen.busy) {
    // The list is read on, since what was asked for may be gone.
    const again: Effect[] = screen.name === 'challenges' ? [{ kind: 'readChallenges' }] : [];
    return telling(show(state, { ...screen, busy: false }, ...again), bad(text));
  }
  if (screen.name === 'finding' && of === 'findOpponent') return telling(openMenu(state), bad(text));
  if (screen.name === 'result' && of === 'offerRematch') return refusedOffer(state, screen, text);
  return telling(stay(of === 'readReplay' ? withoutReplay(state) : state), bad(text));
}

type AskingScreen = Extract<Screen, { readonly name: 'bots' | 'goBot' | 'challenge' | 'challenges' }>;

/** Whether it is a screen on which a match can be asked for. */
const isAsking = (screen: Screen): screen is AskingScreen =>
  ['bots', 'goBot', 'challenge', 'challenges'].includes(screen.name);

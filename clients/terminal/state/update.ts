import { plain } from '../text.ts';
import type { AppState, Effect, Message, Screen, Step } from './app-state.ts';
import { keyInDuel, withTime, withUpdate } from './duel.ts';
import { keyInForm, refusedForm } from './form.ts';
import type { Key } from './key.ts';
import { keyInList, keyInLive, withLeaders, withLive } from './lists.ts';
import { keyInBots, keyInMenu } from './menu.ts';
import { missingNames, withNames } from './names.ts';
import { openDuel, openMenu, WELCOME } from './opening.ts';
import { keyInResult, refusedOffer, withOffer } from './result.ts';
import { bad, good, show, stay, telling } from './step.ts';
import { keyInWelcome } from './welcome.ts';

/** How everything begins. */
export const begin = (server: string): Step => ({
  state: { server, me: undefined, names: {}, notice: undefined, screen: { name: 'start', failed: false } },
  effects: [{ kind: 'start' }],
});

/** What a message makes of the state, and what is to be done next. Names that came into view are asked for. */
export function update(state: AppState, message: Message): Step {
  const { state: next, effects } = changed(state, message);
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
      return screen.name === 'duel' ? withTime(state, screen, message.now) : stay(state);
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
    case 'place':
      return screen.name === 'finding' ? on({ ...screen, place: message.place }) : stay(state);
    case 'ownMatch':
      return screen.name === 'menu' ? on({ ...screen, ownMatch: message.match }) : stay(state);
    case 'seated':
      // A queue that was left too late may still bring a match.
      return screen.name === 'duel' ? stay(state) : openDuel(state, message.matchId, message);
    case 'match':
      return screen.name === 'duel' && screen.matchId === message.matchId
        ? withUpdate(state, screen, message)
        : stay(state);
    case 'refused':
      if (screen.name !== 'duel' || screen.matchId !== message.matchId) return stay(state);
      return telling(
        on(screen.sent?.number === message.number ? { ...screen, sent: undefined } : screen),
        message.text === undefined ? state.notice : bad(message.text),
      );
    case 'rematchOffered':
      return screen.name === 'result' ? on(withOffer(screen, message.matchId, message.offered)) : stay(state);
    case 'history':
      return screen.name === 'history' ? on({ ...screen, rows: message.rows, sums: message.sums }) : stay(state);
    case 'leaders':
      return screen.name === 'leaders' && screen.part === message.part
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
    case 'finding':
      return key.kind === 'escape' ? openMenu(state) : stay(state);
    case 'duel':
      return keyInDuel(state, screen, key);
    case 'result':
      return keyInResult(state, screen, key);
    case 'history':
    case 'leaders':
      return keyInList(state, screen, key);
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
  if (screen.name === 'bots' && screen.busy) return telling(show(state, { ...screen, busy: false }), bad(text));
  if (screen.name === 'finding' && of === 'findOpponent') return telling(openMenu(state), bad(text));
  if (screen.name === 'result' && of === 'offerRematch') return refusedOffer(state, screen, text);
  return telling(stay(state), bad(text));
}

/** A match on the screen, whichever game it is: players, connection, talk, leaving, and the end. */
import { EndCode, EndReason, formatId, GoDecision, MatchState } from '../../sdk/src/index.ts';
import type { MatchEvent, MatchUpdate, Player, PlayState } from '../../sdk/src/index.ts';
import type { AppState, Message, Step } from './app-state.ts';
import { keyInGo, withGoMoved } from './go/go.ts';
import { goOf, newGoPart } from './go/part.ts';
import { isLetter } from './key.ts';
import type { Key } from './key.ts';
import type { GamePart, MatchScreen, Said } from './match-screen.ts';
import { openLive, openMenu } from './opening.ts';
import { bad, good, show, stay, telling } from './step.ts';
import { EMPTY_FIELD, typed } from './text-field.ts';
import { isStillRead, keyInTrivia, triviaOf } from './trivia/trivia.ts';

/** The most that the service takes. */
const MOST_SAID = 500;
/** How much of what was said is kept. */
const KEPT_TALK = 20;

/** True where the viewer has a seat. */
export const isPlayed = ({ play }: Pick<MatchScreen, 'play'>): boolean => play?.ownSeat !== undefined;

/** True while somebody is still to take a seat. */
export const isAlone = ({ play }: Pick<MatchScreen, 'play'>): boolean =>
  play !== undefined && play.match.state === MatchState.WAITING && play.match.players.length < play.match.seats;

/** The players of a match by seat, the viewer's own first. */
export const playersOf = ({ match, ownSeat }: PlayState): readonly Player[] =>
  match.players.toSorted((one, other) => Number(other.seat === ownSeat) - Number(one.seat === ownSeat));

/** What a key does in a match. */
export function keyInMatch(state: AppState, screen: MatchScreen, key: Key): Step {
  if (screen.draft) return keyInDraft(state, screen, screen.draft, key);
  if (screen.leaving) return keyWhenLeaving(state, screen, key);
  if (screen.play?.match.state === MatchState.FINISHED) {
    return key.kind === 'enter' || key.kind === 'escape' ? toResult(state, screen) : stay(state);
  }
  const isAnswered = screen.part?.game === 'go' ? keyInGo(state, screen, screen.part, key) : undefined;
  if (isAnswered) return isAnswered;
  if (key.kind === 'escape') {
    return isPlayed(screen) ? show(state, { ...screen, leaving: true }) : unfollow(state, screen);
  }
  if (key.kind === 'enter' || isLetter(key, '/')) return show(state, { ...screen, draft: EMPTY_FIELD });
  return screen.part?.game === 'trivia' ? keyInTrivia(state, screen, key) : stay(state);
}

function keyInDraft(state: AppState, screen: MatchScreen, draft: NonNullable<MatchScreen['draft']>, key: Key): Step {
  if (key.kind === 'escape') return show(state, { ...screen, draft: undefined });
  if (key.kind !== 'enter') return show(state, { ...screen, draft: typed(draft, key, MOST_SAID) });
  const text = draft.text.trim();
  const next = { ...screen, draft: undefined };
  return text === '' ? show(state, next) : show(state, next, { kind: 'say', text });
}

/** Whether the player may go away from a match without giving it up: where absence costs nothing but time. */
export const mayGoAway = ({ part, play }: MatchScreen): boolean => part?.game === 'go' && play !== undefined;

function keyWhenLeaving(state: AppState, screen: MatchScreen, key: Key): Step {
  if (isLetter(key, 'y')) return stay(state, { kind: 'leave' });
  if (isLetter(key, 'm') && mayGoAway(screen)) return goAway(state);
  return show(state, { ...screen, leaving: false });
}

function goAway(state: AppState): Step {
  const { state: next, effects } = openMenu(state);
  return { state: next, effects: [{ kind: 'unfollow' }, ...effects] };
}

/** What an update of the match that is followed changes. */
export function withUpdate(
  state: AppState,
  screen: MatchScreen,
  { update, now }: Extract<Message, { kind: 'match' }>,
): Step {
  const keep = (next: MatchScreen): Step => ({ state: { ...state, screen: next }, effects: [] });
  switch (update.kind) {
    case 'snapshot':
    case 'event': {
      const seen = withPicture({ ...screen, now }, update.state);
      const next = update.kind === 'event' ? withEvent(seen, update.event) : seen;
      // A code may have led to another game than the menu was about.
      return finishing({ ...state, game: next.part?.game ?? state.game }, next);
    }
    case 'presence':
      return keep({ ...screen, watchers: update.watchers });
    case 'connection':
      return withConnection(state, screen, update.connection);
  }
}

/** A newer picture of the match, and what it does to the part of its game. */
function withPicture(screen: MatchScreen, play: PlayState): MatchScreen {
  const part = screen.part ?? newPart(play);
  return { ...screen, play, part: part?.game === 'go' ? withGoMoved(part, screen.play, play) : part };
}

/** How the part of a match's game begins; undefined for a game that this client does not play. */
function newPart(play: PlayState): GamePart | undefined {
  const go = goOf(play);
  if (go) return newGoPart(go);
  return triviaOf(play) ? { game: 'trivia', sent: undefined } : undefined;
}

function withEvent(screen: MatchScreen, { event, timeMs }: MatchEvent): MatchScreen {
  switch (event?.$case) {
    case 'said': {
      const said: Said = { userId: formatId(event.value.userId), text: event.value.text };
      return { ...screen, talk: [...screen.talk, said].slice(-KEPT_TALK) };
    }
    case 'reacted': {
      const { seat, reaction } = event.value;
      return { ...screen, reactions: { ...screen.reactions, [seat]: { reaction, timeMs } } };
    }
    default:
      return screen;
  }
}

/** The command that was sent for a position was not carried out. */
export function withRefusal(screen: MatchScreen, position: number): MatchScreen {
  const { part } = screen;
  const sentFor = part?.game === 'trivia' ? part.sent?.number : part?.sent?.step;
  return part && sentFor === position ? { ...screen, part: { ...part, sent: undefined } } : screen;
}

type Connection = Extract<MatchUpdate, { kind: 'connection' }>['connection'];

function withConnection(state: AppState, screen: MatchScreen, connection: Connection): Step {
  if (connection.state !== 'ended') {
    return { state: { ...state, screen: { ...screen, connection: connection.state } }, effects: [] };
  }
  switch (connection.code) {
    case EndCode.FINISHED:
      return { state: { ...state, screen: { ...screen, connection: 'ended' } }, effects: [] };
    case EndCode.LEFT:
      return openMenu(state);
    case EndCode.REPLACED:
      return telling(openMenu(state), good(`This ${nounOf(screen)} goes on in your other terminal.`));
    default:
      return telling(openMenu(state), bad(`This ${nounOf(screen)} cannot be followed any more.`));
  }
}

/** What a match is called: a duel, or a game. */
export const nounOf = ({ part }: Pick<MatchScreen, 'part'>): string => (part?.game === 'go' ? 'game' : 'duel');

/** A match that is over leads to its result; at once where there is no last reveal to be read. */
function finishing(state: AppState, screen: MatchScreen): Step {
  const { match } = screen.play!;
  const isAnnulled = goOf(screen.play)?.result?.decision === GoDecision.ANNULMENT;
  if (match.outcome?.reason === EndReason.ABANDONED && !isAnnulled) {
    return telling(openMenu(state), abandoned(screen));
  }
  const isRead = screen.part?.game !== 'trivia' || !isStillRead(screen);
  if (match.state === MatchState.FINISHED && isRead) return toResult(state, screen);
  return { state: { ...state, screen }, effects: [] };
}

function abandoned({ rematch, play }: MatchScreen) {
  if (rematch) return bad('Your opponent did not take up the rematch.');
  return bad(play?.match.players.length === 2 ? 'Your opponent did not come.' : 'Nobody came.');
}

/** What time does to a match. */
export function withTime(state: AppState, screen: MatchScreen, now: number): Step {
  const next = { ...screen, now };
  if (next.play?.match.state === MatchState.FINISHED) return finishing(state, next);
  return { state: { ...state, screen: next }, effects: [] };
}

function toResult(state: AppState, { play, part, talk }: MatchScreen): Step {
  if (!play || !part) return openMenu(state);
  const result = show(state, { name: 'result', play, part, talk, rematch: 'none' }, { kind: 'unfollow' });
  if (play.ownSeat === undefined) return result;
  return { ...result, effects: [...result.effects, { kind: 'awaitRematch', matchId: formatId(play.match.matchId) }] };
}

function unfollow(state: AppState, { play }: MatchScreen): Step {
  const { state: next, effects } = play ? openLive(state) : openMenu(state);
  return { state: next, effects: [{ kind: 'unfollow' }, ...effects] };
}

import { EndCode, EndReason, formatId, MatchState, TriviaPhase } from '../../sdk/src/index.ts';
import type { MatchEvent, MatchUpdate, Player, PlayState, TriviaView } from '../../sdk/src/index.ts';
import type { AppState, DuelScreen, Message, Said, Step } from './app-state.ts';
import { digitOf } from './key.ts';
import type { Key } from './key.ts';
import { openLive, openMenu } from './opening.ts';
import { REACTIONS } from './reactions.ts';
import { bad, good, show, stay, telling } from './step.ts';
import { EMPTY_FIELD, typed } from './text-field.ts';

/** The most that the service takes. */
const MOST_SAID = 500;
/** How much of what was said is kept. */
const KEPT_TALK = 20;
/** How long the last reveal stands before the result, in milliseconds. */
const LAST_REVEAL_MS = 3_000;

/** The duel as its viewer sees it; undefined before the first picture. */
export const triviaOf = (play: PlayState | undefined): TriviaView | undefined =>
  play?.view?.$case === 'trivia' ? play.view.value : undefined;

/** How a duel is played; every service fills its defaults in. */
export function configOf({ match }: PlayState): { readonly questions: number; readonly answerMs: number } {
  const config = match.config?.config;
  return config?.$case === 'trivia' ? config.value : { questions: 10, answerMs: 10_000 };
}

/** True where the viewer has a seat. */
export const isPlayed = ({ play }: DuelScreen): boolean => play?.ownSeat !== undefined;

/** The players of a match by seat, the viewer's own first. */
export const playersOf = ({ match, ownSeat }: PlayState): readonly Player[] =>
  match.players.toSorted((one, other) => Number(other.seat === ownSeat) - Number(one.seat === ownSeat));

/** What the viewer has chosen in the open question, also where the service has not confirmed it yet. */
export function chosenIn({ play, sent }: DuelScreen): number | undefined {
  const view = triviaOf(play);
  if (view?.phase !== TriviaPhase.QUESTION) return undefined;
  return view.ownChoice ?? (sent?.number === view.question?.number ? sent?.choice : undefined);
}

/** What a key does in a duel. */
export function keyInDuel(state: AppState, screen: DuelScreen, key: Key): Step {
  if (screen.draft) return keyInDraft(state, screen, screen.draft, key);
  if (screen.leaving) return keyWhenLeaving(state, screen, key);
  if (screen.play?.match.state === MatchState.FINISHED) {
    return key.kind === 'enter' || key.kind === 'escape' ? toResult(state, screen) : stay(state);
  }
  if (key.kind === 'escape')
    return isPlayed(screen) ? show(state, { ...screen, leaving: true }) : unfollow(state, screen);
  if (key.kind === 'enter') return show(state, { ...screen, draft: EMPTY_FIELD });
  const option = digitOf(key);
  if (option !== undefined) return answer(state, screen, option - 1);
  const shown = key.kind === 'text' && REACTIONS.find(({ letter }) => letter === key.text.toLowerCase());
  if (!shown || !isPlayed(screen)) return stay(state);
  return stay(state, { kind: 'react', reaction: shown.reaction });
}

function keyInDraft(state: AppState, screen: DuelScreen, draft: NonNullable<DuelScreen['draft']>, key: Key): Step {
  if (key.kind === 'escape') return show(state, { ...screen, draft: undefined });
  if (key.kind !== 'enter') return show(state, { ...screen, draft: typed(draft, key, MOST_SAID) });
  const text = draft.text.trim();
  const next = { ...screen, draft: undefined };
  return text === '' ? show(state, next) : show(state, next, { kind: 'say', text });
}

function keyWhenLeaving(state: AppState, screen: DuelScreen, key: Key): Step {
  const sure = key.kind === 'text' && key.text.toLowerCase() === 'y';
  return sure ? stay(state, { kind: 'leave' }) : show(state, { ...screen, leaving: false });
}

function answer(state: AppState, screen: DuelScreen, choice: number): Step {
  const view = triviaOf(screen.play);
  const question = view?.phase === TriviaPhase.QUESTION ? view.question : undefined;
  const isFree = isPlayed(screen) && chosenIn(screen) === undefined;
  if (!question || !isFree || question.options[choice] === undefined) return stay(state);
  const { number } = question;
  return show(state, { ...screen, sent: { number, choice } }, { kind: 'answer', number, choice });
}

/** What an update of the match that is followed changes. */
export function withUpdate(
  state: AppState,
  screen: DuelScreen,
  { update, now }: Extract<Message, { kind: 'match' }>,
): Step {
  const keep = (next: DuelScreen): Step => ({ state: { ...state, screen: next }, effects: [] });
  switch (update.kind) {
    case 'snapshot':
      return finishing(state, { ...screen, now, play: update.state });
    case 'event':
      return finishing(state, withEvent({ ...screen, now, play: update.state }, update.event));
    case 'presence':
      return keep({ ...screen, watchers: update.watchers });
    case 'connection':
      return withConnection(state, screen, update.connection);
  }
}

function withEvent(screen: DuelScreen, { event, timeMs }: MatchEvent): DuelScreen {
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

type Connection = Extract<MatchUpdate, { kind: 'connection' }>['connection'];

function withConnection(state: AppState, screen: DuelScreen, connection: Connection): Step {
  if (connection.state !== 'ended') {
    return { state: { ...state, screen: { ...screen, connection: connection.state } }, effects: [] };
  }
  switch (connection.code) {
    case EndCode.FINISHED:
      return { state: { ...state, screen: { ...screen, connection: 'ended' } }, effects: [] };
    case EndCode.LEFT:
      return openMenu(state);
    case EndCode.REPLACED:
      return telling(openMenu(state), good('This duel goes on in your other terminal.'));
    default:
      return telling(openMenu(state), bad('This duel cannot be followed any more.'));
  }
}

/** A duel that is over leads to its result; at once where there is no last reveal to be read. */
function finishing(state: AppState, screen: DuelScreen): Step {
  const { match } = screen.play!;
  if (match.outcome?.reason === EndReason.ABANDONED) return telling(openMenu(state), abandoned(screen));
  if (match.state === MatchState.FINISHED && !isStillRead(screen)) return toResult(state, screen);
  return { state: { ...state, screen }, effects: [] };
}

function abandoned({ rematch, play }: DuelScreen) {
  if (rematch) return bad('Your opponent did not take up the rematch.');
  return bad(play?.match.players.length === 2 ? 'Your opponent did not come.' : 'Nobody came.');
}

/** True while the last reveal of a duel that was played to its end should be left on the screen. */
function isStillRead({ play, now }: DuelScreen): boolean {
  const outcome = play?.match.outcome;
  return outcome?.reason === EndReason.COMPLETED && now - outcome.endTimeMs < LAST_REVEAL_MS;
}

/** What time does to a duel. */
export function withTime(state: AppState, screen: DuelScreen, now: number): Step {
  const next = { ...screen, now };
  if (next.play?.match.state === MatchState.FINISHED) return finishing(state, next);
  return { state: { ...state, screen: next }, effects: [] };
}

function toResult(state: AppState, { play }: DuelScreen): Step {
  const result = show(state, { name: 'result', play: play!, rematch: 'none' }, { kind: 'unfollow' });
  if (play!.ownSeat === undefined) return result;
  return { ...result, effects: [...result.effects, { kind: 'awaitRematch', matchId: formatId(play!.match.matchId) }] };
}

function unfollow(state: AppState, { play }: DuelScreen): Step {
  const { state: next, effects } = play ? openLive(state) : openMenu(state);
  return { state: next, effects: [{ kind: 'unfollow' }, ...effects] };
}

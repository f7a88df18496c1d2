import { answerTrivia, EndReason, TriviaPhase } from '../../../sdk/src/index.ts';
import type { PlayState, TriviaView } from '../../../sdk/src/index.ts';
import type { AppState, Step } from '../app-state.ts';
import { digitOf } from '../key.ts';
import type { Key } from '../key.ts';
import type { MatchScreen, TriviaPart } from '../match-screen.ts';
import { show, stay } from '../step.ts';
import { REACTIONS } from './reactions.ts';

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

const sentIn = ({ part }: MatchScreen): TriviaPart['sent'] => (part?.game === 'trivia' ? part.sent : undefined);

/** What the viewer has chosen in the open question, also where the service has not confirmed it yet. */
export function chosenIn(screen: MatchScreen): number | undefined {
  const view = triviaOf(screen.play);
  if (view?.phase !== TriviaPhase.QUESTION) return undefined;
  const sent = sentIn(screen);
  return view.ownChoice ?? (sent?.number === view.question?.number ? sent?.choice : undefined);
}

/** What a key does in a duel that is played. */
export function keyInTrivia(state: AppState, screen: MatchScreen, key: Key): Step {
  if (screen.play?.ownSeat === undefined) return stay(state);
  const option = digitOf(key);
  if (option !== undefined) return answer(state, screen, option - 1);
  const shown = key.kind === 'text' && REACTIONS.find(({ letter }) => letter === key.text.toLowerCase());
  return shown ? stay(state, { kind: 'react', reaction: shown.reaction }) : stay(state);
}

function answer(state: AppState, screen: MatchScreen, choice: number): Step {
  const view = triviaOf(screen.play);
  const question = view?.phase === TriviaPhase.QUESTION ? view.question : undefined;
  if (!question || chosenIn(screen) !== undefined || question.options[choice] === undefined) return stay(state);
  const { number } = question;
  const part: TriviaPart = { game: 'trivia', sent: { number, choice } };
  return show(state, { ...screen, part }, { kind: 'act', command: answerTrivia(choice), position: number });
}

/** True while the last reveal of a duel that was played to its end should be left on the screen. */
export function isStillRead({ play, now }: MatchScreen): boolean {
  const outcome = play?.match.outcome;
  return outcome?.reason === EndReason.COMPLETED && now - outcome.endTimeMs < LAST_REVEAL_MS;
}

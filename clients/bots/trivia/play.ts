import { answerTrivia, PlaymeshError, RefusedError, TriviaPhase } from '../../sdk/src/index.ts';
import type { MatchSession } from '../../sdk/src/index.ts';
import { choose, thinkingMs } from './skill.ts';
import type { Mind } from './skill.ts';

/**
 * Answers the questions of a duel until it is over, seeing no more of it than any player does. Resolves when the session
 * has ended, for whatever reason.
 */
export async function playTrivia(session: MatchSession, mind: Mind): Promise<void> {
  let thinking: { readonly number: number; readonly timer: ReturnType<typeof setTimeout> } | undefined;
  const look = (): void => {
    const view = session.state?.view;
    const trivia = view?.$case === 'trivia' ? view.value : undefined;
    const question = trivia?.phase === TriviaPhase.QUESTION ? trivia.question : undefined;
    const isNew = question && trivia!.ownChoice === undefined && thinking?.number !== question.number;
    if (!isNew || session.state?.ownSeat === undefined) return;
    clearTimeout(thinking?.timer);
    const { choice, known } = choose(mind, question);
    const leftMs = Math.max(0, trivia!.untilTimeMs - session.serverNow());
    const { number, text } = question;
    const timer = setTimeout(() => void answer(session, number, choice), thinkingMs(mind, { text, known }, leftMs));
    thinking = { number, timer };
  };
  const unsubscribe = session.subscribe(look);
  look();
  await session.ended;
  unsubscribe();
  clearTimeout(thinking?.timer);
}

/** An answer that comes too late, or whose fate is not known, is no trouble: the duel goes on. */
async function answer(session: MatchSession, number: number, choice: number): Promise<void> {
  try {
    await session.send(answerTrivia(choice), number);
  } catch (error) {
    if (!(error instanceof RefusedError) && !(error instanceof PlaymeshError)) throw error;
  }
}

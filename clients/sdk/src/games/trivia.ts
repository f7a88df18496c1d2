import type { GameCommand } from '../messages.ts';
import type { TriviaEvent, TriviaView } from '../../../../gen/playmesh/match/v1/trivia.ts';
import { TriviaPhase } from '../../../../gen/playmesh/match/v1/trivia.ts';

/** The command that answers a trivia question; send it with the question's number as position. */
export const answerTrivia = (choice: number): GameCommand => ({
  $case: 'trivia',
  value: { command: { $case: 'answer', value: { choice } } },
});

/** What a viewer sees of a trivia duel after an event. Pure; an event that it does not know changes nothing. */
export function applyTrivia(view: TriviaView, { event }: TriviaEvent): TriviaView {
  switch (event?.$case) {
    case 'started':
      return { ...view, phase: TriviaPhase.WAITING, untilTimeMs: event.value.firstTimeMs };
    case 'questionOpened':
      return {
        ...withoutAnswers(view),
        phase: TriviaPhase.QUESTION,
        question: event.value.question,
        untilTimeMs: event.value.closeTimeMs,
      };
    case 'answered': {
      const { seat, choice } = event.value;
      const answeredSeats = [...new Set([...view.answeredSeats, seat])].sort((a, b) => a - b);
      return { ...view, answeredSeats, ...(choice === undefined ? {} : { ownChoice: choice }) };
    }
    case 'revealed':
      return {
        ...withoutAnswers(view),
        phase: TriviaPhase.REVEAL,
        untilTimeMs: event.value.nextTimeMs,
        totals: event.value.results.map(({ total }) => total),
        revealed: [...view.revealed, event.value],
      };
    case 'timeShifted':
      return { ...view, untilTimeMs: event.value.untilTimeMs };
    case 'finished':
      return { ...withoutAnswers(view), phase: TriviaPhase.FINISHED, untilTimeMs: 0 };
    default:
      return view;
  }
}

const withoutAnswers = (view: TriviaView): TriviaView => ({ ...view, answeredSeats: [], ownChoice: undefined });

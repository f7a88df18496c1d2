import type { Viewer } from '../game.ts';
import { totals } from './state.ts';
import type { TriviaLogEvent, TriviaState } from './state.ts';
import { TriviaPhase } from './wire.ts';
import type { TriviaPublicEvent, TriviaQuestion, TriviaRevealed, TriviaView } from './wire.ts';

const PHASES = {
  waiting: TriviaPhase.WAITING,
  countdown: TriviaPhase.WAITING,
  question: TriviaPhase.QUESTION,
  reveal: TriviaPhase.REVEAL,
  finished: TriviaPhase.FINISHED,
} as const;

/** Hides the seed, all questions not yet opened, right choices not yet revealed, and what others chose until then. */
export function project(event: TriviaLogEvent, state: TriviaState, viewer: Viewer): TriviaPublicEvent | undefined {
  switch (event.kind) {
    case 'started':
      return { $case: 'started', value: { firstTimeMs: event.firstTimeMs } };
    case 'questionOpened':
      return {
        $case: 'questionOpened',
        value: { question: publicQuestion(state, event.number), closeTimeMs: event.closeTimeMs },
      };
    case 'answered':
      return {
        $case: 'answered',
        value: event.seat === viewer ? { seat: event.seat, choice: event.answer.choice } : { seat: event.seat },
      };
    case 'revealed':
      return { $case: 'revealed', value: copyOf(event.revealed) };
    case 'timeShifted':
      return { $case: 'timeShifted', value: { byMs: event.byMs, untilTimeMs: event.untilTimeMs } };
    case 'settled':
      return { $case: 'finished', value: {} };
    default:
      return undefined;
  }
}

/** Hides the same as `project`; equal to what a client makes of all projected events. */
export function view(state: TriviaState, viewer: Viewer): TriviaView {
  const own = viewer === undefined ? undefined : state.answers[viewer];
  return {
    phase: PHASES[state.phase],
    questions: state.config.questions,
    question: publicQuestion(state, state.number),
    untilTimeMs: state.untilTimeMs,
    answeredSeats: state.answers.flatMap((answer, seat) => (answer === null ? [] : [seat])),
    ...(own ? { ownChoice: own.choice } : {}),
    totals: totals(state),
    revealed: state.revealed.map(copyOf),
  };
}

function publicQuestion(state: TriviaState, number: number): TriviaQuestion | undefined {
  const question = state.questions[number - 1];
  return question && { number, text: question.text, options: [...question.options] };
}

/** Field by field, so that whatever the log may hold one day stays in the log. */
function copyOf({ number, rightChoice, results, nextTimeMs }: TriviaRevealed): TriviaRevealed {
  return {
    number,
    rightChoice,
    results: results.map(({ choice, answerMs, points, total }) => ({
      ...(choice === undefined ? {} : { choice }),
      answerMs,
      points,
      total,
    })),
    nextTimeMs,
  };
}

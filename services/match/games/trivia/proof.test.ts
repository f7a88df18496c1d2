import fc from 'fast-check';
import { applyTrivia } from '../../../../clients/sdk/src/games/trivia.ts';
import type { Viewer } from '../game.ts';
import { proveGame } from '../kit/prove-game.ts';
import { evolve } from './state.ts';
import type { Question, TriviaLogEvent, TriviaState } from './state.ts';
import { trivia } from './trivia.ts';
import type { TriviaView } from './wire.ts';

const questions = fc
  .array(fc.record({ options: fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 6 }), right: fc.nat() }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((drawn) =>
    drawn.map(({ options, right }, index) => ({
      id: `question-${index}`,
      text: `Question ${index}?`,
      options,
      rightChoice: right % options.length,
    })),
  );

proveGame({
  game: trivia,
  setups: fc
    .record({
      material: questions,
      answerMs: fc.constantFrom(0, 1_000, 60_000),
      pauseMs: fc.constantFrom(0, 100, 10_000),
    })
    .map(({ material, answerMs, pauseMs }) => ({
      requested: { questions: material.length, answerMs, pauseMs },
      material,
    })),
  commands: fc.integer({ min: -1, max: 6 }).map((choice) => ({ $case: 'answer' as const, value: { choice } })),
  position: (state) => state.number,
  ticksToEnd: (config) => 2 * config.questions,
  disguise,
  apply: (view, event) => applyTrivia(view, { event }) as TriviaView,
});

/** Other questions ahead, another right choice in the open one, other choices of others in it. */
function disguise(log: readonly TriviaLogEvent[], viewer: Viewer): TriviaLogEvent[] {
  const state = log.reduce<TriviaState | undefined>(evolve, undefined) as TriviaState;
  const revealed = state.revealed.length;
  return log.map((event) => {
    switch (event.kind) {
      case 'prepared':
        return {
          ...event,
          seed: event.seed.replaceAll(/./g, (digit) => (digit === '0' ? '1' : '0')),
          questions: event.questions.map((question, index) => {
            if (index < revealed) return question;
            return index < state.number ? withAnotherRightChoice(question) : ahead(question);
          }),
        };
      case 'answered': {
        const isShown = event.number <= revealed || event.seat === viewer;
        return isShown ? event : { ...event, answer: { choice: event.answer.choice + 1, answerMs: 77 } };
      }
      default:
        return event;
    }
  });
}

function withAnotherRightChoice(question: Question): Question {
  return { ...question, rightChoice: (question.rightChoice + 1) % question.options.length };
}

function ahead({ options }: Question): Question {
  return withAnotherRightChoice({
    id: 'ahead',
    text: 'What will be asked?',
    options: options.map((_, index) => `no. ${index}`),
    rightChoice: 0,
  });
}

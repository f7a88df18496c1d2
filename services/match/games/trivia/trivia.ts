import type { Game } from '../game.ts';
import { decide } from './decide.ts';
import { project, view } from './project.ts';
import { SeededRandom } from './shuffle.ts';
import { evolve, totals } from './state.ts';
import type { Question, TriviaLogEvent, TriviaState } from './state.ts';
import type { TriviaCommand, TriviaConfig, TriviaPublicEvent, TriviaView } from './wire.ts';

/** As many questions as the config says, in the order to be asked, none twice. */
export type TriviaMaterial = readonly Question[];

/** Two players get the same questions at the same time; 1,000 points for each right answer. */
export const trivia: Game<
  TriviaConfig,
  TriviaMaterial,
  TriviaState,
  TriviaCommand,
  TriviaLogEvent,
  TriviaPublicEvent,
  TriviaView
> = {
  name: 'trivia',
  version: 1,
  seats: 2,
  forfeitAfterMs: 30_000,
  configure: ({ questions, answerMs, pauseMs, locale }) => ({
    questions: questions || 10,
    answerMs: answerMs || 10_000,
    pauseMs: pauseMs || 3_000,
    locale: locale || 'en',
  }),
  init,
  decide,
  evolve,
  deadline: (state) => (state.untilTimeMs === 0 ? undefined : state.untilTimeMs),
  outcome: (state) => state.outcome ?? undefined,
  scores: totals,
  project,
  view,
};

/** Throws where the material does not fit: that is a fault of the caller, and would otherwise end a match in its middle. */
function init(config: TriviaConfig, seed: string, material: TriviaMaterial): readonly TriviaLogEvent[] {
  if (material.length !== config.questions) {
    throw new Error(`the duel asks ${config.questions} questions, ${material.length} were drawn`);
  }
  const random = new SeededRandom(seed);
  return [{ kind: 'prepared', config, seed, questions: material.map((question) => shuffleOptions(question, random)) }];
}

/** The bank's order of options must not tell which one is right. */
function shuffleOptions({ id, text, options, rightChoice }: Question, random: SeededRandom): Question {
  if (options[rightChoice] === undefined) throw new Error(`no option ${rightChoice} in question ${id}`);
  const order = random.shuffled(options.map((_, index) => index));
  return { id, text, options: order.map((index) => options[index] as string), rightChoice: order.indexOf(rightChoice) };
}

/** Ten thousand duels of bots by the service's own rules, on the questions that it asks. */
import { expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { trivia } from '../../../services/match/games/trivia/trivia.ts';
import type { Question, TriviaState } from '../../../services/match/games/trivia/state.ts';
import { bookOf } from './book.ts';
import type { Book } from './book.ts';
import { randomFrom } from './random.ts';
import type { Random } from './random.ts';
import { choose, LEVELS, thinkingMs } from './skill.ts';
import type { Level, Mind } from './skill.ts';

const DUELS = 10_000;
const CONFIG = trivia.configure({ questions: 0, answerMs: 0, pauseMs: 0 });

interface Wish {
  readonly at: number;
  readonly seat: number;
  readonly choice: number;
}

const readQuestions = async (): Promise<Question[]> => {
  const file = new URL('../../../services/match/questions/general.json', import.meta.url);
  return (JSON.parse(await readFile(file, 'utf8')) as { questions: Question[] }).questions;
};

/** The points of both sides after a duel that was played as the service plays it. */
function playDuel(minds: readonly [Mind, Mind], bank: readonly Question[], random: Random): readonly number[] {
  const drawn = new Set<Question>();
  while (drawn.size < CONFIG.questions) drawn.add(bank[Math.floor(random() * bank.length)]!);
  const seed = Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join('');
  let state = trivia.init(CONFIG, seed, [...drawn]).reduce<TriviaState | undefined>(trivia.evolve, undefined)!;
  const take = (input: Parameters<typeof trivia.decide>[1], now: number): void => {
    const decision = trivia.decide(state, input, now);
    if (!('events' in decision)) throw new Error(`refused: ${decision.refusal}`);
    state = decision.events.reduce(trivia.evolve, state);
  };
  take({ kind: 'start' }, 0);
  while (trivia.outcome(state) === undefined) {
    take({ kind: 'tick' }, state.untilTimeMs);
    if (state.phase !== 'question') continue;
    const question = state.questions[state.number - 1]!;
    const wishes = minds.map((mind, seat): Wish => {
      const { choice, known } = choose(mind, question);
      const at = state.openTimeMs + thinkingMs(mind, { text: question.text, known }, CONFIG.answerMs);
      return { at, seat, choice };
    });
    for (const { at, seat, choice } of wishes.toSorted((one, other) => one.at - other.at)) {
      const command = { $case: 'answer', value: { choice } } as const;
      take({ kind: 'command', seat, position: state.number, command }, at);
    }
  }
  return trivia.scores(state);
}

test('every level scores more than the one below it, and none always wins', async () => {
  const bank = await readQuestions();
  const book: Book = bookOf(bank);
  const random = randomFrom('ten thousand duels');
  const scores = new Map<Level, number[]>(LEVELS.map((level) => [level, []]));
  const anyLevel = (): Level => LEVELS[Math.floor(random() * LEVELS.length)]!;
  for (let duel = 0; duel < DUELS; duel++) {
    const minds = [0, 1].map((seat): Mind => {
      const seed = `${duel} ${seat}`;
      return { level: anyLevel(), seed, book, random: randomFrom(seed) };
    }) as unknown as [Mind, Mind];
    const points = playDuel(minds, bank, random);
    for (const [seat, { level }] of minds.entries()) scores.get(level)!.push(points[seat]!);
  }
  const means = LEVELS.map((level) => {
    const of = scores.get(level)!;
    return of.reduce((sum, points) => sum + points, 0) / of.length;
  });
  for (const [index, mean] of means.entries()) {
    expect(scores.get(LEVELS[index]!)!.length).toBeGreaterThan(DUELS / 4);
    expect(Math.min(...scores.get(LEVELS[index]!)!)).toBeLessThan(10_000);
    if (index > 0) expect(mean).toBeGreaterThan(means[index - 1]! + 500);
  }
}, 120_000);

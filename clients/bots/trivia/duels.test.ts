/** Ten thousand duels of bots by the service's own rules, on the questions that it asks. */
import { expect, test } from '@jest/globals';
import { trivia } from '../../../services/match/games/trivia/trivia.ts';
import type { Question, TriviaState } from '../../../services/match/games/trivia/state.ts';
import { folded } from '../../../services/match/questions/bank.ts';
import { drawFrom } from '../../../services/match/questions/draw.ts';
import { readShippedQuestions } from '../../../services/match/questions/shipped.ts';
import { randomFrom } from '../random.ts';
import type { Random } from '../random.ts';
import { readBook } from './book.ts';
import { choose, LEVELS, thinkingMs } from './skill.ts';
import type { Level, Mind } from './skill.ts';

const DUELS = 10_000;
const CONFIG = trivia.configure({ questions: 0, answerMs: 0, pauseMs: 0 });

interface Wish {
  readonly at: number;
  readonly seat: number;
  readonly choice: number;
}

/** A duel that was played as the service plays it, to its end. */
function playDuel(minds: readonly [Mind, Mind], bank: readonly Question[], random: Random): TriviaState {
  const drawn = drawFrom(bank, CONFIG.questions, (bound) => Math.floor(random() * bound));
  const seed = Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join('');
  let state = trivia.init(CONFIG, seed, drawn).reduce<TriviaState | undefined>(trivia.evolve, undefined)!;
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
  return state;
}

/** How far counts are from all being the same: Pearson's chi-squared. */
function chiSquared(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}
/** What chi-squared exceeds once in a thousand times by chance, by the number of options. */
const UNLIKELY: Readonly<Record<number, number>> = { 3: 13.82, 4: 16.27 };

test('ten thousand duels: no question comes twice in one, one option is right, anywhere, and each level beats the one below', async () => {
  const bank = await readShippedQuestions();
  const right = new Map(bank.map(({ id, options, rightChoice }) => [id, options[rightChoice]!]));
  const book = await readBook();
  const random = randomFrom('ten thousand duels');
  const scores = new Map<Level, number[]>(LEVELS.map((level) => [level, []]));
  const places = new Map<number, number[]>();
  const anyLevel = (): Level => LEVELS[Math.floor(random() * LEVELS.length)]!;
  for (let duel = 0; duel < DUELS; duel++) {
    const minds = [0, 1].map((seat): Mind => {
      const seed = `${duel} ${seat}`;
      return { level: anyLevel(), seed, book, random: randomFrom(seed) };
    }) as unknown as [Mind, Mind];
    const played = playDuel(minds, bank, random);
    const points = trivia.scores(played);
    for (const [seat, { level }] of minds.entries()) scores.get(level)!.push(points[seat]!);
    expect(new Set(played.questions.map(({ id }) => id)).size).toBe(CONFIG.questions);
    for (const { id, options, rightChoice } of played.questions) {
      if (options[rightChoice] !== right.get(id) || new Set(options.map(folded)).size < options.length) {
        throw new Error(`${id} is not asked as it is in the bank`);
      }
      const counts = places.get(options.length) ?? options.map(() => 0);
      counts[rightChoice]! += 1;
      places.set(options.length, counts);
    }
  }
  expect([...places.keys()].sort()).toEqual([3, 4]);
  for (const [options, counts] of places) expect(chiSquared(counts)).toBeLessThan(UNLIKELY[options]!);
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

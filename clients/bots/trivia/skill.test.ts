import { describe, expect, test } from '@jest/globals';
import { randomFrom } from '../random.ts';
import { bookOf, lookUp, readBook } from './book.ts';
import { choose, LEVELS, shareKnown, thinkingMs } from './skill.ts';
import type { Level, Mind } from './skill.ts';

const DIFFICULTIES = [1, 2, 3, 4, 5];
const questions = Array.from({ length: 4_000 }, (_, index) => ({
  text: `Which number comes after ${index}?`,
  options: [0, 1, 2, 3].map((more) => String(index + more)),
  rightChoice: 1,
  difficulty: (index % 5) + 1,
}));
const mindOf = (level: Level, seed = 'seed'): Mind => ({
  level,
  seed,
  book: bookOf(questions),
  random: randomFrom(seed),
});

/** Which share of all questions a bot answers rightly. */
function shareRight(mind: Mind): number {
  return (
    questions.filter((question) => choose(mind, question).choice === question.rightChoice).length / questions.length
  );
}

describe('what bots know', () => {
  test('is more with each level, and never all', () => {
    const right = LEVELS.map((level) => shareRight(mindOf(level)));
    for (const [index, share] of right.entries()) {
      if (index > 0) expect(share).toBeGreaterThan(right[index - 1]! + 0.05);
      expect(share).toBeGreaterThan(0.25);
      expect(share).toBeLessThan(0.97);
    }
  });

  test('is less of what is difficult', () => {
    for (const level of LEVELS) {
      const shares = DIFFICULTIES.map((difficulty) => shareKnown(level, difficulty));
      expect(shares).toEqual(shares.toSorted((a, b) => b - a));
      expect(shares[0]).toBeLessThanOrEqual(0.97);
    }
  });

  test('is the same whenever it is asked, and differs from bot to bot', () => {
    const known = (seed: string): boolean[] => {
      const mind = mindOf(3, seed);
      return questions.map((question) => choose(mind, question).known);
    };
    expect(known('seed')).toEqual(known('seed'));
    expect(known('seed')).not.toEqual(known('other'));
  });

  test('is found whatever the order of the options; what is not in the book is guessed', () => {
    const mind = mindOf(5);
    const question = questions.find((candidate) => choose(mind, candidate).known)!;
    const turned = { text: `  ${question.text.toUpperCase()} `, options: question.options.toReversed() };
    expect(lookUp(mind.book, turned.text)?.answer).toBe(question.options[1]);
    expect(choose(mind, { ...question, options: question.options.toReversed() })).toEqual({ choice: 2, known: true });
    const unknown = Array.from({ length: 2_000 }, () => choose(mind, { text: 'Who?', options: ['a', 'b', 'c'] }));
    expect(unknown.some(({ known }) => known)).toBe(false);
    for (const choice of [0, 1, 2]) {
      expect(unknown.filter((guess) => guess.choice === choice).length).toBeGreaterThan(550);
    }
  });

  test('comes from the project’s own files', async () => {
    const book = await readBook();
    expect(lookUp(book, 'What is the capital of Australia?')?.answer).toBe('Canberra');
    expect(book.size).toBeGreaterThan(100);
  });
});

describe('how long bots think', () => {
  const times = (level: Level, known: boolean, windowMs = 10_000, text = 'Who?'): number[] => {
    const random = randomFrom('times');
    return Array.from({ length: 2_000 }, () => thinkingMs({ level, random }, { text, known }, windowMs)).toSorted(
      (a, b) => a - b,
    );
  };
  const median = (values: readonly number[]): number => values[values.length / 2]!;

  test('is less with each level, more for guesses and long questions, and differs each time', () => {
    const medians = LEVELS.map((level) => median(times(level, true)));
    expect(medians).toEqual(medians.toSorted((a, b) => b - a));
    for (const level of LEVELS) {
      expect(median(times(level, false))).toBeGreaterThan(1.3 * median(times(level, true)));
      expect(median(times(level, true, 10_000, 'x'.repeat(200)))).toBeGreaterThan(median(times(level, true)) + 1_000);
      const sorted = times(level, true);
      expect(sorted[1_800]! / sorted[200]!).toBeGreaterThan(2); // people are no clocks
      expect(new Set(sorted).size).toBeGreaterThan(500);
    }
  });

  test('is always within the question’s time', () => {
    for (const windowMs of [0, 200, 1_000, 3_000, 10_000, 60_000]) {
      for (const level of LEVELS) {
        const sorted = times(level, false, windowMs, 'x'.repeat(200));
        expect(sorted[0]).toBeGreaterThanOrEqual(0);
        expect(sorted.at(-1)).toBeLessThanOrEqual(windowMs * 0.9);
      }
    }
  });
});

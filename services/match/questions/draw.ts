import { randomInt } from 'node:crypto';

/** A duel asks for more questions than there are in its language. */
export class TooFewQuestions extends Error {
  constructor(there: number, needed: number) {
    super(`The question bank holds ${there} questions, ${needed} are needed.`);
  }
}

/**
 * Draws questions from a bank at random, without repeat.
 * @param below gives a number from 0 up to, and without, a bound
 * @throws TooFewQuestions
 */
export function drawFrom<Question>(
  bank: readonly Question[],
  count: number,
  below: (bound: number) => number = randomInt,
): readonly Question[] {
  if (bank.length < count) throw new TooFewQuestions(bank.length, count);
  const drawn = new Set<Question>();
  while (drawn.size < count) drawn.add(bank[below(bank.length)]!);
  return [...drawn];
}

import { randomInt } from 'node:crypto';

/**
 * Draws questions from a bank at random, without repeat.
 * @param below gives a number from 0 up to, and without, a bound
 * @throws Error when the bank holds fewer
 */
export function drawFrom<Question>(
  bank: readonly Question[],
  count: number,
  below: (bound: number) => number = randomInt,
): readonly Question[] {
  if (bank.length < count) throw new Error(`The question bank holds ${bank.length} questions, ${count} are needed.`);
  const drawn = new Set<Question>();
  while (drawn.size < count) drawn.add(bank[below(bank.length)]!);
  return [...drawn];
}

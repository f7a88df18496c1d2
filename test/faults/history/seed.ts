import { randomInt } from 'node:crypto';

/**
 * Runs what makes its choices by a seed: that of the variable SEED, or a new one. When it fails, the error tells how to
 * make the same choices again; what the machine does meanwhile is not chosen, so it may come out otherwise.
 */
export async function seeded<T>(body: (seed: number) => Promise<T>): Promise<T> {
  const seed = process.env.SEED ? Number(process.env.SEED) : randomInt(2 ** 31);
  try {
    return await body(seed);
  } catch (error) {
    if (error instanceof Error) error.message = `replay with SEED=${seed}: ${error.message}`;
    throw error;
  }
}

import type { PlayerMatch } from './match.ts';

/** A player's sums over matches of one mode. */
export interface ModeSum {
  readonly userId: string;
  readonly mode: string;
  readonly ratedAs: string;
  readonly played: number;
  readonly won: number;
  readonly lost: number;
  readonly drawn: number;
  readonly score: number;
}

/** The sums of these matches, one for each player and mode, in the order of player and mode. */
export function sumByMode(
  matches: readonly Pick<PlayerMatch, 'userId' | 'mode' | 'ratedAs' | 'standing' | 'score'>[],
): ModeSum[] {
  const sums = new Map<string, ModeSum>();
  for (const { userId, mode, ratedAs, standing, score } of matches) {
    const key = `${userId} ${mode}`;
    const sum = sums.get(key) ?? { userId, mode, ratedAs, played: 0, won: 0, lost: 0, drawn: 0, score: 0 };
    sums.set(key, { ...sum, played: sum.played + 1, [standing]: sum[standing] + 1, score: sum.score + score });
  }
  return [...sums.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, sum]) => sum);
}

import glicko2 from 'glicko2-lite';
import type { FinishedMatch } from './match.ts';

/** How strong a player is, as Glicko-2 has it (glicko.net/glicko/glicko2.pdf). */
export interface Rating {
  readonly rating: number;
  /** How unsure the rating is. */
  readonly deviation: number;
  readonly volatility: number;
  /** Rated matches so far. */
  readonly matches: number;
  /** When the last of them ended, in milliseconds since 1970. */
  readonly ratedAt: number;
}

/** A rating of a player. */
export interface PlayerRating extends Rating {
  readonly userId: string;
  /** A mode, or what several share. */
  readonly ratedAs: string;
}

/** Where everybody begins, and how far volatility may move, as the paper proposes. */
const SYSTEM = { rating: 1_500, rd: 350, vol: 0.06, tau: 0.5 } as const;

/** Deviation squared grows by this in a day without a match: from 60, a settled player's, to that of a beginner in a year. */
const UNSURE_A_DAY = (SYSTEM.rd ** 2 - 60 ** 2) / 365;
const DAY_MS = 86_400_000;

export const FIRST_RATING: Rating = {
  rating: SYSTEM.rating,
  deviation: SYSTEM.rd,
  volatility: SYSTEM.vol,
  matches: 0,
  ratedAt: 0,
};

/** A rating as it stands some time after its last match: less sure (the Glicko system, glicko.net/glicko/glicko.pdf, step 1). */
export function aged(rating: Rating, now: number): Rating {
  if (rating.matches === 0) return rating;
  const days = Math.max(0, now - rating.ratedAt) / DAY_MS;
  return { ...rating, deviation: Math.min(SYSTEM.rd, Math.sqrt(rating.deviation ** 2 + UNSURE_A_DAY * days)) };
}

/**
 * The ratings that these matches move, as they stand afterwards: each match is a rating period of its own, in the order
 * given; more than two players are rated as if each had played every other.
 * @param before the ratings that there are, by `ratingKey`
 */
export function rate(matches: readonly FinishedMatch[], before: ReadonlyMap<string, Rating>): readonly PlayerRating[] {
  const moved = new Map<string, PlayerRating>();
  for (const { ratedAs, userIds, result, endTime, isRated } of matches) {
    if (!isRated || !result || userIds.length < 2) continue;
    const keys = userIds.map((userId) => ratingKey(userId, ratedAs));
    const stood = keys.map((key) => aged(moved.get(key) ?? before.get(key) ?? FIRST_RATING, endTime));
    userIds.forEach((userId, seat) => {
      const own = stood[seat]!;
      const met = stood.flatMap((other, otherSeat): [number, number, number][] =>
        otherSeat === seat ? [] : [[other.rating, other.deviation, score(result.winnerSeats, seat, otherSeat)]],
      );
      const { rating, rd, vol } = glicko2(own.rating, own.deviation, own.volatility, met, SYSTEM);
      moved.set(keys[seat]!, {
        userId,
        ratedAs,
        rating,
        // A result that says next to nothing, as that of a beginner against the weakest, leaves what volatility has added.
        deviation: Math.min(SYSTEM.rd, rd),
        volatility: vol,
        matches: own.matches + 1,
        ratedAt: endTime,
      });
    });
  }
  return [...moved.values()];
}

/** What a rating is found by. */
export const ratingKey = (userId: string, ratedAs: string): string => `${userId} ${ratedAs}`;

const score = (winnerSeats: readonly number[], seat: number, other: number): number =>
  (Number(winnerSeats.includes(seat)) - Number(winnerSeats.includes(other)) + 1) / 2;

/** How one player fared. */
export type Standing = 'won' | 'lost' | 'drawn';

/** A match that is over, as far as it is counted. */
export interface FinishedMatch {
  /** Its place in the order in which matches are counted. */
  readonly feedNumber: number;
  readonly matchId: string;
  readonly mode: string;
  /** What its players are rated in: the mode, or what several modes share. */
  readonly ratedAs: string;
  /** Accounts by seat. */
  readonly userIds: readonly string[];
  /** How it ended; absent for a match that never began, which counts for nobody. */
  readonly result:
    | {
        /** Empty for a draw. */
        readonly winnerSeats: readonly number[];
        /** By seat, in the game's own measure. */
        readonly scores: readonly number[];
      }
    | undefined;
  /** Whether it moves its players' ratings. */
  readonly isRated: boolean;
  /** In milliseconds since 1970. */
  readonly endTime: number;
}

/** A match from one player's side. */
export interface PlayerMatch {
  readonly matchId: string;
  readonly userId: string;
  readonly mode: string;
  readonly ratedAs: string;
  readonly standing: Standing;
  readonly score: number;
  readonly opponentIds: readonly string[];
  /** In milliseconds since 1970. */
  readonly endTime: number;
}

/** The sides of a match, one for each player; none for a match that does not count. */
export function playerMatches(match: FinishedMatch): readonly PlayerMatch[] {
  const { matchId, mode, ratedAs, userIds, result, endTime } = match;
  if (!result) return [];
  return userIds.map((userId, seat) => ({
    matchId,
    userId,
    mode,
    ratedAs,
    standing: result.winnerSeats.length === 0 ? 'drawn' : result.winnerSeats.includes(seat) ? 'won' : 'lost',
    score: result.scores[seat] ?? 0,
    opponentIds: userIds.filter((_, other) => other !== seat),
    endTime,
  }));
}

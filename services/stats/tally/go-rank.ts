/** A rating of 525 is the weakest rank, and a rank is worth 4.4 % of the rating; both as online-go.com has them. */
const WEAKEST = 525;
const RANKS_A_FACTOR_E = 23.15;

/** Ranks above 30k: 1d is 30 above it, 9d 38. */
const FIRST_DAN = 30;
const STRONGEST = 38;

/**
 * What players of Go call a rating: "30k" to "1k", then "1d" to "9d"; what is beyond either end is that end. The formula is
 * that of online-go.com, ln(rating / 525) * 23.15 ranks above 30k (github.com/online-go/online-go.com, src/lib/rank_utils.ts),
 * and so a beginner's 1500 is 6k. The ratings themselves are this service's own: nothing ties them to those of another server.
 * @param rating on Glicko-2's scale
 */
export function goRank(rating: number): string {
  const above = Math.floor(Math.log(Math.max(rating, WEAKEST) / WEAKEST) * RANKS_A_FACTOR_E);
  return above < FIRST_DAN ? `${FIRST_DAN - above}k` : `${Math.min(above, STRONGEST) - FIRST_DAN + 1}d`;
}

/** Whether it is Go that is rated: what its modes are rated in, such as "go_blitz", is named so by the match service. */
export const isGo = (ratedAs: string): boolean => ratedAs.startsWith('go_');

import { goRank, isGo } from '../tally/go-rank.ts';
import { FIRST_RATING, isProvisional, type Rating } from '../tally/rating.ts';

/** What clients and other services are told of a rating beside its numbers, wherever one is told. */
export const toldRating = (
  ratedAs: string,
  { rating, deviation, matches }: Rating = FIRST_RATING,
): { readonly rating: number; readonly isProvisional: boolean; readonly rank: string } => ({
  rating,
  isProvisional: isProvisional({ deviation }),
  rank: isGo(ratedAs) && matches > 0 ? goRank(rating) : '',
});

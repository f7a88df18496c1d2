import { RatingServiceDefinition } from '../../../gen/playmesh/stats/v1/rating_service.ts';
import { bind, type ServiceBinding } from '../../harness/grpc/service.ts';
import { idFromBytes } from '../../harness/ids.ts';
import type { Database } from '../../harness/store/database.ts';
import { readRatings } from '../store/ratings.ts';
import { toldRating } from './told-rating.ts';

/** playmesh.stats.v1.RatingService. */
export function ratingService(database: Database): ServiceBinding {
  return bind(RatingServiceDefinition, {
    async batchGetRatings({ mode, userIds }) {
      const ratings = await readRatings(
        database,
        mode,
        userIds.map((userId) => idFromBytes(userId)),
      );
      return {
        ratings: ratings.map((rating) => {
          const { deviation, matches } = rating;
          return { ...toldRating(mode, rating), deviation, matches };
        }),
      };
    },
  });
}

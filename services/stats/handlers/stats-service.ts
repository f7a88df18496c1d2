import {
  LeaderOrder,
  Standing as WireStanding,
  StatsServiceDefinition,
} from '../../../gen/playmesh/stats/v1/stats_service.ts';
import { bind, requireCaller, type Call, type ServiceBinding } from '../../harness/grpc/service.ts';
import { idFromBytes, idToBytes } from '../../harness/ids.ts';
import { ID_PATTERN, pageSize, readPageToken, TIME_PATTERN, writePageToken } from '../../harness/page-token.ts';
import type { Database } from '../../harness/store/database.ts';
import { readAround, readTop } from '../store/leaders.ts';
import { listMatches, readSums } from '../store/player-stats.ts';
import { readPlayerRatings } from '../store/ratings.ts';
import type { Standing } from '../tally/match.ts';
import { FIRST_RATING } from '../tally/rating.ts';
import { toldRating } from './told-rating.ts';

const WIRE_STANDINGS = {
  won: WireStanding.WON,
  lost: WireStanding.LOST,
  drawn: WireStanding.DRAWN,
} as const satisfies Record<Standing, WireStanding>;

const playerOf = (userId: Uint8Array, call: Call): string =>
  userId.length === 0 ? requireCaller(call).userId : idFromBytes(userId);

/** playmesh.stats.v1.StatsService. Requests have been validated and callers let in before a handler sees them. */
export function statsService(database: Database): ServiceBinding {
  return bind(StatsServiceDefinition, {
    async getPlayerStats({ userId }, call) {
      const player = playerOf(userId, call);
      const [sums, ratings] = await Promise.all([readSums(database, player), readPlayerRatings(database, player)]);
      return {
        modes: sums.map(({ ratedAs: shared, ...sum }) => {
          const { mode, played, won, lost, drawn, score } = sum;
          const ratedAs = shared ?? mode;
          const rating = ratings.get(ratedAs) ?? FIRST_RATING;
          const { deviation: ratingDeviation, matches: rated } = rating;
          const told = toldRating(ratedAs, rating);
          return { mode, played, won, lost, drawn, score, ratedAs, ...told, ratingDeviation, rated };
        }),
        ratings: [...ratings].map(([ratedAs, rating]) => {
          const { deviation: ratingDeviation, matches } = rating;
          return { ratedAs, ...toldRating(ratedAs, rating), ratingDeviation, matches };
        }),
      };
    },

    async listLeaders(request) {
      const size = pageSize(request.pageSize, 20, 100);
      const list = { of: request.mode, by: request.order === LeaderOrder.RATING ? 'strongest' : 'won' } as const;
      const leaders =
        request.aroundUserId.length === 0
          ? await readTop(database, list, size)
          : await readAround(database, list, idFromBytes(request.aroundUserId), size);
      return {
        leaders: leaders.map(({ place, userId, won, played, ratedAs, rating }) => ({
          ...{ place, userId: idToBytes(userId), won, played },
          ...toldRating(ratedAs, rating),
        })),
        nextPageToken: '',
      };
    },

    async listPlayerMatches(request, call) {
      const [time, id] = readPageToken(request.pageToken, TIME_PATTERN, ID_PATTERN) ?? [];
      const after = time && id ? { endTime: new Date(Number(time)), matchId: id } : undefined;
      const size = pageSize(request.pageSize, 20, 100);
      const userId = playerOf(request.userId, call);
      const found = await listMatches(database, userId, request.mode || undefined, after, size + 1);
      const page = found.slice(0, size);
      const last = page.at(-1);
      return {
        matches: page.map(({ matchId, mode, standing, score, opponentIds, endTime }) => ({
          matchId: idToBytes(matchId),
          mode,
          standing: WIRE_STANDINGS[standing],
          score,
          opponentIds: opponentIds.map(idToBytes),
          endTime,
        })),
        nextPageToken: last && found.length > size ? writePageToken(`${last.endTime.getTime()}`, last.matchId) : '',
      };
    },
  });
}

import { Standing as WireStanding, StatsServiceDefinition } from '../../../gen/playmesh/stats/v1/stats_service.ts';
import { bind, requireCaller, type Call, type ServiceBinding } from '../../harness/grpc/service.ts';
import { idFromBytes, idToBytes } from '../../harness/ids.ts';
import { ID_PATTERN, pageSize, readPageToken, TIME_PATTERN, writePageToken } from '../../harness/page-token.ts';
import type { Database } from '../../harness/store/database.ts';
import { readAround, readTop } from '../store/leaders.ts';
import { listMatches, readSums } from '../store/player-stats.ts';
import { readPlayerRatings } from '../store/ratings.ts';
import type { Standing } from '../tally/match.ts';
import { FIRST_RATING } from '../tally/rating.ts';

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
        modes: sums.map(({ mode, ratedAs, played, won, lost, drawn, score }) => {
          const { rating, deviation, matches } = ratings.get(ratedAs ?? mode) ?? FIRST_RATING;
          return { mode, played, won, lost, drawn, score, rating, ratingDeviation: deviation, rated: matches };
        }),
      };
    },

    async listLeaders(request) {
      const size = pageSize(request.pageSize, 20, 100);
      const leaders =
        request.aroundUserId.length === 0
          ? await readTop(database, request.mode, size)
          : await readAround(database, request.mode, idFromBytes(request.aroundUserId), size);
      return {
        leaders: leaders.map(({ userId, rating, ...leader }) => ({
          ...leader,
          userId: idToBytes(userId),
          rating: rating ?? FIRST_RATING.rating,
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

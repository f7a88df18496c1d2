import type { MatchFeedServiceDefinition } from '../../../gen/playmesh/match/v1/match_feed_service.ts';
import type { Handlers } from '../../harness/grpc/service.ts';
import { idToBytes, NOBODY } from '../../harness/ids.ts';
import { pageSize } from '../../harness/page-token.ts';
import { ratedAs } from '../games/catalogue.ts';
import type { MatchMaker } from '../matchmaking/new-match.ts';
import type { Feed } from '../store/feed.ts';
import { outcomeMessage } from '../wire/matches.ts';
import { orUnavailable } from './visible-match.ts';

/** MatchFeedService. */
export function feedHandlers(feed: Feed, maker: Pick<MatchMaker, 'mode'>): Handlers<MatchFeedServiceDefinition> {
  return {
    async listFinishedMatches(request) {
      const size = pageSize(request.pageSize, 1_000, 1_000);
      await orUnavailable(feed.number());
      const rows = await orUnavailable(feed.read(request.afterFeedNumber, size));
      return {
        matches: rows.map((row) => ({
          feedNumber: row.feedNumber!,
          matchId: idToBytes(row.matchId),
          mode: row.mode,
          userIds: row.userIds.filter((userId) => userId !== NOBODY).map(idToBytes),
          outcome: outcomeMessage(row.outcome!, row.finishedAt!.getTime()),
          createTimeMs: row.createdAt.getTime(),
          rated: row.isRated,
          ratedAs: ratedAs(maker.mode(row.mode) ?? { name: row.mode }),
        })),
        nextPageToken: '',
      };
    },
  };
}

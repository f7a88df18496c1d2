import { MatchFeedServiceDefinition } from '../../../gen/playmesh/match/v1/match_feed_service.ts';
import { EndReason } from '../../../gen/playmesh/match/v1/match.ts';
import type { MeshChannel } from '../../harness/grpc/channel.ts';
import { idFromBytes } from '../../harness/ids.ts';
import type { FinishedMatch } from '../tally/match.ts';

const DEADLINE_MS = 5_000;

/** Where finished matches come from: at most `size` of those after a feed number, in order. */
export type MatchFeed = (after: number, size: number) => Promise<readonly FinishedMatch[]>;

/** The match service's feed, over the mesh. */
export function meshFeed(mesh: MeshChannel): MatchFeed {
  const client = mesh.client(MatchFeedServiceDefinition, DEADLINE_MS);
  return async (after, size) => {
    const { matches } = await client.listFinishedMatches({ afterFeedNumber: after, pageSize: size });
    return matches.map(({ feedNumber, matchId, mode, ratedAs, userIds, outcome, rated }) => ({
      feedNumber,
      matchId: idFromBytes(matchId),
      mode,
      ratedAs: ratedAs || mode, // empty from a replica that knows of nothing shared yet
      userIds: userIds.map((userId) => idFromBytes(userId)),
      result:
        outcome && outcome.reason !== EndReason.ABANDONED && outcome.reason !== EndReason.UNSPECIFIED
          ? { winnerSeats: outcome.winnerSeats, scores: outcome.scores }
          : undefined,
      isRated: rated,
      endTime: outcome?.endTimeMs ?? 0,
    }));
  };
}

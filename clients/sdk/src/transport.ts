import type { GoRecordServiceClient } from '../../../gen/playmesh/match/v1/go_record_service.ts';
import type { GoReviewServiceClient } from '../../../gen/playmesh/match/v1/go_review_service.ts';
import type { MatchServiceClient } from '../../../gen/playmesh/match/v1/match_service.ts';
import type { TicketServiceClient } from '../../../gen/playmesh/match/v1/ticket_service.ts';
import type { StatsServiceClient } from '../../../gen/playmesh/stats/v1/stats_service.ts';
import type { UserServiceClient } from '../../../gen/playmesh/user/v1/user_service.ts';

/**
 * Carries calls to a mesh. Made by `createNativeTransport` of `@playmesh/sdk/native` or `createWebTransport` of
 * `@playmesh/sdk/web`; what stands on it cannot tell which.
 */
export interface Transport {
  readonly users: UserServiceClient;
  readonly tickets: TicketServiceClient;
  readonly matches: MatchServiceClient;
  readonly stats: StatsServiceClient;
  readonly goRecords: GoRecordServiceClient;
  readonly goReviews: GoReviewServiceClient;
  /** Whether `matches.play` works; where not, matches are played by Watch and Act. */
  readonly bidirectional: boolean;
  /** Closes connections; calls under way fail. */
  close(): void;
}

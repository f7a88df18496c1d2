import { createChannel, createClient, FetchTransport } from 'nice-grpc-web';
import { GoRecordServiceDefinition } from '../../../gen/playmesh/match/v1/go_record_service.ts';
import { GoReviewServiceDefinition } from '../../../gen/playmesh/match/v1/go_review_service.ts';
import { MatchServiceDefinition } from '../../../gen/playmesh/match/v1/match_service.ts';
import { TicketServiceDefinition } from '../../../gen/playmesh/match/v1/ticket_service.ts';
import { StatsServiceDefinition } from '../../../gen/playmesh/stats/v1/stats_service.ts';
import { UserServiceDefinition } from '../../../gen/playmesh/user/v1/user_service.ts';
import type { Transport } from './transport.ts';

export { createBrowserTokenStorage } from './browser-token-storage.ts';

/**
 * grpc-web over `fetch`, for browsers and whatever else has `fetch` with streamed responses.
 * @param address of the mesh's edge, such as `https://play.example.com`.
 */
export function createWebTransport(address: string): Transport {
  const closing = new AbortController();
  const send = FetchTransport({ credentials: 'omit', cache: 'no-store' });
  const channel = createChannel(address.replace(/\/+$/, ''), (call) =>
    send({ ...call, signal: AbortSignal.any([call.signal, closing.signal]) }),
  );
  return {
    users: createClient(UserServiceDefinition, channel),
    tickets: createClient(TicketServiceDefinition, channel),
    matches: createClient(MatchServiceDefinition, channel),
    stats: createClient(StatsServiceDefinition, channel),
    goRecords: createClient(GoRecordServiceDefinition, channel),
    goReviews: createClient(GoReviewServiceDefinition, channel),
    bidirectional: false,
    close: () => closing.abort(),
  };
}

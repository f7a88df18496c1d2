import { ChannelCredentials, createChannel, createClient } from 'nice-grpc';
import { GoRecordServiceDefinition } from '../../../gen/playmesh/match/v1/go_record_service.ts';
import { GoReviewServiceDefinition } from '../../../gen/playmesh/match/v1/go_review_service.ts';
import { MatchServiceDefinition } from '../../../gen/playmesh/match/v1/match_service.ts';
import { TicketServiceDefinition } from '../../../gen/playmesh/match/v1/ticket_service.ts';
import { StatsServiceDefinition } from '../../../gen/playmesh/stats/v1/stats_service.ts';
import { UserServiceDefinition } from '../../../gen/playmesh/user/v1/user_service.ts';
import type { Transport } from './transport.ts';

export interface NativeTransportOptions {
  /** TLS settings other than the system's trusted roots; with an `https` address only. */
  readonly credentials?: ChannelCredentials;
  /** What the player's list of sessions shows this client as. */
  readonly userAgent?: string;
}

/**
 * gRPC over HTTP/2, for Node.js.
 * @param address of the mesh's edge: `https://host:port`, or `http://host:port` without TLS.
 */
export function createNativeTransport(address: string, options: NativeTransportOptions = {}): Transport {
  const { protocol } = new URL(address);
  const { credentials = protocol === 'https:' ? ChannelCredentials.createSsl() : ChannelCredentials.createInsecure() } =
    options;
  const channel = createChannel(address.replace(/\/+$/, ''), credentials, {
    'grpc.primary_user_agent': options.userAgent ?? 'playmesh-sdk',
    // A connection whose other end is gone without a word is given up, so that a new stream gets a new one.
    'grpc.keepalive_time_ms': 10_000,
    'grpc.keepalive_timeout_ms': 4_000,
    // By default a channel that was refused twice would try again only after minutes.
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 2_000,
    'grpc.enable_channelz': 0,
  });
  return {
    users: createClient(UserServiceDefinition, channel),
    tickets: createClient(TicketServiceDefinition, channel),
    matches: createClient(MatchServiceDefinition, channel),
    stats: createClient(StatsServiceDefinition, channel),
    goRecords: createClient(GoRecordServiceDefinition, channel),
    goReviews: createClient(GoReviewServiceDefinition, channel),
    bidirectional: true,
    close: () => channel.close(),
  };
}

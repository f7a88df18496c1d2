import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { ReviewHeader } from '../records/review-header.ts';
import type { Outcome, Visibility } from '../room/entry.ts';

/** A match as it is found; its log is the truth, and the part from `indexedSeq` on is read off it. */
export const MatchEntity = defineEntity({
  name: 'Match',
  tableName: 'match',
  properties: {
    matchId: p.uuid().primary(),
    mode: p.text(),
    game: p.text(),
    config: p.json<unknown>(),
    visibility: p.text().$type<Visibility>(),
    inviteCode: p.text().nullable(),
    createdBy: p.uuid(),
    requestId: p.uuid(),
    createdAt: p.datetime(),
    indexedSeq: p.integer(),
    state: p.text().$type<'waiting' | 'running' | 'finished'>(),
    userIds: p.array().columnType('uuid[]').$type<string[]>(),
    isRated: p.boolean(),
    outcome: p.json<Outcome>().nullable(),
    finishedAt: p.datetime().nullable(),
    feedNumber: p.bigint('number').nullable(),
  },
});

export type MatchRow = InferEntity<typeof MatchEntity>;

/** A place in a queue. */
export const TicketEntity = defineEntity({
  name: 'Ticket',
  tableName: 'ticket',
  properties: {
    ticketId: p.uuid().primary(),
    userId: p.uuid(),
    requestId: p.uuid(),
    mode: p.text(),
    state: p.text().$type<'waiting' | 'matched' | 'expired'>(),
    matchId: p.uuid().nullable(),
    createdAt: p.datetime(),
  },
});

export type TicketRow = InferEntity<typeof TicketEntity>;

/** A record of Go that a player has uploaded, as it is written by this service. */
export const ReviewEntity = defineEntity({
  name: 'Review',
  tableName: 'go_review',
  properties: {
    reviewId: p.uuid().primary(),
    userId: p.uuid(),
    requestId: p.uuid(),
    visibility: p.text().$type<Visibility>(),
    createdAt: p.datetime(),
    header: p.json<ReviewHeader>(),
    sgf: p.text(),
  },
});

export type ReviewRow = InferEntity<typeof ReviewEntity>;

/** A review without its record. */
export type ListedReview = Pick<ReviewRow, 'reviewId' | 'userId' | 'visibility' | 'createdAt' | 'header'>;

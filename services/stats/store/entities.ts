import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { Standing } from '../tally/match.ts';

/** Rows as the ORM sees them; what they must hold to stands in the migrations, where the database enforces it. */
export const PlayerMatchRow = defineEntity({
  name: 'PlayerMatchRow',
  tableName: 'player_match',
  properties: {
    matchId: p.uuid().primary(),
    userId: p.uuid().primary(),
    mode: p.text(),
    standing: p.text().$type<Standing>(),
    score: p.integer(),
    opponentIds: p.array(),
    endTime: p.datetime(3),
  },
});
export type PlayerMatchRow = InferEntity<typeof PlayerMatchRow>;

/** A player's sums over the rows above, of one mode. */
export const PlayerModeRow = defineEntity({
  name: 'PlayerModeRow',
  tableName: 'player_mode',
  properties: {
    userId: p.uuid().primary(),
    mode: p.text().primary(),
    /** What players of the mode are rated in; null for the mode itself. */
    ratedAs: p.text().nullable(),
    played: p.integer(),
    won: p.integer(),
    lost: p.integer(),
    drawn: p.integer(),
    score: p.bigint('number'),
  },
});
export type PlayerModeRow = InferEntity<typeof PlayerModeRow>;

/** How strong a player is in a mode, or in what several share; who has no row has not been rated. */
export const PlayerRatingRow = defineEntity({
  name: 'PlayerRatingRow',
  tableName: 'player_rating',
  properties: {
    userId: p.uuid().primary(),
    ratedAs: p.text().fieldName('mode').primary(),
    rating: p.float(),
    deviation: p.float(),
    volatility: p.float(),
    matches: p.integer(),
    ratedAt: p.datetime(3),
  },
});
export type PlayerRatingRow = InferEntity<typeof PlayerRatingRow>;

/** The one row that says how far the feed has been counted. */
export const IntakeRow = defineEntity({
  name: 'IntakeRow',
  tableName: 'intake',
  properties: { id: p.boolean().primary(), feedNumber: p.bigint('number') },
});

/** All of them, for the ORM. */
export const entities = [PlayerMatchRow, PlayerModeRow, PlayerRatingRow, IntakeRow];

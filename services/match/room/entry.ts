import type { GameOutcome } from '../games/game.ts';
import type { Arrival } from './arrival.ts';

/** How a match ended; the game's own endings, and that it never began. */
export interface Outcome {
  readonly reason: GameOutcome['reason'] | 'abandoned';
  readonly winnerSeats: readonly number[];
  readonly scores: readonly number[];
}

export type Visibility = 'open' | 'private';

/** What a player can show without words; the names are stored. */
export type Reaction = 'thumbsUp' | 'laughing' | 'astonished' | 'crying' | 'applause' | 'thinking' | 'fire' | 'heart';

/** How strong a player was on taking a seat, in what the match's mode is rated in, as the stats service had it. */
export interface SeatRating {
  /** On Glicko-2's scale. */
  readonly rating: number;
  /** Whether that is little more than a guess. */
  readonly isProvisional: boolean;
  /** What players of the game call it, such as "12k"; empty where they call it nothing, and before the first rated match. */
  readonly rank: string;
}

/** What an entry of the log holds; the names are stored. */
export type RoomEvent =
  | {
      readonly kind: 'created';
      /** `name@version` */
      readonly game: string;
      readonly mode: string;
      readonly config: unknown;
      readonly visibility: Visibility;
      readonly seats: number;
    }
  /** The rating is left out where it was not known, and where the game does not want it. */
  | { readonly kind: 'playerJoined'; readonly seat: number; readonly userId: string; readonly rating?: SeatRating }
  | { readonly kind: 'playerLeft'; readonly seat: number }
  /** The connection came at the time of its arrival, which may be well before this was written. */
  | ({
      readonly kind: 'seatJoined';
      readonly seat: number;
      readonly connection: string;
      readonly replica: string;
    } & Arrival)
  | { readonly kind: 'seatLeft'; readonly seat: number }
  | { readonly kind: 'started' }
  | { readonly kind: 'finished'; readonly outcome: Outcome }
  | { readonly kind: 'timeGivenBack'; readonly outageId: number; readonly byMs: number }
  /** Said among the players by who had a seat, among the watchers by who had none. */
  | { readonly kind: 'said'; readonly userId: string; readonly seat: number | null; readonly text: string }
  | { readonly kind: 'reacted'; readonly seat: number; readonly reaction: Reaction }
  | { readonly kind: 'game'; readonly event: unknown };

/** One decision of a match, whole: a row of the log. */
export interface Entry {
  readonly matchId: string;
  readonly seq: number;
  readonly entryId: string;
  readonly actor: string;
  readonly commandId: string;
  /** Milliseconds since 1970 on the match's clock. */
  readonly at: number;
  /** The events as JSON, as they are stored and sent to other replicas. */
  readonly body: string;
}

export const encodeEvents = (events: readonly RoomEvent[]): string => JSON.stringify(events);

export const decodeEvents = (body: string): readonly RoomEvent[] => JSON.parse(body) as RoomEvent[];

/** An entry with the one that it was decided on, and behind which alone it may be stored or folded. */
export interface LinkedEntry extends Entry {
  readonly previousEntryId: string;
}

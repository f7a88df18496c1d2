/**
 * What the clients of a run sent, got acknowledged and saw: all that is known of it outside the service. Together with
 * the logs it is what `check` judges. Times are readings of one monotonic clock (`performance.now()` of the process that
 * all clients run in), in milliseconds; ids are UUID text.
 */
import type { EndCode, ModeStats, PlayerMatch, PlayState } from '../../../clients/sdk/src/index.ts';
import type { Command } from '../../../gen/playmesh/match/v1/play.ts';
import type { Entry } from '../../../services/match/room/entry.ts';

/** One client's life in one match, over any number of connections. Which seat it has is what the log says. */
export type Observer = {
  /** For sentences: unique in its history. */
  readonly name: string;
  readonly userId: string;
  readonly matchId: string;
};

/** A command, once per id, however often it was sent. */
export type Sent = {
  /** When it went out first. */
  readonly at: number;
  readonly observer: Observer;
  readonly commandId: string;
  readonly command: Command;
  /** How often it went out, over all connections. */
  readonly times: number;
};

/** The service said that a command is in the log; once per answer. */
export type Acknowledged = {
  readonly at: number;
  readonly observer: Observer;
  readonly commandId: string;
  readonly seq: number;
};

/** The service said that a command has not happened and will not; once per answer. */
export type Refused = {
  readonly at: number;
  readonly observer: Observer;
  readonly commandId: string;
  readonly reason: string;
};

/** One Play or Watch stream. */
export type Connection = {
  /** From 1, in the order in which they were opened. */
  readonly number: number;
  readonly observer: Observer;
  readonly way: 'play' | 'watch';
  readonly openedAt: number;
  /** What it was asked to go on after; 0 for from the start. */
  readonly afterSeq: number;
};

/** One message of a stream that shows something of the match, or its last one; in the order of arrival. */
export type Seen = {
  readonly at: number;
  readonly observer: Observer;
  readonly connection: Connection;
  /** The bytes as they came over the wire. */
  readonly bytes: Uint8Array;
} & (
  | { readonly kind: 'snapshot'; readonly to: number; readonly timeMs: number }
  /** Covers the entries (from, to]. */
  | { readonly kind: 'events'; readonly from: number; readonly to: number }
  | { readonly kind: 'end'; readonly to: number; readonly code: EndCode }
);

/** What the SDK told its app, after it had put connections together. */
export type Told =
  | { readonly kind: 'snapshot'; readonly state: PlayState }
  /** A MatchEvent, encoded: a history of many is held in memory, and bytes take the least of it. */
  | { readonly kind: 'event'; readonly seq: number; readonly bytes: Uint8Array };

/** One session of the SDK, from `play` to its end. */
export type FollowedSession = {
  readonly observer: Observer;
  readonly told: readonly Told[];
  /** The newest picture it had; undefined where it never had one. */
  readonly state: PlayState | undefined;
  /** `live` is attached still; `closed` was by the app; else how it ended: by the service's code, or by an error. */
  readonly end: 'live' | 'closed' | { readonly code: EndCode } | { readonly error: string };
};

/** What the stats service says of a player when all is over. */
export type PlayerStatistics = {
  readonly userId: string;
  readonly modes: readonly Pick<ModeStats, 'mode' | 'played' | 'won' | 'lost' | 'drawn' | 'score'>[];
  readonly matches: readonly PlayerMatch[];
};

/** Everything that happened to the clients of a run, each list in the order of its times. */
export type History = {
  /** What the run's choices follow from; 0 where nothing was left to chance. */
  readonly seed: number;
  readonly observers: readonly Observer[];
  readonly sent: readonly Sent[];
  readonly acknowledged: readonly Acknowledged[];
  readonly refused: readonly Refused[];
  readonly seen: readonly Seen[];
  readonly sessions: readonly FollowedSession[];
  readonly statistics: readonly PlayerStatistics[];
  /** Matches that should have come to their end and had not when the run had waited for it as long as it would. */
  readonly unfinished: readonly string[];
};

/** An entry of a match's log, as it is stored. */
export type LogEntry = Entry;

/** The promises that are checked, by name. */
export type Invariant =
  | 'log is dense'
  | 'acknowledged is in the log'
  | 'effect at most once'
  | 'refusal leaves no trace'
  | 'refusal was right'
  | 'real-time order'
  | 'decided by the rules'
  | 'deadline once'
  | 'coverage without gap or double'
  | 'same order for all'
  | 'seen to the end'
  | 'secrets late'
  | 'statistics equal the logs'
  | 'play goes on';

/** A promise that was broken, and where. */
export type Violation = {
  readonly invariant: Invariant;
  readonly matchId: string;
  readonly seq: number | undefined;
  /** Name of the observer; undefined where the log alone shows it. */
  readonly observer: string | undefined;
  /** What is wrong, whole: with match, entry and observer. */
  readonly sentence: string;
};

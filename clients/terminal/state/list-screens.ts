import type { GoConfig, QueuePlace } from '../../sdk/src/index.ts';
import type { Game } from './games.ts';

/** A match that the player has a seat in, and is not over. */
export interface OwnMatch {
  readonly matchId: string;
  readonly game: Game;
  readonly mode: string;
  readonly inviteCode: string;
  readonly opponentIds: readonly string[];
  /** Waits for somebody, waits for its players to come to it, or is played. */
  readonly stands: 'open' | 'taken' | 'running';
  /** Whether the player is to move; undefined where there are no turns. */
  readonly ownTurn: boolean | undefined;
}

export interface OwnMatchesScreen {
  readonly name: 'ownMatches';
  readonly rows: readonly OwnMatch[];
  readonly selected: number;
}

export interface FindingScreen {
  readonly name: 'finding';
  readonly mode: string;
  readonly place: QueuePlace | undefined;
  /** When it began, and what time it is, in milliseconds on the device's clock. */
  readonly since: number;
  readonly now: number;
}

/** Which queue of Go to wait in: by board and speed, as indices. */
export interface QueueScreen {
  readonly name: 'queue';
  readonly size: number;
  readonly speed: number;
}

/** An open match of Go that waits for somebody. */
export interface Challenge {
  readonly matchId: string;
  readonly mode: string;
  readonly creatorId: string;
  readonly config: GoConfig;
}

export interface ChallengesScreen {
  readonly name: 'challenges';
  readonly rows: readonly Challenge[] | undefined;
  readonly selected: number;
  /** A seat was asked for, and there is no answer yet. */
  readonly busy: boolean;
}

export interface HistoryRow {
  readonly matchId: string;
  readonly mode: string;
  readonly endTimeMs: number;
  readonly standing: 'won' | 'lost' | 'drawn';
  readonly score: number;
  readonly opponentIds: readonly string[];
}

export interface HistorySums {
  readonly mode: string;
  readonly played: number;
  readonly won: number;
  readonly lost: number;
  readonly drawn: number;
  readonly rating: number;
  readonly deviation: number;
  /** Of Go, such as "6k", or "6k?" where it is provisional; empty for who is not rated yet. */
  readonly rank: string;
}

export interface HistoryScreen {
  readonly name: 'history';
  readonly game: Game;
  /** Empty for all modes of the game. */
  readonly mode: string;
  readonly rows: readonly HistoryRow[] | undefined;
  /** By mode. */
  readonly sums: readonly HistorySums[];
  readonly selected: number;
}

export interface LeaderRow {
  readonly place: number;
  readonly userId: string;
  readonly won: number;
  readonly played: number;
  readonly rating: number;
  /** As in HistorySums. */
  readonly rank: string;
}

export interface LeadersScreen {
  readonly name: 'leaders';
  readonly mode: string;
  /** Who has won most in the mode, or, of Go, who is strongest at its speed on all boards. */
  readonly order: 'wins' | 'strength';
  /** The best hundred, or those around the player. */
  readonly part: 'top' | 'around';
  readonly rows: readonly LeaderRow[] | undefined;
  readonly selected: number;
}

export interface LiveMatch {
  readonly matchId: string;
  readonly mode: string;
  readonly playerIds: readonly string[];
  readonly watchers: number | undefined;
}

export interface LiveScreen {
  readonly name: 'live';
  readonly game: Game;
  readonly rows: readonly LiveMatch[] | undefined;
  readonly selected: number;
}

import type { Entry, LinkedEntry } from './entry.ts';

/** What became of an append. Anything but `stored` and `bad` says nothing about whether the row is there. */
export type AppendOutcome = 'stored' | 'absent' | 'unknown' | 'bad' | 'full';

/** A folded state that stands for the entries up to `seq`. */
export interface StoredSnapshot {
  readonly seq: number;
  /** `name@version` of the game whose code folded it. */
  readonly game: string;
  /** Version of the room's own part of it. */
  readonly format: number;
  readonly body: Buffer;
}

/** Up to where a match's log has been folded. */
export interface Head {
  readonly matchId: string;
  readonly seq: number;
  readonly entryId: string;
}

/** What a log holds behind a head. */
export interface Tail {
  /** False when it does not hold the head: a standby was promoted that lacked it. */
  readonly holdsHead: boolean;
  /** From the place behind the head on, in order. */
  readonly entries: readonly Entry[];
}

/** The logs of matches. Reads see every append that was answered `stored` before they began. */
export interface LogStore {
  /** Stores an entry if the one before it is `previousEntryId` and its place is free. Never rejects. */
  append(entry: LinkedEntry): Promise<AppendOutcome>;
  /** Entries from `fromSeq` on, in order. @throws when the database is away. */
  read(matchId: string, fromSeq: number): Promise<Entry[]>;
  /** By match: what is behind the heads, of those matches alone whose log is not just up to there. @throws as `read`. */
  readTails(heads: readonly Head[]): Promise<ReadonlyMap<string, Tail>>;
  readSnapshot(matchId: string): Promise<StoredSnapshot | undefined>;
  /** Keeps the newer of this and what is stored. */
  writeSnapshot(matchId: string, snapshot: StoredSnapshot): Promise<void>;
}

/**
 * Tells all replicas of entries, the one that publishes too. It may lose them, repeat them and bring them in any order:
 * nothing depends on it. Nothing arrives before `publish` has returned, nor after `unsubscribe`.
 */
export interface Bus {
  /**
   * Whether entries may go unheard, of which only the log tells then: while nothing arrives, and until everyone is likely
   * to be back.
   */
  readonly isAway: boolean;
  /**
   * Resolves when entries published from now on will arrive, or when the bus is away and they will not; when it is back
   * they will. However often a match is subscribed, its entries arrive once, and one `unsubscribe` ends it.
   */
  subscribe(matchId: string): Promise<void>;
  unsubscribe(matchId: string): void;
  /** Never throws; while the bus is away what is published is lost. */
  publish(entry: LinkedEntry): void;
}

import type { Append, Entry } from './entry.ts';

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

/** The logs of matches. Reads see every append that was answered `stored` before they began. */
export interface LogStore {
  /** Stores an entry if the one before it is `previousEntryId` and its place is free. Never rejects. */
  append(entry: Append): Promise<AppendOutcome>;
  /** Entries from `fromSeq` on, in order. @throws when the database is away. */
  read(matchId: string, fromSeq: number): Promise<Entry[]>;
  /** Entries above each match's head, in order within a match. @throws when the database is away. */
  readTails(heads: readonly { readonly matchId: string; readonly seq: number }[]): Promise<Entry[]>;
  readSnapshot(matchId: string): Promise<StoredSnapshot | undefined>;
  /** Keeps the newer of this and what is stored. */
  writeSnapshot(matchId: string, snapshot: StoredSnapshot): Promise<void>;
}

/**
 * Tells other replicas of entries, at most once and in any order: whatever it loses or repeats, nothing depends on it.
 */
export interface Bus {
  /** Resolves when entries published from now on will arrive, or when the bus is away and they will not. */
  subscribe(matchId: string): Promise<void>;
  unsubscribe(matchId: string): void;
  publish(entry: Entry): void;
}

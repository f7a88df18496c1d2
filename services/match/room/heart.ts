/** A span on the database's time in which no replica could write. */
export interface Outage {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly began: number;
  readonly ended: number;
}

/** What rooms know of the replicas as a whole. */
export interface Heart {
  /** Outages, oldest first, as of the newest beat. */
  readonly outages: readonly Outage[];
  /** Whether the newest heartbeat is so old that an outage may have gone unseen since. */
  readonly isLate: boolean;
  /**
   * Makes sure that the newest heartbeat of this replica is so young that no outage can have gone unseen.
   * @throws when the database is away: nothing may be decided then.
   */
  beatIfLate(): Promise<void>;
}

/** When a player's connection came, for telling which of two is the newer one. */
export interface Arrival {
  /** The match's time at which its stream was attached, by the clock of the replica that it came to. */
  readonly attachedAt: number;
  /** Which of its client's connections it is; undefined where the client does not say. */
  readonly client?: ClientConnection | undefined;
}

/** A connection as its client counts them. */
export interface ClientConnection {
  readonly id: string;
  readonly number: number;
}

/**
 * Whether a connection is older than another one of the same player. A client knows the order of its own, in whatever
 * order they arrive: one that it has given up may reach its replica late. Between clients the replicas' clocks tell.
 */
export const isOlder = (one: Arrival, other: Arrival): boolean =>
  one.client !== undefined && one.client.id === other.client?.id
    ? one.client.number < other.client.number
    : one.attachedAt < other.attachedAt;

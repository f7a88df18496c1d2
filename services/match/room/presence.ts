import type { Clock } from '../../harness/clock.ts';
import { SYSTEM_ACTOR } from '../../harness/ids.ts';
import { derivedId } from './command-ids.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { Room } from './room.ts';
import type { ViewerStream } from './viewers.ts';

/** A connection that is gone for less than this was never away. */
const ABSENCE_MS = 3_000;
const RETRY_MS = 500;

/**
 * Writes who is there into the log, so that neither Redis nor a dead replica can make or prevent a forfeit: a seat joins
 * when a stream of its player is attached, and leaves when its connection has been gone for 3 s from the replica it was
 * on, or when that replica has been silent for 5 s. Whoever holds the match sees to the latter.
 */
export class Presence {
  readonly #replicaId: string;
  readonly #heartbeat: Heartbeat;
  readonly #clock: Clock;
  /** Since when a connection of this replica has been without its stream. */
  readonly #missingSince = new Map<string, number>();

  constructor(replicaId: string, heartbeat: Heartbeat, clock: Clock) {
    this.#replicaId = replicaId;
    this.#heartbeat = heartbeat;
    this.#clock = clock;
  }

  /** Says that a player's stream is attached; tries until the log has it or the stream is gone. */
  async connect(room: Room, stream: ViewerStream): Promise<void> {
    const { userId, connection } = stream;
    const command = { kind: 'connect', userId, connection, replica: this.#replicaId } as const;
    const commandId = derivedId(room.matchId, 'connect', connection);
    while (room.viewers.has(stream)) {
      const answer = await room.submit({
        actor: userId,
        commandId,
        command,
        abandoned: () => !room.viewers.has(stream),
      });
      if (answer.kind === 'accepted' || answer.kind === 'refused') return;
      await new Promise<void>((resolve) => this.#clock.after(RETRY_MS, resolve));
    }
  }

  /** Looks after the seats of a match; called every second. */
  check(room: Room): void {
    if (room.state.status === 'finished') return;
    room.state.seats.forEach(({ connection, replica }, seat) => {
      if (connection === undefined || replica === undefined) return;
      const gone =
        replica === this.#replicaId ? this.#isGone(room, seat, connection) : !this.#heartbeat.isAlive(replica);
      if (!gone) return;
      const commandId = derivedId(room.matchId, 'disconnect', connection);
      void room.submit({ actor: SYSTEM_ACTOR, commandId, command: { kind: 'disconnect', seat, connection } });
    });
  }

  #isGone(room: Room, seat: number, connection: string): boolean {
    for (const [stream] of room.viewers.streams()) {
      if (stream.seat === seat && stream.connection === connection) {
        this.#missingSince.delete(connection);
        return false;
      }
    }
    const since = this.#missingSince.get(connection) ?? this.#clock.monotonic();
    this.#missingSince.set(connection, since);
    if (this.#clock.monotonic() - since < ABSENCE_MS) return false;
    this.#missingSince.delete(connection);
    return true;
  }
}

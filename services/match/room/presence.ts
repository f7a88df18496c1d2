import type { Clock } from '../../harness/clock.ts';
import { newId, SYSTEM_ACTOR } from '../../harness/ids.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { Room } from './room.ts';
import type { Seat } from './state.ts';
import type { ViewerStream } from './viewer-stream.ts';

/** A connection that is gone for less than this was never away. */
const ABSENCE_MS = 3_000;
const RETRY_MS = 500;

/**
 * Writes who is there into the log, so that neither Redis nor a dead replica can make or prevent a forfeit: a seat joins
 * when a stream of its player is attached, and leaves when its connection has been gone for 3 s from the replica it was
 * on, or when that replica has been silent for 5 s. Whoever holds the match sees to the latter; a replica that was called
 * dead and is not says so of its seats.
 */
export class Presence {
  readonly #replicaId: string;
  readonly #heartbeat: Heartbeat;
  readonly #clock: Clock;
  /** Since when the stream of a taken seat was not found, by the monotonic clock; a seat that is taken anew is another. */
  readonly #missingSince = new WeakMap<Seat, number>();
  readonly #connecting = new WeakSet<ViewerStream>();

  constructor(replicaId: string, heartbeat: Heartbeat, clock: Clock) {
    this.#replicaId = replicaId;
    this.#heartbeat = heartbeat;
    this.#clock = clock;
  }

  /** Says that a player's stream is attached; tries until the log has it, or a newer one, or the stream is gone. */
  async connect(room: Room, stream: ViewerStream): Promise<void> {
    if (this.#connecting.has(stream)) return;
    this.#connecting.add(stream);
    while (!(await this.#isSettled(room, stream))) {
      await new Promise<void>((resolve) => this.#clock.after(RETRY_MS, resolve));
    }
    this.#connecting.delete(stream);
  }

  /** Looks after the seats of a match; called every second. */
  check(room: Room): void {
    if (room.state.status === 'finished') return;
    room.state.seats.forEach((taken, seat) => {
      const { connection } = taken;
      if (connection === undefined) {
        const newest = room.viewers.ofSeat(seat).at(-1)?.[0];
        if (newest) void this.connect(room, newest);
        return;
      }
      if (room.viewers.hasConnection(seat, connection)) {
        this.#missingSince.delete(taken);
        return;
      }
      if (!this.#isGone(taken)) return;
      const command = { kind: 'disconnect', seat, connection } as const;
      void room.submit({ actor: SYSTEM_ACTOR, commandId: newId(), command });
    });
  }

  async #isSettled(room: Room, stream: ViewerStream): Promise<boolean> {
    const arrival = room.viewers.arrivalOf(stream);
    if (arrival === undefined || room.closed) return true;
    const { userId, connection } = stream;
    // What is there already is not written again, so a new id for each try does no harm.
    const answer = await room.submit({
      actor: userId,
      commandId: newId(),
      command: { kind: 'connect', userId, connection, replica: this.#replicaId, arrival },
      abandoned: () => !room.viewers.has(stream),
    });
    if (answer.kind !== 'refused') return answer.kind === 'accepted';
    // A newer connection has the seat. Should two clocks disagree about which is newer, coming again settles it.
    const isBeaten = answer.reason === 'NOTHING_TO_DO' && room.state.seats[stream.seat!]?.connection !== connection;
    if (isBeaten) stream.end('resume', room.viewers.cursorOf(stream));
    return true;
  }

  /** Of a taken seat whose stream is not attached here. */
  #isGone(seat: Seat): boolean {
    const now = this.#clock.monotonic();
    const since = this.#missingSince.get(seat) ?? now;
    this.#missingSince.set(seat, since);
    if (seat.replica === this.#replicaId) return now - since >= ABSENCE_MS;
    // A replica that has just started or woken is in no heartbeat yet that began before it took the seat.
    return this.#heartbeat.beganAt > since && !this.#heartbeat.isAlive(seat.replica!);
  }
}

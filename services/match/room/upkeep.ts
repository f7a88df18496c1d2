import type { Clock } from '../../harness/clock.ts';
import type { Logger } from '../../harness/log.ts';
import type { Bus, LogStore } from './ports.ts';
import type { Presence } from './presence.ts';
import type { Room } from './room.ts';
import type { Rooms } from './rooms.ts';

const TURN_MS = 1_000;
const MAX_POLL_INTERVAL_MS = 5_000;
const SWEEP_MS = 5_000;
/** How many matches are looked after before the loop is let go. */
const ROOMS_AT_ONCE = 500;

/** When matches that nobody holds must be looked at. */
export interface DueMatches {
  /** Says that somebody holds these, and need not be reminded for 7 s at least and 15 s at most. */
  postpone(matchIds: readonly string[]): Promise<void>;
  /** Takes matches that are due, each for one replica at a time. */
  takeDue(): Promise<readonly string[]>;
}

/** When a silent match's log is read again while the bus is there. The interval grows while the log has nothing new. */
interface Poll {
  readonly interval: number;
  readonly nextAt: number;
  readonly heardAt: number;
}

/**
 * What must be done every second for the matches held here, and for those that nobody holds: reads what a lost message
 * hid, looks after seats, sends signs of life, forgets, and takes up what is due.
 */
export class Upkeep {
  readonly #rooms: Rooms;
  readonly #log: LogStore;
  readonly #bus: Pick<Bus, 'isAway'>;
  readonly #presence: Presence;
  readonly #due: DueMatches;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #polls = new WeakMap<Room, Poll>();
  #sweptAt = -Infinity;
  #cancel: () => void = () => {};
  #stopped = false;

  constructor(parts: {
    rooms: Rooms;
    log: LogStore;
    bus: Pick<Bus, 'isAway'>;
    presence: Presence;
    due: DueMatches;
    clock: Clock;
    logger: Logger;
  }) {
    this.#rooms = parts.rooms;
    this.#log = parts.log;
    this.#bus = parts.bus;
    this.#presence = parts.presence;
    this.#due = parts.due;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
  }

  start(): void {
    const turn = async (): Promise<void> => {
      try {
        await this.turn();
      } catch (error) {
        this.#logger.warn({ cause: String(error) }, 'upkeep was cut short; it goes on in a second');
      }
      if (!this.#stopped) this.#cancel = this.#clock.after(TURN_MS, () => void turn());
    };
    this.#cancel = this.#clock.after(TURN_MS, () => void turn());
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  /** All that a second asks for. @throws when the database is away. */
  async turn(): Promise<void> {
    const now = this.#clock.now();
    let looked = 0;
    for (const room of this.#rooms.loaded()) {
      room.viewers.sendPongs(now);
      this.#presence.check(room);
      looked += 1;
      if (looked % ROOMS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await this.pollTails();
    await this.#rooms.forgetIdle();
    if (this.#clock.monotonic() - this.#sweptAt < SWEEP_MS) return;
    const took = await this.#sweep();
    // After a long stop there may be more than one sweep takes: the next turn goes on.
    if (took === 0) this.#sweptAt = this.#clock.monotonic();
  }

  /** Reads on in the logs of silent matches, with one query; `all` also of those just heard of, after the bus was away. */
  async pollTails(all = false): Promise<void> {
    const now = this.#clock.monotonic();
    const silent = [...this.#rooms.loaded()].filter((room) => all || this.#isPollDue(room, now));
    if (silent.length === 0) return;
    const heads = silent.map(({ matchId, state: { seq, entryId } }) => ({ matchId, seq, entryId }));
    const tails = await this.#log.readTails(heads);
    for (const room of silent) {
      const interval = Math.min(this.#pollOf(room).interval * 2, MAX_POLL_INTERVAL_MS);
      this.#polls.set(room, { interval, nextAt: now + interval, heardAt: room.heardAt });
      const tail = tails.get(room.matchId);
      if (tail) room.takeOver(tail);
    }
  }

  #isPollDue(room: Room, now: number): boolean {
    if (now - room.heardAt < TURN_MS || room.state.status === 'finished') return false;
    return this.#bus.isAway || now >= this.#pollOf(room).nextAt;
  }

  #pollOf(room: Room): Poll {
    const poll = this.#polls.get(room);
    if (poll?.heardAt === room.heardAt) return poll;
    return { interval: TURN_MS, nextAt: room.heardAt + TURN_MS, heardAt: room.heardAt };
  }

  /** Resolves to how many matches were due. */
  async #sweep(): Promise<number> {
    const live = [...this.#rooms.loaded()].filter(({ state }) => state.status !== 'finished');
    if (live.length > 0) await this.#due.postpone(live.map(({ matchId }) => matchId));
    const due = await this.#due.takeDue();
    for (const matchId of due) {
      await this.#takeUp(matchId).catch((error: unknown) => {
        this.#logger.warn({ cause: String(error), matchId }, 'a match that is due cannot be taken up here');
      });
    }
    return due.length;
  }

  async #takeUp(matchId: string): Promise<void> {
    const room = await this.#rooms.get(matchId);
    // Nothing but its end was due in a match that is over here, unless the log has lost that: then it is let go.
    if (room.state.status === 'finished') await room.catchUp();
  }
}

import pLimit from 'p-limit';
import type { AnyGame, Viewer } from '../games/game.ts';
import { AcceptedCommands } from './accepted-commands.ts';
import type { Codec, ShownEntry } from './codec.ts';
import { projectSteps } from './projection.ts';
import { decodeSnapshot, encodeSnapshot, SNAPSHOT_EVERY } from './snapshot.ts';
import type { LinkedEntry } from './entry.ts';
import { DivergedError, Room, type RoomParts } from './room.ts';
import { deadline, fold, foldAll, gameOf, UnknownGameError, type RoomState, type Step } from './state.ts';
import { RecentEntries } from './recent-entries.ts';
import { Viewers } from './viewers.ts';

const FORGET_AFTER_MS = 60_000;
/** Matches that are read from the log at a time, so that commands are stored while a dead replica's are taken over. */
const LOADS_AT_ONCE = 256;
/** What can be read in a few seconds, for which clients rather wait than come again. */
const MAX_WAITING_LOADS = 10_000;

/** There is no match of this id. */
export class MatchNotFoundError extends Error {}

/** So many matches wait to be read here that one more is not let in. */
export class TooManyLoadsError extends Error {}

/** What rooms tell the table by which matches are found. */
export interface MatchIndex {
  /** Takes over what changed about a match, some time soon, unless something newer is there. */
  push(matchId: string, state: RoomState): void;
  /** Says when somebody must look at matches that this replica forgets. @throws when the database is away. */
  setDue(dues: readonly Due[]): Promise<void>;
}

/** When a match must be looked at; never, where undefined. */
export interface Due {
  readonly matchId: string;
  readonly dueAt: number | undefined;
}

type SharedParts = Omit<RoomParts, 'onFolded' | 'onBroken'>;

/** The matches that this replica holds in memory. Any can be forgotten at any time, and loaded again. */
export class Rooms {
  readonly #games: ReadonlyMap<string, AnyGame>;
  readonly #codec: Codec;
  readonly #index: MatchIndex;
  readonly #parts: SharedParts;
  readonly #look: (room: Room) => void;
  readonly #rooms = new Map<string, Promise<Room>>();
  readonly #loaded = new Map<string, Room>();
  /** Entries that came while their match was being loaded. */
  readonly #early = new Map<string, LinkedEntry[]>();
  readonly #idleSince = new Map<string, number>();
  readonly #loads = pLimit(LOADS_AT_ONCE);

  /**
   * @param games rules by `name@version`
   * @param look called when a match was loaded, and after each of its entries
   */
  constructor(
    games: ReadonlyMap<string, AnyGame>,
    codec: Codec,
    index: MatchIndex,
    parts: SharedParts,
    look: (room: Room) => void = () => {},
  ) {
    this.#games = games;
    this.#codec = codec;
    this.#index = index;
    this.#parts = parts;
    this.#look = look;
  }

  /** The matches held now. */
  loaded(): Iterable<Room> {
    return this.#loaded.values();
  }

  /** @throws MatchNotFoundError, UnknownGameError, TooManyLoadsError, or what the log throws when it is away. */
  get(matchId: string): Promise<Room> {
    let room = this.#rooms.get(matchId);
    if (!room) {
      if (this.#loads.pendingCount >= MAX_WAITING_LOADS) return Promise.reject(new TooManyLoadsError());
      room = this.#loads(() => this.#load(matchId));
      this.#rooms.set(matchId, room);
      room.catch(() => {
        if (this.#rooms.get(matchId) !== room) return; // let go already, and perhaps being loaded again
        this.#rooms.delete(matchId);
        this.#early.delete(matchId);
        this.#parts.bus.unsubscribe(matchId);
      });
    }
    return room;
  }

  /** An entry that another replica told of. */
  receive(entry: LinkedEntry): void {
    const room = this.#loaded.get(entry.matchId);
    if (room) room.receive(entry);
    else this.#early.get(entry.matchId)?.push(entry);
  }

  /** A match's history as a viewer may see it, entry by entry. @throws MatchNotFoundError */
  async replay(matchId: string, viewer: Viewer): Promise<readonly ShownEntry[]> {
    const { game, steps } = await this.history(matchId);
    return Array.from(steps, (some) => {
      const { seq, at } = some.at(-1)!.state;
      return { seq, at, events: projectSteps(game, some, viewer) };
    });
  }

  /**
   * All that has happened in a match, entry by entry, secrets too. It is folded as it is gone through: who keeps the states
   * of a long match keeps much. @throws MatchNotFoundError
   */
  async history(matchId: string): Promise<{ readonly game: AnyGame; readonly steps: Iterable<readonly Step[]> }> {
    const entries = await this.#parts.log.read(matchId, 1);
    if (!entries[0]) throw new MatchNotFoundError();
    const game = gameOf(entries[0], this.#games);
    return { game, steps: foldAll(game, entries) };
  }

  /** Lets go of matches that nobody has watched for 60 s. @throws when the database is away; they are then still held. */
  async forgetIdle(): Promise<void> {
    const now = this.#parts.clock.monotonic();
    const idle = [...this.#loaded.values()].filter((room) => {
      if (isInUse(room)) {
        this.#idleSince.delete(room.matchId);
        return false;
      }
      const since = this.#idleSince.get(room.matchId) ?? now;
      this.#idleSince.set(room.matchId, since);
      return now - since >= FORGET_AFTER_MS;
    });
    await this.#forget(idle);
  }

  /** Lets go of all matches before a stop. @throws when the database is away; the sweeper takes them up all the same. */
  async forgetAll(): Promise<void> {
    await this.#forget([...this.#loaded.values()]);
  }

  /** Says when somebody must look at them, then lets them go, but for those to which somebody has come meanwhile. */
  async #forget(rooms: readonly Room[]): Promise<void> {
    if (rooms.length === 0) return;
    await this.#index.setDue(rooms.map(({ matchId, game, state }) => ({ matchId, dueAt: deadline(game, state) })));
    for (const room of rooms) if (!isInUse(room)) this.drop(room);
  }

  /** Lets go of a match at once. @param isLost true when its viewers were shown what is not in the log */
  drop(room: Room, isLost = false): void {
    room.close();
    room.viewers.close('resume', isLost);
    if (this.#loaded.get(room.matchId) !== room) return;
    this.#loaded.delete(room.matchId);
    this.#rooms.delete(room.matchId);
    this.#idleSince.delete(room.matchId);
    this.#parts.bus.unsubscribe(room.matchId);
  }

  async #load(matchId: string): Promise<Room> {
    const { bus, log } = this.#parts;
    const early: LinkedEntry[] = [];
    this.#early.set(matchId, early);
    // Subscribed before the log is read, so that whatever is committed after the read is told.
    await bus.subscribe(matchId);
    let snapshot = decodeSnapshot(await log.readSnapshot(matchId), this.#games);
    let entries = await log.read(matchId, snapshot?.state.seq ?? 1);
    if (snapshot && entries.shift()?.entryId !== snapshot.state.entryId) {
      // Written by a replica that had not noticed yet that the end of the log was lost.
      snapshot = undefined;
      entries = await log.read(matchId, 1);
    }
    const game = snapshot?.game ?? (entries[0] ? gameOf(entries[0], this.#games) : undefined);
    if (!game) throw new MatchNotFoundError();

    const recent = new RecentEntries(game, snapshot?.state);
    const accepted = snapshot?.accepted ?? new AcceptedCommands();
    let state = snapshot?.state;
    for (const entry of entries) {
      state = fold(game, state, entry).at(-1)!.state;
      accepted.add(entry.actor, entry.commandId, entry.seq);
      recent.add(entry, state);
    }
    const viewers = new Viewers(matchId, game, this.#codec, recent);
    const parts: RoomParts = {
      ...this.#parts,
      onFolded: (room, before) => this.#folded(room, before),
      onBroken: (room, cause) => {
        this.#parts.logger.warn({ cause: String(cause), matchId }, 'a match is let go, to be loaded anew');
        this.drop(room, cause instanceof DivergedError);
      },
    };
    const room = new Room(matchId, game, { state: state!, accepted, recent }, viewers, parts);
    this.#loaded.set(matchId, room);
    this.#early.delete(matchId);
    for (const entry of early) room.receive(entry);
    if (room.closed) throw new UnknownGameError(`Match ${matchId} went on while it was loaded, in a way unknown here.`);
    this.#index.push(matchId, room.state);
    this.#look(room);
    return room;
  }

  #folded(room: Room, before: RoomState): void {
    const { state } = room;
    if (
      state.status !== before.status ||
      state.seats.some(({ userId }, seat) => userId !== before.seats[seat]!.userId)
    ) {
      this.#index.push(room.matchId, state);
    }
    if (state.seq % SNAPSHOT_EVERY === 0) {
      this.#parts.log.writeSnapshot(room.matchId, encodeSnapshot(state, room.accepted)).catch((error: unknown) => {
        this.#parts.logger.warn({ cause: String(error) }, 'a snapshot could not be written; the log has it all');
      });
    }
    this.#look(room);
  }
}

const isInUse = (room: Room): boolean => room.viewers.count > 0 || room.busy;

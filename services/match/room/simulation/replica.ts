import { newId } from '../../../harness/ids.ts';
import type { Logger } from '../../../harness/log.ts';
import type { AnyGame } from '../../games/game.ts';
import type { ClientConnection } from '../arrival.ts';
import { createEvents } from '../decide.ts';
import { encodeEvents } from '../entry.ts';
import { Errands, type Workers } from '../errands.ts';
import { Heartbeat } from '../heartbeat.ts';
import { Presence } from '../presence.ts';
import { Rooms, type Due } from '../rooms.ts';
import { fold, gameTag, seatOf, type RoomState } from '../state.ts';
import { Upkeep } from '../upkeep.ts';
import { SimulatedBus, SimulatedChannels } from './bus.ts';
import { SimulatedDatabase } from './database.ts';
import { SimulatedLog } from './log.ts';
import { Tasks, type Owner } from './tasks.ts';
import { SimulatedClock, SimulatedTime } from './time.ts';
import { simulatedCodec, SimulatedStream, type SimulatedMessage } from './viewer.ts';

const quiet = (): void => {};
const silentLogger = { info: quiet, warn: quiet, error: quiet, debug: quiet } as unknown as Logger;

/** A database, the channels between replicas, and one time for all of it. */
export class SimulatedWorld {
  readonly time = new SimulatedTime();
  readonly tasks = new Tasks();
  readonly database = new SimulatedDatabase(this.time);
  readonly channels = new SimulatedChannels(this.tasks);
  /** Does the slow work of games, by their names. */
  workers: Workers = {};
  /** Called before anything is sent to a viewer. */
  onShown: (message: SimulatedMessage) => void = () => {};

  /** A running replica. @param games that it knows the rules of */
  async replica(games: readonly AnyGame[], options: { readonly ahead?: number } = {}): Promise<SimulatedReplica> {
    const replica = new SimulatedReplica(this, games, options.ahead ?? 0);
    await replica.heartbeat.start();
    replica.upkeep.start();
    return replica;
  }

  /** Stores a new match; the first seats are taken by `userIds`. Returns its id. */
  create(game: AnyGame, userIds: readonly string[], config: object = {}, material?: unknown): string {
    const settings = {
      mode: game.name,
      config: game.configure(config) as unknown,
      visibility: 'open' as const,
      userIds,
    };
    const matchId = newId();
    this.database.create({
      matchId,
      seq: 1,
      entryId: newId(),
      actor: userIds[0]!,
      commandId: newId(),
      at: this.time.now,
      body: encodeEvents(createEvents(game, settings, '5ec2e7'.padEnd(64, '0'), material)),
    });
    return matchId;
  }

  /** What a match's log says when it is folded from its start. */
  folded(game: AnyGame, matchId: string): RoomState {
    let state: RoomState | undefined;
    for (const entry of this.database.log(matchId)) state = fold(game, state, entry).at(-1)!.state;
    return state!;
  }
}

/** One replica, as app.ts builds it, on simulated parts. */
export class SimulatedReplica implements Owner {
  readonly id = newId();
  readonly clock: SimulatedClock;
  readonly log: SimulatedLog;
  readonly bus: SimulatedBus;
  readonly heartbeat: Heartbeat;
  readonly rooms: Rooms;
  readonly presence: Presence;
  readonly upkeep: Upkeep;
  readonly #world: SimulatedWorld;
  state: Owner['state'] = 'alive';

  constructor(world: SimulatedWorld, games: readonly AnyGame[], ahead: number) {
    this.#world = world;
    const { database, tasks } = world;
    this.log = new SimulatedLog(database, tasks, this);
    this.clock = new SimulatedClock(world.time, () => this.log.query(() => world.time.now), ahead);
    this.bus = new SimulatedBus(
      world.channels,
      tasks,
      this,
      (entry) => this.rooms.receive(entry),
      () => void this.upkeep.pollTails(true).catch(() => {}),
    );
    const beat = (after: number) => this.log.query(() => database.beat(this.id, after));
    this.heartbeat = new Heartbeat(beat, this.clock, silentLogger);
    const index = {
      push: (matchId: string, state: RoomState): void => {
        database.index.set(matchId, state);
        if (state.status === 'finished') database.due.delete(matchId);
      },
      setDue: (dues: readonly Due[]) =>
        this.log.query(() => {
          for (const { matchId, dueAt } of dues)
            if (dueAt) database.due.set(matchId, dueAt);
            else database.due.delete(matchId);
        }),
    };
    const byTag = new Map(games.map((game) => [gameTag(game), game]));
    const { log, bus, clock, heartbeat: heart } = this;
    const parts = { log, bus, clock, heart, random: () => 0.5, logger: silentLogger };
    const errands = new Errands(world.workers, clock, silentLogger);
    this.rooms = new Rooms(byTag, simulatedCodec, index, parts, (room) => errands.look(room));
    this.presence = new Presence(this.id, this.heartbeat, this.clock);
    const due = {
      postpone: (matchIds: readonly string[]) =>
        this.log.query(() => matchIds.forEach((matchId) => database.due.set(matchId, world.time.now + 15_000))),
      takeDue: () => this.log.query(() => database.takeDue()),
    };
    const { rooms, presence } = this;
    this.upkeep = new Upkeep({ rooms, log, bus, presence, due, clock, logger: silentLogger });
  }

  /** Attaches a client as the handlers do. */
  async attach(matchId: string, userId: string, afterSeq = 0, client?: ClientConnection): Promise<SimulatedStream> {
    const room = await this.rooms.get(matchId);
    const stream = new SimulatedStream(userId, seatOf(room.state, userId), afterSeq, client);
    stream.onEnd = () => room.viewers.detach(stream);
    stream.onMessage = (message) => this.#world.onShown(message);
    room.viewers.attach(stream, room.state, afterSeq, this.clock.now());
    if (stream.seat !== undefined && room.state.status !== 'finished') void this.presence.connect(room, stream);
    return stream;
  }

  /** The client's side of a stream is gone. */
  async detach(matchId: string, stream: SimulatedStream): Promise<void> {
    (await this.rooms.get(matchId)).viewers.detach(stream);
  }

  /** SIGKILL: statements that were sent still arrive, nothing comes back. */
  kill(): void {
    this.state = 'dead';
    this.clock.stopped = true;
  }

  /** SIGSTOP, and SIGCONT. */
  stop(): void {
    this.state = 'stopped';
    this.clock.stopped = true;
  }

  continue(): void {
    this.state = 'alive';
    this.clock.stopped = false;
  }
}

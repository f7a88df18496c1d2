import type { Clock } from '../../harness/clock.ts';
import { SYSTEM_ACTOR } from '../../harness/ids.ts';
import type { Logger } from '../../harness/log.ts';
import { derivedId } from './command-ids.ts';
import type { Room } from './room.ts';

/** After how long a replica that did not write the entry does the errand too, if nothing has come of it. */
const OTHERS_AFTER_MS = 2_000;

/** Does a game's slow work, outside the rules and off the event loop. */
export type Workers = Readonly<Record<string, (task: unknown) => Promise<unknown>>>;

/**
 * Has the slow work done that games ask for, and puts in what comes of it. Any replica may do it: the one that wrote the
 * entry begins at once, others later if it is still asked for; the command's id follows from the entry, so it counts once.
 */
export class Errands {
  readonly #workers: Workers;
  readonly #clock: Clock;
  readonly #logger: Logger;
  /** Matches whose errand is under way or waited for here. */
  readonly #begun = new WeakSet<Room>();

  /** @param workers by the game's name */
  constructor(workers: Workers, clock: Clock, logger: Logger) {
    this.#workers = workers;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** To be called whenever a match was loaded or has changed. */
  look(room: Room): void {
    const worker = this.#workers[room.game.name];
    if (!worker || this.#wanted(room) === undefined || this.#begun.has(room)) return;
    const { seq } = room.state;
    this.#begun.add(room);
    if (room.wroteLast) void this.#do(room, seq, worker);
    else this.#clock.after(OTHERS_AFTER_MS, () => void this.#do(room, seq, worker));
  }

  #wanted(room: Room): unknown {
    return room.state.status === 'running' ? room.game.errand?.wanted(room.state.gameState) : undefined;
  }

  async #do(room: Room, seq: number, worker: (task: unknown) => Promise<unknown>): Promise<void> {
    try {
      const task = this.#wanted(room);
      if (task === undefined || room.closed) return;
      const result = await worker(task);
      const commandId = derivedId(room.matchId, 'errand', seq);
      await room.submit({ actor: SYSTEM_ACTOR, commandId, command: { kind: 'errandDone', result } });
    } catch (error) {
      this.#logger.warn({ cause: String(error), matchId: room.matchId }, 'an errand failed; the match goes on without');
    } finally {
      this.#begun.delete(room);
      // Play may have gone on, and come to be scored again, meanwhile.
      if (!room.closed && room.state.seq !== seq) this.look(room);
    }
  }
}

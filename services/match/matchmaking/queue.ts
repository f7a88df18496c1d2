import type { Clock } from '../../harness/clock.ts';
import type { Logger } from '../../harness/log.ts';
import type { Mode } from '../games/catalogue.ts';
import type { TicketRow } from '../store/entities.ts';
import type { Pairing, Tickets } from '../store/tickets.ts';
import { estimateWait } from './estimate.ts';
import type { MatchMaker } from './new-match.ts';
import { pair, type Waiting } from './pair.ts';

const RESCAN_MS = 1_000;

/** A ticket as far as it changes. */
export interface TicketChange extends Pick<TicketRow, 'ticketId' | 'state' | 'matchId'> {
  /** 1 for who is first in the queue; undefined for who is in none. */
  readonly position?: number | undefined;
  /** How much longer it is likely to take, in milliseconds; undefined where nobody can tell. */
  readonly estimateMs?: number | undefined;
}

/** A match and the tickets that it was made of. */
export interface FoundMatch {
  readonly matchId: string;
  readonly ticketIds: readonly string[];
}

/** Hears of a watched ticket. */
export type TicketListener = (change: TicketChange) => void;

/** One mode's passes at this replica. */
interface Passes {
  /** Somebody has come since the last look at the queue. */
  again: boolean;
  running: Promise<void> | undefined;
}

/**
 * Pairs those who wait, at once when somebody comes and again every second, as rating windows grow. One replica at a time
 * has a mode's queue: a pass takes it, pairs, has the database make the matches, and gives it back; whoever finds it taken
 * leaves word there, and the pass is followed by another.
 */
export class Queue {
  readonly #tickets: Tickets;
  readonly #maker: MatchMaker;
  readonly #replicaId: string;
  readonly #clock: Clock;
  readonly #logger: Logger;
  /** Tells other replicas. */
  readonly #tell: (matches: readonly FoundMatch[]) => void;
  readonly #listeners = new Map<string, Set<TicketListener>>();
  readonly #passes = new Map<string, Passes>();
  #cancel: () => void = () => {};
  #stopped = false;

  constructor(parts: {
    tickets: Tickets;
    maker: MatchMaker;
    replicaId: string;
    clock: Clock;
    logger: Logger;
    tell: (matches: readonly FoundMatch[]) => void;
  }) {
    this.#tickets = parts.tickets;
    this.#maker = parts.maker;
    this.#replicaId = parts.replicaId;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
    this.#tell = parts.tell;
  }

  start(): void {
    const turn = async (): Promise<void> => {
      await this.#hurryAll();
      await this.#see([...this.#listeners.keys()]);
      await this.#attempt('the queues cannot be tidied', () => this.#tickets.tidy());
      if (!this.#stopped) this.#cancel = this.#clock.after(RESCAN_MS, () => void turn());
    };
    void turn();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  /** Looks at the queues in which somebody waits: at the others nothing is lost, and to hold one is to write. */
  async #hurryAll(): Promise<void> {
    await this.#attempt('the queues cannot be read', async () => {
      const modes = (await this.#tickets.modesWaitedIn()).flatMap((name) => this.#maker.mode(name) ?? []);
      await Promise.all(modes.map((mode) => this.hurry(mode)));
    });
  }

  /** Pairs who waits in a mode now; while a pass is under way, one more follows it. */
  hurry(mode: Mode): Promise<void> {
    const passes = this.#passes.get(mode.name) ?? { again: false, running: undefined };
    this.#passes.set(mode.name, passes);
    passes.again = true;
    passes.running ??= this.#run(mode, passes);
    return passes.running;
  }

  /** Calls back at each change of a ticket, from wherever it comes, until the returned function is called. */
  watch(ticketId: string, listener: TicketListener): () => void {
    const listeners = this.#listeners.get(ticketId) ?? new Set();
    this.#listeners.set(ticketId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(ticketId);
    };
  }

  /** These matches have been made, here or by another replica: whoever watches their tickets is told. */
  found(matches: readonly FoundMatch[]): void {
    for (const { matchId, ticketIds } of matches) {
      for (const ticketId of ticketIds) this.#notify({ ticketId, state: 'matched', matchId });
    }
  }

  async #run(mode: Mode, passes: Passes): Promise<void> {
    while (passes.again) {
      passes.again = false;
      await this.#attempt(`the queue of ${mode.name} cannot be paired`, async () => {
        const waiting = await this.#tickets.take(mode.name, this.#replicaId, mode.game.seats);
        if (waiting.length > 0) passes.again = (await this.#pair(mode, waiting)) || passes.again;
      });
    }
    passes.running = undefined; // in the same turn as the last look, so that no hurry goes unheard in between
  }

  /** Pairs a queue that was taken. Resolves to whether somebody has come meanwhile at another replica. */
  async #pair(mode: Mode, waiting: readonly Waiting[]): Promise<boolean> {
    const pairings = await Promise.all(
      pair(waiting, mode.game.seats).map(async (group): Promise<Pairing> => {
        const userIds = group.map(({ userId }) => userId);
        const match = await this.#maker.make({ mode, visibility: 'open', userIds, isRated: true });
        return { ticketIds: group.map(({ ticketId }) => ticketId), match };
      }),
    );
    const { matchIds, isWanted } = await this.#tickets.match(mode.name, this.#replicaId, pairings);
    const made = pairings
      .filter(({ match }) => matchIds.has(match.matchId))
      .map(({ ticketIds, match: { matchId } }) => ({ matchId, ticketIds }));
    this.found(made);
    if (made.length > 0) this.#tell(made);
    return isWanted;
  }

  /** Looks at watched tickets, and thereby notes that they are watched. */
  async #see(ticketIds: readonly string[]): Promise<void> {
    if (ticketIds.length === 0) return;
    await this.#attempt('tickets cannot be read', async () => {
      const tickets = await this.#tickets.see(ticketIds);
      const modes = new Set(tickets.filter(({ state }) => state === 'waiting').map(({ mode }) => mode));
      const waits = modes.size > 0 ? await this.#tickets.recentWaits([...modes]) : new Map<string, number[]>();
      for (const { ticketId, mode, state, matchId, position, waitedMs } of tickets) {
        const place = state === 'waiting' &&
          position !== null && {
            position,
            estimateMs: estimateWait(waits.get(mode) ?? [], waitedMs),
          };
        this.#notify({ ticketId, state, matchId: matchId ?? null, ...place });
      }
    });
  }

  async #attempt(failure: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#logger.warn({ cause: String(error) }, `${failure}; trying again in a second`);
    }
  }

  #notify(change: TicketChange): void {
    for (const listener of [...(this.#listeners.get(change.ticketId) ?? [])]) listener(change);
  }
}

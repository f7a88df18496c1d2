import type { Clock } from '../../harness/clock.ts';
import type { Logger } from '../../harness/log.ts';
import type { TicketRow } from '../store/entities.ts';
import type { Tickets } from '../store/tickets.ts';
import type { MatchMaker } from './new-match.ts';
import { pair } from './pair.ts';

const RESCAN_MS = 1_000;

/** A ticket as far as it changes. */
export type TicketChange = Pick<TicketRow, 'ticketId' | 'state' | 'matchId'>;

/** Hears of a watched ticket. */
export type TicketListener = (change: TicketChange) => void;

/**
 * Pairs those who wait, at once when somebody comes and again every second: a pass reads the queues, pairs, and asks the
 * database for each match; where another replica was faster, the next pass sees the rest.
 */
export class Queue {
  readonly #tickets: Tickets;
  readonly #maker: MatchMaker;
  readonly #clock: Clock;
  readonly #logger: Logger;
  /** Tells other replicas that these tickets have changed. */
  readonly #tell: (ticketIds: readonly string[]) => void;
  readonly #listeners = new Map<string, Set<TicketListener>>();
  #pass: Promise<void> | undefined;
  #again = false;
  #cancel: () => void = () => {};
  #stopped = false;

  constructor(parts: {
    tickets: Tickets;
    maker: MatchMaker;
    clock: Clock;
    logger: Logger;
    tell: (ticketIds: readonly string[]) => void;
  }) {
    this.#tickets = parts.tickets;
    this.#maker = parts.maker;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
    this.#tell = parts.tell;
  }

  start(): void {
    const turn = async (): Promise<void> => {
      await this.hurry();
      await this.#see([...this.#listeners.keys()]);
      if (!this.#stopped) this.#cancel = this.#clock.after(RESCAN_MS, () => void turn());
    };
    void turn();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  /** Pairs now; while a pass is under way, one more follows it. */
  hurry(): Promise<void> {
    this.#again = true;
    this.#pass ??= this.#passes();
    return this.#pass;
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

  /** Another replica has changed these tickets. */
  async changed(ticketIds: readonly string[]): Promise<void> {
    await this.#see(ticketIds.filter((ticketId) => this.#listeners.has(ticketId)));
  }

  async #passes(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      try {
        for (const [mode, waiting] of await this.#tickets.waiting()) {
          await this.#pairMode(mode, waiting).catch((error: unknown) => {
            this.#logger.warn({ cause: String(error), mode }, 'a queue cannot be paired; trying again in a second');
          });
        }
      } catch (error) {
        this.#logger.warn({ cause: String(error) }, 'the queues cannot be read; trying again in a second');
      }
    }
    this.#pass = undefined; // in the same turn as the last look, so that no hurry goes unheard in between
  }

  async #pairMode(name: string, waiting: Parameters<typeof pair>[0]): Promise<void> {
    const mode = this.#maker.mode(name);
    if (!mode) return;
    for (const group of pair(waiting, mode.game.seats)) {
      const userIds = group.map(({ userId }) => userId);
      const match = await this.#maker.make({ mode, visibility: 'open', userIds });
      const ticketIds = group.map(({ ticketId }) => ticketId);
      if (!(await this.#tickets.match(ticketIds, match))) continue;
      for (const ticketId of ticketIds) this.#notify({ ticketId, state: 'matched', matchId: match.matchId });
      this.#tell(ticketIds);
    }
  }

  /** Looks at watched tickets, and thereby notes that they are watched. */
  async #see(ticketIds: readonly string[]): Promise<void> {
    if (ticketIds.length === 0) return;
    try {
      for (const ticket of await this.#tickets.see(ticketIds)) if (ticket.state !== 'waiting') this.#notify(ticket);
    } catch (error) {
      this.#logger.warn({ cause: String(error) }, 'tickets cannot be read; trying again in a second');
    }
  }

  #notify(change: TicketChange): void {
    for (const listener of [...(this.#listeners.get(change.ticketId) ?? [])]) listener(change);
  }
}

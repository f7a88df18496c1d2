import type { Clock } from '../../harness/clock.ts';
import { newId, SYSTEM_ACTOR } from '../../harness/ids.ts';
import type { Logger } from '../../harness/log.ts';
import type { AnyGame } from '../games/game.ts';
import { derivedId } from './command-ids.ts';
import { decide, type RoomCommand } from './decide.ts';
import { encodeEvents, type Entry } from './entry.ts';
import type { Heart } from './heart.ts';
import type { AppendOutcome, Bus, LogStore } from './ports.ts';
import { RefusalBudget } from './refusal-budget.ts';
import { deadline, fold, type RoomState, type Step } from './state.ts';
import type { Viewers } from './viewers.ts';

const MAX_WAITING_COMMANDS = 1_000;
const MAX_AGE_MS = 5_000;
/** After a deadline, so that an answer given in time but still on its way is not beaten by it. */
const TICK_GRACE_MS = 250;
const GAP_MS = 5;
const RETRY_MS = 500;

/** What became of a command. */
export type Answer =
  | { readonly kind: 'accepted'; readonly seq: number }
  | { readonly kind: 'refused'; readonly reason: string }
  /** It may or may not happen: to be sent again under the same id. */
  | { readonly kind: 'unknown' }
  /** Too much waits; it has not happened. */
  | { readonly kind: 'overloaded' };

/** A command as it arrived. */
export interface Submission {
  readonly actor: string;
  readonly commandId: string;
  readonly command: RoomCommand;
  /** The newest entry its sender had seen. */
  readonly seenSeq?: number;
  /** True when nobody waits for the answer any more; it is then dropped undecided. */
  readonly abandoned?: () => boolean;
}

/** What a room is built from. */
export interface RoomParts {
  readonly log: LogStore;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly heart: Heart;
  readonly random: () => number;
  readonly logger: Logger;
  /** Called after each entry that this room folded, with the state before and after it. */
  readonly onFolded: (room: Room, before: RoomState) => void;
  /** Called when the log is not the one that was folded: this room must be let go. */
  readonly onDiverged: (room: Room) => void;
}

interface Waiting extends Submission {
  readonly arrivedAt: number;
  readonly arrived: number;
  readonly resolve: (answer: Answer) => void;
}

/**
 * One match at this replica: a mailbox before a folded log. Commands are decided one after another on the folded state,
 * and never on an entry that is not yet in the log; the log's primary key and guard decide between replicas.
 */
export class Room {
  readonly matchId: string;
  readonly game: AnyGame;
  readonly viewers: Viewers;
  readonly #parts: RoomParts;
  readonly #accepted: Map<string, number>;
  readonly #waiting: Waiting[] = [];
  readonly #budget: RefusalBudget;
  #state: RoomState;
  #working = false;
  #closed = false;
  /** An append came back without saying what became of it: the log must be read before anything is decided. */
  #stale = false;
  /** When the newest read of the log's tail began, by the monotonic clock. */
  #readAt: number;
  /** When anything was last heard of this match; silent rooms are polled. */
  #heardAt: number;
  #wroteLast = false;
  #cancelTick: () => void = () => {};
  #cancelGap: (() => void) | undefined;

  constructor(
    matchId: string,
    game: AnyGame,
    loaded: { state: RoomState; accepted: Map<string, number>; readAt: number },
    viewers: Viewers,
    parts: RoomParts,
  ) {
    this.matchId = matchId;
    this.game = game;
    this.viewers = viewers;
    this.#parts = parts;
    this.#state = loaded.state;
    this.#accepted = loaded.accepted;
    this.#readAt = loaded.readAt;
    this.#heardAt = loaded.readAt;
    this.#budget = new RefusalBudget(parts.clock);
    this.#schedule();
  }

  get state(): RoomState {
    return this.#state;
  }

  get heardAt(): number {
    return this.#heardAt;
  }

  /** Ids of accepted commands with their entries, for snapshots. */
  get accepted(): ReadonlyMap<string, number> {
    return this.#accepted;
  }

  get busy(): boolean {
    return this.#working || this.#waiting.length > 0;
  }

  /** Asks for something to happen. Resolves when it is in the log for good, or refused, or nobody knows; never rejects. */
  submit(submission: Submission): Promise<Answer> {
    if (this.#waiting.length >= MAX_WAITING_COMMANDS) return Promise.resolve({ kind: 'overloaded' });
    const { clock } = this.#parts;
    return new Promise((resolve) => {
      this.#waiting.push({ ...submission, arrivedAt: clock.now(), arrived: clock.monotonic(), resolve });
      if (!this.#working) void this.#work();
    });
  }

  /** An entry that another replica told of, in any order and number. */
  receive(entry: Entry): void {
    this.#heardAt = this.#parts.clock.monotonic();
    if (entry.seq <= this.#state.seq) return;
    if (entry.seq === this.#state.seq + 1) {
      this.#apply(entry, false);
      return;
    }
    // Messages of two replicas may overtake each other; after a moment the log itself is asked.
    this.#cancelGap ??= this.#parts.clock.after(GAP_MS, () => {
      this.#cancelGap = undefined;
      if (entry.seq > this.#state.seq) this.catchUp().catch(() => {}); // away: the tail poll tries on
    });
  }

  /** Entries read from the log; those that nobody told of are told on. */
  takeOver(entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (entry.seq !== this.#state.seq + 1) continue;
      this.#apply(entry, false);
      this.#parts.bus.publish(entry);
    }
  }

  /** Reads the tail of the log. @throws when the database is away, or when the log is not the one that was folded. */
  async catchUp(): Promise<void> {
    const began = this.#parts.clock.monotonic();
    const { seq, entryId } = this.#state;
    const [head, ...tail] = await this.#parts.log.read(this.matchId, seq);
    if (head?.entryId !== entryId) {
      // A standby was promoted that lacked the end of the log. Whoever looks in will see what there is.
      this.#parts.onDiverged(this);
      throw new Error(`Match ${this.matchId} has another entry ${seq} than the one folded; its room is rebuilt.`);
    }
    this.takeOver(tail);
    this.#readAt = Math.max(this.#readAt, began);
    this.#stale = false;
  }

  /** No deadline fires from here on. */
  close(): void {
    this.#closed = true;
    this.#cancelTick();
    this.#cancelGap?.();
  }

  async #work(): Promise<void> {
    this.#working = true;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      let answer: Answer;
      try {
        answer = await this.#handle(next);
      } catch (error) {
        this.#parts.logger.warn({ cause: String(error), matchId: this.matchId }, 'a command could not be decided');
        answer = { kind: 'unknown' };
      }
      next.resolve(answer);
    }
    this.#working = false;
  }

  /** Decides until there is an answer. @throws when the log cannot be read: the outcome is then unknown. */
  async #handle(waiting: Waiting): Promise<Answer> {
    const { clock, heart } = this.#parts;
    const key = acceptedKey(waiting.actor, waiting.commandId);
    for (;;) {
      if (this.#closed || waiting.abandoned?.() || clock.monotonic() - waiting.arrived > MAX_AGE_MS)
        return { kind: 'unknown' };
      await heart.beatIfLate();
      if (this.#stale || (waiting.seenSeq ?? 0) > this.#state.seq) await this.catchUp();
      const repeated = this.#accepted.get(key);
      if (repeated !== undefined) return { kind: 'accepted', seq: repeated };

      const outage = this.#pendingOutage();
      if (outage) {
        await this.#store(SYSTEM_ACTOR, derivedId(this.matchId, 'giveBack', outage.outageId), outage, clock.now());
        continue;
      }
      const stored = await this.#store(waiting.actor, waiting.commandId, waiting.command, waiting.arrivedAt);
      if ('refusal' in stored) {
        // What nobody asked for needs no certainty: if it is due after all, it will be asked for again.
        if (this.#readAt >= waiting.arrived || waiting.actor === SYSTEM_ACTOR)
          return { kind: 'refused', reason: stored.refusal };
        if (!this.#budget.take(waiting.actor)) return { kind: 'refused', reason: 'RATE_LIMITED' };
        await this.catchUp();
        continue;
      }
      if (stored.outcome === 'stored') return { kind: 'accepted', seq: this.#accepted.get(key)! };
      if (stored.outcome === 'full') return { kind: 'overloaded' };
      if (stored.outcome === 'bad') return { kind: 'refused', reason: 'INTERNAL' };
      this.#stale = true; // lost the race, or nobody knows: only the log can tell
      const { seq } = this.#state;
      await this.catchUp();
      // Nobody was faster: the database may find our time too far ahead of its own.
      if (stored.outcome === 'absent' && this.#state.seq === seq) await clock.resample();
    }
  }

  /** Decides one command on the state now and appends what follows. */
  async #store(
    actor: string,
    commandId: string,
    command: RoomCommand,
    arrivedAt: number,
  ): Promise<{ outcome: AppendOutcome } | { refusal: string }> {
    const before = this.#state;
    const at = Math.max(Math.min(arrivedAt, this.#parts.clock.now()), before.at);
    const decision = decide(this.game, before, command, at);
    if ('refusal' in decision) return decision;
    const entry: Entry = {
      matchId: this.matchId,
      seq: before.seq + 1,
      entryId: newId(),
      actor,
      commandId,
      at,
      body: encodeEvents(decision.events),
    };
    const outcome = await this.#parts.log.append({ ...entry, previousEntryId: before.entryId });
    if (outcome === 'stored') {
      if (entry.seq === this.#state.seq + 1) this.#apply(entry, true);
      this.#parts.bus.publish(entry);
    }
    return { outcome };
  }

  #apply(entry: Entry, own: boolean): void {
    const before = this.#state;
    const steps: readonly Step[] = fold(this.game, before, entry);
    this.#state = steps.at(-1)!.state;
    this.#wroteLast = own;
    this.#heardAt = this.#parts.clock.monotonic();
    this.#accepted.set(acceptedKey(entry.actor, entry.commandId), entry.seq);
    this.viewers.deliver(this.#state, steps, this.#parts.clock.now());
    for (const { event } of steps) {
      if (event.kind === 'seatJoined') this.viewers.endSeat(event.seat, 'replaced', event.connection);
      // The seat may be another's next; what it may see must not be sent to who had it before.
      if (event.kind === 'playerLeft') this.viewers.endSeat(event.seat, 'left');
    }
    this.#schedule();
    this.#parts.onFolded(this, before);
  }

  #pendingOutage(): (RoomCommand & { kind: 'giveBack' }) | undefined {
    const state = this.#state;
    const outage = this.#parts.heart.outages.find(({ id, ended }) => id > state.outageId && ended > state.createdAt);
    if (!outage || state.status === 'finished') return undefined;
    const byMs = Math.max(0, outage.ended - Math.max(outage.began, state.at));
    return { kind: 'giveBack', outageId: outage.id, byMs };
  }

  /** Sets the timer for the state's deadline. Whoever wrote last fires at once, others a little later if still due. */
  #schedule(): void {
    this.#cancelTick();
    if (this.#closed) return;
    const due = deadline(this.game, this.#state);
    if (due === undefined) return;
    const { clock, random } = this.#parts;
    const lag = TICK_GRACE_MS + (this.#wroteLast ? 0 : 200 + 300 * random());
    // Timers take at most 2^31 ms; a later deadline is looked at again then.
    const wait = Math.min(Math.max(0, due + lag - clock.now()), 2 ** 31 - 1);
    this.#cancelTick = clock.after(wait, () => void this.#tick(due));
  }

  async #tick(due: number): Promise<void> {
    const { seq } = this.#state;
    const commandId = derivedId(this.matchId, 'tick', due, seq);
    await this.submit({ actor: SYSTEM_ACTOR, commandId, command: { kind: 'tick' } });
    if (this.#closed || this.#state.seq !== seq) return; // the entry that came has set the next timer
    this.#cancelTick = this.#parts.clock.after(RETRY_MS, () => this.#schedule());
  }
}

/** Under what an accepted command is remembered. */
export const acceptedKey = (actor: string, commandId: string): string => actor + commandId;

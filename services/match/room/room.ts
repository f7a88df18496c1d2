import type { Clock } from '../../harness/clock.ts';
import { newId, SYSTEM_ACTOR } from '../../harness/ids.ts';
import type { Logger } from '../../harness/log.ts';
import type { AnyGame } from '../games/game.ts';
import { derivedId } from './command-ids.ts';
import type { AcceptedCommands } from './accepted-commands.ts';
import { DeadlineTimer } from './deadline-timer.ts';
import { decide, type RoomCommand } from './decide.ts';
import { encodeEvents, type Entry, type LinkedEntry } from './entry.ts';
import type { Heart } from './heart.ts';
import type { Bus, LogStore, Tail } from './ports.ts';
import type { RecentEntries } from './recent-entries.ts';
import { Budget, REFUSALS, TALK } from './budget.ts';
import { deadline, fold, type RoomState, type Step } from './state.ts';
import type { Viewers } from './viewers.ts';

const MAX_WAITING_COMMANDS = 1_000;
const MAX_AGE_MS = 5_000;
/** After a deadline, so that an answer given in time but still on its way is not beaten by it. */
const TICK_GRACE_MS = 250;
const GAP_MS = 5;
const RETRY_MS = 500;

/** The log is not the one that was folded: a standby was promoted that lacked its end. The room has been let go. */
export class DivergedError extends Error {
  constructor(matchId: string) {
    super(`The log of match ${matchId} lacks an entry that was folded.`);
  }
}

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
  /** Called when the log is not the one that was folded, or cannot be folded here: this room must be let go. */
  readonly onBroken: (room: Room, cause: unknown) => void;
}

/** What is decided. */
type Proposal = Pick<Submission, 'actor' | 'commandId' | 'command'>;

interface Waiting {
  readonly submission: Submission;
  /** On the match's clock: what it is decided by. */
  readonly arrivedAt: number;
  /** On the monotonic clock: how long it has waited. */
  readonly arrived: number;
  /** How many reads of the log's tail had begun by then. */
  readonly readsBefore: number;
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
  readonly #accepted: AcceptedCommands;
  readonly #recent: RecentEntries;
  readonly #timer: DeadlineTimer;
  readonly #waiting: Waiting[] = [];
  readonly #refusals: Budget;
  readonly #talk: Budget;
  #state: RoomState;
  #working = false;
  #closed = false;
  /** An append came back without saying what became of it: the log must be read before anything is decided. */
  #stale = false;
  /** Reads of the log's tail are counted, since times that are equal do not tell which of two things came first. */
  #readsBegun = 0;
  /** The newest read whose entries have been folded. */
  #newestRead = 0;
  /** The newest entry that was told of and did not follow what is folded. */
  #told: Entry | undefined;
  /** When anything was last heard of this match; silent rooms are polled. */
  #heardAt: number;
  #wroteLast = false;
  #cancelGap: (() => void) | undefined;

  constructor(
    matchId: string,
    game: AnyGame,
    loaded: { state: RoomState; accepted: AcceptedCommands; recent: RecentEntries },
    viewers: Viewers,
    parts: RoomParts,
  ) {
    this.matchId = matchId;
    this.game = game;
    this.viewers = viewers;
    this.#parts = parts;
    this.#state = loaded.state;
    this.#accepted = loaded.accepted;
    this.#recent = loaded.recent;
    this.#heardAt = parts.clock.monotonic();
    this.#refusals = new Budget(REFUSALS, parts.clock);
    this.#talk = new Budget(TALK, parts.clock);
    this.#timer = new DeadlineTimer(parts.clock, () => void this.#tick());
    this.#schedule();
  }

  get state(): RoomState {
    return this.#state;
  }

  /** When its newest entry came, or it was loaded, by the monotonic clock. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** Whether its newest entry was written here. */
  get wroteLast(): boolean {
    return this.#wroteLast;
  }

  /** Ids of accepted commands with their entries, for snapshots. */
  get accepted(): AcceptedCommands {
    return this.#accepted;
  }

  /** True once it has been let go: it decides nothing and shows nothing any more. */
  get closed(): boolean {
    return this.#closed;
  }

  get busy(): boolean {
    return this.#working || this.#waiting.length > 0;
  }

  /** Asks for something to happen. Resolves when it is in the log for good, or refused, or nobody knows; never rejects. */
  submit(submission: Submission): Promise<Answer> {
    if (this.#waiting.length >= MAX_WAITING_COMMANDS) return Promise.resolve({ kind: 'overloaded' });
    const { clock } = this.#parts;
    return new Promise((resolve) => {
      this.#waiting.push({
        submission,
        arrivedAt: clock.now(),
        arrived: clock.monotonic(),
        readsBefore: this.#readsBegun,
        resolve,
      });
      if (!this.#working) void this.#work();
    });
  }

  /** An entry that another replica told of, in any order and number. */
  receive(entry: LinkedEntry): void {
    const { seq, entryId } = this.#state;
    if (entry.seq < seq || entry.entryId === entryId) return;
    if (entry.seq === seq + 1 && entry.previousEntryId === entryId) {
      this.#apply(entry);
      return;
    }
    // Messages of two replicas may overtake each other; and what follows another entry than the one folded is of a log
    // that lost its end, or of the end that was lost. After a moment the log itself is asked.
    if (entry.seq >= (this.#told?.seq ?? 0)) this.#told = entry;
    this.#cancelGap ??= this.#parts.clock.after(GAP_MS, () => {
      const told = this.#told!;
      this.#cancelGap = undefined;
      this.#told = undefined;
      const { seq, entryId } = this.#state;
      const isNews = told.seq > seq || (told.seq === seq && told.entryId !== entryId);
      if (isNews) this.catchUp().catch(() => {}); // away: the tail poll tries on
    });
  }

  /**
   * What the log was read to hold behind an entry that is folded; what nobody told of is told on. False when the log is
   * not the one that was folded: the room is then let go.
   */
  takeOver({ holdsHead, entries }: Tail): boolean {
    if (!holdsHead) return this.#letGoDiverged();
    for (const entry of entries) {
      const { seq, entryId } = this.#state;
      // Told of and folded while the log was read, which holds another.
      if (entry.seq === seq && entry.entryId !== entryId) return this.#letGoDiverged();
      if (entry.seq === seq + 1 && this.#apply(entry)) this.#parts.bus.publish({ ...entry, previousEntryId: entryId });
    }
    return true;
  }

  /** Reads the tail of the log. @throws when the database is away, or when the log is not the one that was folded. */
  async catchUp(): Promise<void> {
    this.#readsBegun += 1;
    const read = this.#readsBegun;
    const { seq, entryId } = this.#state;
    const [head, ...entries] = await this.#parts.log.read(this.matchId, seq);
    if (!this.takeOver({ holdsHead: head?.entryId === entryId, entries })) throw new DivergedError(this.matchId);
    this.#newestRead = Math.max(this.#newestRead, read);
    this.#stale = false;
  }

  #letGoDiverged(): false {
    this.#parts.onBroken(this, new DivergedError(this.matchId));
    return false;
  }

  /** No deadline fires from here on. */
  close(): void {
    this.#closed = true;
    this.#timer.close();
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
    const { submission } = waiting;
    const { actor, commandId, command, seenSeq = 0, abandoned } = submission;
    const isTalk = command.kind === 'say' || command.kind === 'react';
    const isTooMuch = isTalk && !this.#talk.take(actor);
    for (;;) {
      if (this.#closed || abandoned?.() || clock.monotonic() - waiting.arrived > MAX_AGE_MS) return { kind: 'unknown' };
      if (this.#stale || seenSeq > this.#state.seq) await this.catchUp();
      if (heart.isLate) await heart.beatIfLate(); // last, since nothing may come between it and the decision
      const repeated = this.#accepted.seqOf(actor, commandId);
      if (repeated !== undefined) return { kind: 'accepted', seq: repeated };

      const before = this.#state;
      const outage = this.#pendingOutage();
      const decided = outage
        ? this.#decide(outage, clock.now())
        : isTooMuch
          ? ({ refusal: 'RATE_LIMITED' } as const)
          : this.#decide(submission, waiting.arrivedAt);
      if ('refusal' in decided) {
        // What nobody asked for needs no certainty: if it is due after all, it will be asked for again.
        if (this.#newestRead > waiting.readsBefore || actor === SYSTEM_ACTOR)
          return { kind: 'refused', reason: decided.refusal };
        if (!this.#refusals.take(actor)) return { kind: 'unknown' }; // perhaps it is in the log by now
        await this.catchUp();
        continue;
      }
      const { entry, steps } = decided;
      const kind = await this.#parts.log.append(entry);
      if (kind === 'stored') {
        if (this.#state === before) this.#apply(entry, steps);
        this.#parts.bus.publish(entry);
        if (outage) continue;
        return { kind: 'accepted', seq: entry.seq };
      }
      if (kind === 'full') return { kind: 'overloaded' };
      if (kind === 'bad') return { kind: 'refused', reason: 'INTERNAL' };
      this.#stale = true; // lost the race, or nobody knows: only the log can tell
      await this.catchUp();
      // Nobody was faster: the database may find our time too far ahead of its own.
      if (kind === 'absent' && this.#state.seq === before.seq) await clock.resample();
    }
  }

  /** Decides one command on the state now. @param arrivedAt the match's time that it is decided by */
  #decide(
    { actor, commandId, command }: Proposal,
    arrivedAt: number,
  ): { readonly refusal: string } | { readonly entry: LinkedEntry; readonly steps: readonly Step[] } {
    const before = this.#state;
    const at = Math.max(Math.min(arrivedAt, this.#parts.clock.now()), before.at);
    const entryId = newId();
    const decision = decide(this.game, before, command, at, entryId);
    if ('refusal' in decision) return decision;
    const body = encodeEvents(decision.events);
    const { matchId } = this;
    const seq = before.seq + 1;
    const entry = { matchId, seq, entryId, previousEntryId: before.entryId, actor, commandId, at, body };
    return { entry, steps: decision.steps };
  }

  /**
   * Folds the next entry and shows it. False when this code cannot: the room is then let go.
   * @param decided what the entry folds to, where it was decided here
   */
  #apply(entry: Entry, decided?: readonly Step[]): boolean {
    if (this.#closed) return false;
    const before = this.#state;
    try {
      const steps = decided ?? fold(this.game, before, entry);
      this.#state = steps.at(-1)!.state;
      this.#wroteLast = decided !== undefined;
      this.#heardAt = this.#parts.clock.monotonic();
      this.#accepted.add(entry.actor, entry.commandId, entry.seq);
      this.#recent.add(entry, this.#state);
      this.viewers.deliver(this.#state, steps, this.#parts.clock.now());
      for (const { event } of steps) {
        if (event.kind === 'seatJoined') this.viewers.replace(event.seat, event);
        // The seat may be another's next; what it may see must not be sent to who had it before.
        if (event.kind === 'playerLeft') this.viewers.endSeat(event.seat);
      }
    } catch (error) {
      // A newer version's event, or a fault in a game: the other matches of this replica go on.
      this.#parts.onBroken(this, error);
      return false;
    }
    this.#schedule();
    this.#parts.onFolded(this, before);
    return true;
  }

  /** The giving back of the outages that this match has not had back yet: all at once, as its entry moves the time on. */
  #pendingOutage(): Proposal | undefined {
    const state = this.#state;
    const { outages } = this.#parts.heart;
    if (state.status === 'finished' || (outages.at(-1)?.id ?? 0) <= state.outageId) return undefined;
    const pending = outages.filter(({ id, ended }) => id > state.outageId && ended > state.createdAt);
    const newest = pending.at(-1);
    if (!newest) return undefined;
    const byMs = pending.reduce((sum, { began, ended }) => sum + Math.max(0, ended - Math.max(began, state.at)), 0);
    return {
      actor: SYSTEM_ACTOR,
      commandId: derivedId(this.matchId, 'giveBack', newest.id),
      command: { kind: 'giveBack', outageId: newest.id, byMs },
    };
  }

  /** Sets the timer for the state's deadline. Whoever wrote last fires at once, others a little later if still due. */
  #schedule(): void {
    const due = deadline(this.game, this.#state);
    if (due === undefined || this.#closed) return this.#timer.clear();
    const { clock, random } = this.#parts;
    const lag = TICK_GRACE_MS + (this.#wroteLast ? 0 : 200 + 300 * random());
    this.#timer.set(due + lag - clock.now());
  }

  async #tick(): Promise<void> {
    const { seq } = this.#state;
    const due = deadline(this.game, this.#state)!;
    const commandId = derivedId(this.matchId, 'tick', due, seq);
    await this.submit({ actor: SYSTEM_ACTOR, commandId, command: { kind: 'tick' } });
    if (this.#closed || this.#state.seq !== seq) return; // the entry that came has set the next timer
    this.#timer.set(RETRY_MS);
  }
}

import { newId } from '../../../harness/ids.ts';
import { encodeEvents, type Entry } from '../entry.ts';
import type { Answer, Submission } from '../room.ts';
import { fold, type RoomState, type Step } from '../state.ts';
import { countingGame, type CountingState } from './counting-game.ts';
import type { Fault } from './log.ts';
import { ALICE, BOB, move, whisper } from './match.ts';
import { SimulatedWorld, type SimulatedReplica } from './replica.ts';
import type { SimulatedStream } from './viewer.ts';

const WATCHER = newId();
/** Two players and one who only watches. */
export const USERS = [ALICE, BOB, WATCHER];

/** One thing that happens; which replica, user or task it concerns follows from `choice`. */
export interface Happening {
  readonly what:
    | 'task'
    | 'count'
    | 'miscount'
    | 'whisper'
    | 'resend'
    | 'tick'
    | 'wait'
    | 'come'
    | 'leave'
    | 'database'
    | 'redis'
    | 'deafen'
    | 'kill'
    | 'stop'
    | 'continue'
    | 'forget'
    | 'failover';
  readonly choice: number;
}

/** What a scenario begins with. */
export interface Setting {
  readonly replicas: number;
  /** Entries that the log has already; from 200 on there are snapshots. */
  readonly entriesBefore?: number;
  /** Changes a replica as it starts: a planted bug. */
  readonly plant?: (replica: SimulatedReplica, world: SimulatedWorld) => void;
}

/** A command that was sent, each time that it was. */
export interface Asked {
  readonly submission: Submission;
  readonly headBefore: number;
  headAfter: number;
  answer: Answer | undefined;
}

/** A log with its states, as far as it is dense. */
export interface FoldedLog {
  readonly entries: readonly Entry[];
  readonly steps: readonly (readonly Step[])[];
}

/**
 * One match at several replicas, over a bus that loses, repeats, delays and reorders, on a database that loses answers,
 * is away or fails over, with replicas that die, hang or forget, and clients that move between them and send again what
 * was not answered. What is wrong at the moment when it happens is noted; the rest is seen from the end.
 */
export class Scenario {
  readonly world = new SimulatedWorld();
  readonly matchId: string;
  readonly replicas: SimulatedReplica[] = [];
  readonly everyReplica: SimulatedReplica[] = [];
  readonly asked: Asked[] = [];
  readonly streams: SimulatedStream[] = [];
  /** Where each user is attached now. */
  readonly attached = new Map<string, { replica: SimulatedReplica; stream: SimulatedStream }>();
  /** Logs as they were when they lost their end. */
  readonly lostLogs: FoldedLog[] = [];
  /** Ids of entries that were lost. */
  readonly lost = new Set<string>();
  readonly violations = new Set<string>();
  readonly #setting: Setting;
  readonly #cursors = new Map<string, number>();
  readonly #deaf = new Set<SimulatedReplica>();
  #entries: Entry[] = [];
  #steps: (readonly Step[])[] = [];
  #chance: number;

  /** @param seed of all that is left to chance and not to what happens */
  constructor(seed: number, setting: Setting) {
    this.#chance = seed;
    this.#setting = setting;
    this.world.database.uniqueCommands = false; // the fold alone must see to it
    // With a long pace nothing but the tail poll brings to light what was not told.
    const paceMs = [2_000, 2_000, 3_600_000][this.#random(3)]!;
    this.matchId = this.world.create(countingGame, [ALICE, BOB], { paceMs, upTo: 30 });
    for (let count = 1; count < (setting.entriesBefore ?? 1); count += 1) this.#prefill();
    this.world.channels.copies = ({ owner }) =>
      this.#deaf.has(owner as SimulatedReplica) ? 0 : [1, 1, 1, 0, 2][this.#random(5)]!;
    this.#watchWhatIsTold();
  }

  /** Some replicas with everybody attached, and from now on only what is made to happen does. */
  async begin(): Promise<void> {
    for (let count = 0; count < this.#setting.replicas; count += 1) await this.#addReplica();
    USERS.forEach((userId, index) => this.#come(userId, this.replicas[index % this.replicas.length]!));
    await this.world.time.advance(100);
    this.world.tasks.held = true;
  }

  async happen({ what, choice }: Happening): Promise<void> {
    const { world } = this;
    const replica = this.replicas[choice % this.replicas.length]!;
    const player = [ALICE, BOB][(choice >> 3) % 2]!;
    const user = USERS[(choice >> 3) % 3]!;
    switch (what) {
      case 'task':
        return void (await world.tasks.runOne(choice));
      case 'count':
        return this.#ask(replica, move(player, this.#count + 1));
      case 'miscount':
        return this.#ask(replica, move(player, this.#count + (choice % 3)));
      case 'whisper':
        return this.#ask(replica, whisper(player, newId()));
      case 'resend': {
        const old = this.asked[choice % (this.asked.length || 1)];
        return old && this.#ask(replica, old.submission);
      }
      case 'tick':
        return world.time.advance(1 + (choice % 300));
      case 'wait':
        return world.time.advance(1_000 + (choice % 5_000));
      case 'come':
        return this.#come(user, replica);
      case 'leave':
        return this.#leave(user);
      case 'database':
        world.database.away = !world.database.away;
        return;
      case 'redis':
        world.channels.away = !world.channels.away;
        return;
      case 'deafen':
        return void (this.#deaf.delete(replica) || this.#deaf.add(replica));
      case 'stop':
        return replica.stop();
      case 'continue':
        return this.replicas.forEach((one) => one.continue());
      case 'forget':
        return void replica.rooms.forgetIdle().catch(() => {});
      case 'failover':
        return this.#failOver(choice % 4 === 0 ? 2 : 1);
      case 'kill':
        replica.kill();
        this.replicas.splice(this.replicas.indexOf(replica), 1);
        for (const [userId, there] of this.attached) if (there.replica === replica) this.#leave(userId);
        return this.#addReplica();
    }
  }

  /** All is well again, but perhaps for Redis; everybody comes back, sends again what was not answered, and time passes. */
  async heal(): Promise<void> {
    const { database, channels, tasks, time } = this.world;
    database.away = false;
    channels.away = this.#random(2) === 0;
    channels.copies = () => 1;
    for (const replica of this.replicas) {
      replica.continue();
      replica.log.fault = () => 'none';
    }
    await tasks.release();
    // Twice: a replica that only now finds its log without its end ends the streams that have just come.
    for (const userId of [...USERS, ...USERS]) {
      await time.advance(2_500);
      if (!this.attached.has(userId) || this.attached.get(userId)!.stream.ended)
        this.#come(userId, this.replicas[this.#random(this.replicas.length)]!);
    }
    for (const { submission } of this.#open(() => true)) this.#ask(this.replicas[0]!, submission);
    await time.advance(7_000);
  }

  /** The log as it is now. */
  folded(): FoldedLog {
    const log = this.world.database.log(this.matchId);
    const known = this.#entries.length;
    if (known > log.length || this.#entries.at(-1)?.entryId !== log[known - 1]?.entryId)
      [this.#entries, this.#steps] = [[], []];
    for (let entry = log[this.#entries.length]; entry; entry = log[this.#entries.length]) {
      this.#steps.push(fold(countingGame, this.#steps.at(-1)?.at(-1)?.state, entry));
      this.#entries.push(entry);
    }
    return { entries: this.#entries, steps: this.#steps };
  }

  /** Commands that were sent and of which nobody knows yet what became of them, each once. */
  #open(isMeant: (asked: Asked) => boolean): readonly Asked[] {
    const open = new Map<string, Asked>();
    for (const asked of this.asked) {
      const { commandId } = asked.submission;
      const isOpen = asked.answer === undefined || asked.answer.kind === 'unknown';
      if (!isOpen) open.delete(commandId);
      else if (isMeant(asked)) open.set(commandId, asked);
    }
    return [...open.values()];
  }

  get #state(): RoomState {
    return this.folded().steps.at(-1)!.at(-1)!.state;
  }

  get #count(): number {
    return (this.#state.gameState as CountingState).count;
  }

  #random(below: number): number {
    this.#chance = (Math.imul(this.#chance, 1_664_525) + 1_013_904_223) >>> 0;
    return (this.#chance >>> 8) % below;
  }

  #note(violation: string, entryId: string): void {
    if (!this.lost.has(entryId)) this.violations.add(violation);
  }

  #watchWhatIsTold(): void {
    const { world, matchId } = this;
    const publish = world.channels.publish.bind(world.channels);
    world.channels.publish = (entry) => {
      if (world.database.log(matchId)[entry.seq - 1]?.entryId !== entry.entryId)
        this.#note('told to other replicas before it was in the log', entry.entryId);
      publish(entry);
    };
    world.onShown = (message) => {
      const seq = message.kind === 'events' ? message.seq : message.kind === 'snapshot' ? message.view.seq : 0;
      if (seq > world.database.log(matchId).length && this.lost.size === 0)
        this.violations.add('shown before it was in the log');
    };
  }

  #prefill(): void {
    const { database, time } = this.world;
    const { seq, entryId } = this.#state;
    const body = encodeEvents([{ kind: 'game', event: { kind: 'whispered', seat: 0, word: 'before' } }]);
    const ids = { matchId: this.matchId, entryId: newId(), previousEntryId: entryId, actor: ALICE, commandId: newId() };
    database.append({ ...ids, seq: seq + 1, at: time.now, body });
  }

  async #addReplica(): Promise<void> {
    const { database, tasks } = this.world;
    const wasAway = database.away;
    const wasHeld = tasks.held;
    tasks.held = false;
    database.away = false;
    const replica = await this.world.replica([countingGame], { ahead: this.#random(100) - 50 });
    tasks.held = wasHeld;
    database.away = wasAway;
    replica.log.fault = () => (['none', 'none', 'none', 'answerLost', 'lost', 'late'] as Fault[])[this.#random(6)]!;
    this.#setting.plant?.(replica, this.world);
    this.replicas.push(replica);
    this.everyReplica.push(replica);
  }

  #ask(replica: SimulatedReplica, submission: Submission): void {
    const headBefore = this.world.database.log(this.matchId).length;
    const asked: Asked = { submission, headBefore, headAfter: headBefore, answer: undefined };
    this.asked.push(asked);
    replica.rooms
      .get(this.matchId)
      .then((room) => room.submit(submission))
      .then(
        (answer) => {
          if (replica.state === 'dead') return;
          const log = this.world.database.log(this.matchId);
          asked.answer = answer;
          asked.headAfter = log.length;
          if (answer.kind === 'accepted' && log[answer.seq - 1]?.commandId !== submission.commandId)
            this.#note('acknowledged before it was in the log', submission.commandId);
        },
        () => {},
      );
  }

  #leave(userId: string): void {
    const there = this.attached.get(userId);
    if (!there) return;
    this.attached.delete(userId);
    this.#cursors.set(userId, there.stream.cursor);
    if (there.replica.state === 'dead') return;
    void there.replica.rooms.get(this.matchId).then(
      (room) => room.viewers.detach(there.stream),
      () => {},
    );
  }

  #come(userId: string, replica: SimulatedReplica): void {
    if (replica.state !== 'alive') return;
    this.#leave(userId);
    replica.attach(this.matchId, userId, this.#cursors.get(userId) ?? 0).then(
      (stream) => {
        if (replica.state === 'dead') return;
        this.#leave(userId);
        this.streams.push(stream);
        this.attached.set(userId, { replica, stream });
        for (const { submission } of this.#open((asked) => asked.submission.actor === userId))
          this.#ask(replica, submission);
      },
      () => {},
    );
  }

  /** A standby that lacks the newest entries takes the database's place. */
  #failOver(entries: number): void {
    const log = this.folded();
    if (log.entries.length <= entries) return;
    this.lostLogs.push({ entries: [...log.entries], steps: [...log.steps] });
    for (const { entryId, commandId } of this.world.database.cut(this.matchId, log.entries.length - entries)) {
      this.lost.add(entryId);
      this.lost.add(commandId);
    }
  }
}

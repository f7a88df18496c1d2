import type { LinkedEntry } from '../entry.ts';
import type { Bus } from '../ports.ts';
import type { Owner, Tasks } from './tasks.ts';

/** Redis pub/sub: whoever publishes also hears of it, if subscribed. */
export class SimulatedChannels {
  /** How many copies of a message arrive; asked for each receiver. */
  copies: (receiver: SimulatedBus) => number = () => 1;
  readonly #tasks: Tasks;
  readonly #members = new Set<SimulatedBus>();
  #away = false;

  constructor(tasks: Tasks) {
    this.#tasks = tasks;
  }

  get away(): boolean {
    return this.#away;
  }

  /** What is under way when it goes is lost; when it is back, everyone connects again. */
  set away(away: boolean) {
    if (away === this.#away) return;
    this.#away = away;
    for (const member of this.#members) {
      if (away) member.lose();
      else this.#tasks.add(member.owner, () => member.connect());
    }
  }

  join(member: SimulatedBus): void {
    this.#members.add(member);
  }

  publish(entry: LinkedEntry): void {
    if (this.#away) return;
    for (const member of this.#members) {
      for (let copy = this.copies(member); copy > 0; copy -= 1) {
        this.#tasks.add(member.owner, () => {
          if (!this.#away) member.hear(entry);
        });
      }
    }
  }
}

/** One replica's connection to it: what it asks for is done in the order in which it was asked. */
export class SimulatedBus implements Bus {
  readonly owner: Owner;
  readonly #channels: SimulatedChannels;
  readonly #tasks: Tasks;
  readonly #onEntry: (entry: LinkedEntry) => void;
  readonly #onReturn: () => void;
  /** What should be subscribed, whether Redis is there or not; and what is. */
  readonly #wanted = new Set<string>();
  readonly #subscribed = new Set<string>();
  /** What Redis has been asked for and has not done yet, each with what follows when it is done, or never will be. */
  #asked: { readonly act: () => void; readonly done: () => void }[] = [];

  constructor(
    channels: SimulatedChannels,
    tasks: Tasks,
    owner: Owner,
    onEntry: (entry: LinkedEntry) => void,
    onReturn: () => void,
  ) {
    this.#channels = channels;
    this.#tasks = tasks;
    this.owner = owner;
    this.#onEntry = onEntry;
    this.#onReturn = onReturn;
    channels.join(this);
  }

  /** Matches that should be subscribed. */
  get subscriptions(): ReadonlySet<string> {
    return this.#wanted;
  }

  get isAway(): boolean {
    return this.#channels.away;
  }

  subscribe(matchId: string): Promise<void> {
    this.#wanted.add(matchId);
    return new Promise((resolve) => this.#ask(() => this.#subscribed.add(matchId), resolve));
  }

  unsubscribe(matchId: string): void {
    this.#wanted.delete(matchId);
    this.#ask(() => this.#subscribed.delete(matchId));
  }

  publish(entry: LinkedEntry): void {
    this.#channels.publish(entry);
  }

  hear(entry: LinkedEntry): void {
    if (this.#subscribed.has(entry.matchId) && this.#wanted.has(entry.matchId)) this.#onEntry(entry);
  }

  /** Redis is gone, or this connection to it. */
  lose(): void {
    this.#subscribed.clear();
    for (const { done } of this.#asked) this.#tasks.add(this.owner, done);
    this.#asked = [];
  }

  /** Redis is back: what is wanted by now is subscribed again. */
  connect(): void {
    const wanted = [...this.#wanted];
    this.#ask(
      () => wanted.forEach((matchId) => this.#subscribed.add(matchId)),
      () => {
        if (!this.#channels.away) this.#onReturn();
      },
    );
  }

  /** What was sent is done whether its sender lives or not. */
  #ask(act: () => void, done: () => void = () => {}): void {
    if (this.#channels.away) return this.#tasks.add(this.owner, done);
    this.#asked.push({ act, done });
    this.#tasks.add(undefined, () => {
      const next = this.#asked.shift();
      if (!next) return; // lost meanwhile
      next.act();
      this.#tasks.add(this.owner, next.done);
    });
  }
}

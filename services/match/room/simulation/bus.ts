import type { Entry } from '../entry.ts';
import type { Bus } from '../ports.ts';
import type { Owner, Tasks } from './tasks.ts';

/** Redis pub/sub: whoever publishes also hears of it, if subscribed. */
export class SimulatedChannels {
  away = false;
  /** How many copies of a message arrive; asked for each receiver. */
  copies: () => number = () => 1;
  readonly #tasks: Tasks;
  readonly #members = new Set<SimulatedBus>();

  constructor(tasks: Tasks) {
    this.#tasks = tasks;
  }

  join(member: SimulatedBus): void {
    this.#members.add(member);
  }

  publish(entry: Entry): void {
    if (this.away) return;
    for (const member of this.#members) {
      for (let copy = this.copies(); copy > 0; copy -= 1) {
        this.#tasks.add(member.owner, () => {
          if (!this.away && member.subscriptions.has(entry.matchId)) member.onEntry(entry);
        });
      }
    }
  }

  subscribe(member: SimulatedBus, matchId: string): Promise<void> {
    return new Promise((resolve) => {
      this.#tasks.add(member.owner, () => {
        member.subscriptions.add(matchId); // away: the real bus subscribes when Redis is back
        this.#tasks.add(member.owner, resolve);
      });
    });
  }
}

/** One replica's connection to it. */
export class SimulatedBus implements Bus {
  readonly owner: Owner;
  readonly onEntry: (entry: Entry) => void;
  readonly subscriptions = new Set<string>();
  readonly #channels: SimulatedChannels;

  constructor(channels: SimulatedChannels, owner: Owner, onEntry: (entry: Entry) => void) {
    this.#channels = channels;
    this.owner = owner;
    this.onEntry = onEntry;
    channels.join(this);
  }

  subscribe(matchId: string): Promise<void> {
    return this.#channels.subscribe(this, matchId);
  }

  unsubscribe(matchId: string): void {
    this.subscriptions.delete(matchId);
  }

  publish(entry: Entry): void {
    this.#channels.publish(entry);
  }
}

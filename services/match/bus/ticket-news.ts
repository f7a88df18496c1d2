import type { Redis } from 'ioredis';
import type { FoundMatch } from '../matchmaking/queue.ts';

const CHANNEL = 'tickets';

/** Tells other replicas which tickets have become matches; what is lost they see within a second by themselves. */
export class TicketNews {
  readonly #publisher: Redis;

  /** @param subscriber a connection of its own. */
  constructor(publisher: Redis, subscriber: Redis, onMatched: (matches: readonly FoundMatch[]) => void) {
    this.#publisher = publisher;
    subscriber.on('ready', () => void subscriber.subscribe(CHANNEL).catch(() => {}));
    subscriber.on('message', (channel: string, message: string) => {
      if (channel !== CHANNEL) return;
      const matches = message.split(';').map((match) => match.split(' '));
      onMatched(matches.map(([matchId = '', ...ticketIds]) => ({ matchId, ticketIds })));
    });
  }

  tell(matches: readonly FoundMatch[]): void {
    const message = matches.map(({ matchId, ticketIds }) => [matchId, ...ticketIds].join(' ')).join(';');
    this.#publisher.publish(CHANNEL, message).catch(() => {});
  }
}

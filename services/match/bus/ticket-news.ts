import type { Redis } from 'ioredis';

const CHANNEL = 'tickets';

/** Tells other replicas which tickets have changed; what is lost they see within a second by themselves. */
export class TicketNews {
  readonly #publisher: Redis;

  /** @param subscriber a connection of its own. */
  constructor(publisher: Redis, subscriber: Redis, onChanged: (ticketIds: readonly string[]) => void) {
    this.#publisher = publisher;
    subscriber.on('ready', () => void subscriber.subscribe(CHANNEL).catch(() => {}));
    subscriber.on('message', (channel: string, message: string) => {
      if (channel === CHANNEL) onChanged(message.split(' '));
    });
  }

  tell(ticketIds: readonly string[]): void {
    this.#publisher.publish(CHANNEL, ticketIds.join(' ')).catch(() => {});
  }
}

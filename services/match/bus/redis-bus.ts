import type { Redis } from 'ioredis';
import { idFromBytes, idToBytes } from '../../harness/ids.ts';
import type { Entry } from '../room/entry.ts';
import type { Bus } from '../room/ports.ts';

const PREFIX = 'match:';
const HEADER_BYTES = 60;

/** Entries between replicas over Redis pub/sub, a channel per match. Raw entries: whoever reads Redis reads secrets. */
export class RedisBus implements Bus {
  readonly #publisher: Redis;
  readonly #subscriber: Redis;
  /** What should be subscribed, whether Redis is there or not. */
  readonly #wanted = new Set<string>();

  /**
   * @param subscriber a connection of its own.
   * @param onEntry called for every entry that arrives.
   * @param onReturn called when Redis is back and subscriptions stand again: whatever was told meanwhile is lost.
   */
  constructor(publisher: Redis, subscriber: Redis, onEntry: (entry: Entry) => void, onReturn: () => void) {
    this.#publisher = publisher;
    this.#subscriber = subscriber;
    subscriber.on('messageBuffer', (channel: Buffer, message: Buffer) => {
      const name = channel.toString();
      // A message that is cut short says nothing; the tail poll finds what it was about.
      if (name.startsWith(PREFIX) && message.length > HEADER_BYTES)
        onEntry(decodeEntry(name.slice(PREFIX.length), message));
    });
    subscriber.on('ready', () => {
      // ioredis subscribes again only to what it once succeeded with, and not to what was wanted while Redis was away.
      const channels = [...this.#wanted].map((matchId) => PREFIX + matchId);
      const again = channels.length > 0 ? subscriber.subscribe(...channels) : Promise.resolve();
      again.then(onReturn, () => {}); // away again: the next return is another try
    });
  }

  async subscribe(matchId: string): Promise<void> {
    this.#wanted.add(matchId);
    await this.#subscriber.subscribe(PREFIX + matchId).catch(() => {}); // away: the tail poll finds everything
  }

  unsubscribe(matchId: string): void {
    this.#wanted.delete(matchId);
    this.#subscriber.unsubscribe(PREFIX + matchId).catch(() => {});
  }

  publish(entry: Entry): void {
    this.#publisher.publish(PREFIX + entry.matchId, encodeEntry(entry)).catch(() => {});
  }
}

/** Three ids of 16 bytes, seq as 32 and time as 64 bits, then the body. */
export function encodeEntry(entry: Entry): Buffer {
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  header.set(idToBytes(entry.entryId), 0);
  header.set(idToBytes(entry.actor), 16);
  header.set(idToBytes(entry.commandId), 32);
  header.writeUInt32BE(entry.seq, 48);
  header.writeDoubleBE(entry.at, 52);
  return Buffer.concat([header, entry.body]);
}

export function decodeEntry(matchId: string, message: Buffer): Entry {
  return {
    matchId,
    entryId: idFromBytes(message.subarray(0, 16)),
    actor: idFromBytes(message.subarray(16, 32)),
    commandId: idFromBytes(message.subarray(32, 48)),
    seq: message.readUInt32BE(48),
    at: message.readDoubleBE(52),
    body: message.subarray(HEADER_BYTES),
  };
}

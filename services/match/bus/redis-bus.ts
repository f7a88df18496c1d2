import type { Redis } from 'ioredis';
import { idFromBytes, writeId } from '../../harness/ids.ts';
import type { LinkedEntry } from '../room/entry.ts';
import type { Bus } from '../room/ports.ts';

const PREFIX = 'match:';
const HEADER_BYTES = 76;
const PING_MS = 1_000;
/** When Redis is back, connections come back within a second of each other: until then entries go unheard. */
const SETTLE_MS = 2_000;
/** Arguments are channels and messages in turn. One command for many costs a replica a third of one command for each. */
const PUBLISH_ALL = `for i = 1, #ARGV, 2 do redis.call('publish', ARGV[i], ARGV[i + 1]) end`;

/** Entries between replicas over Redis pub/sub, a channel per match. Raw entries: whoever reads Redis reads secrets. */
export class RedisBus implements Bus {
  readonly #publisher: Redis;
  readonly #subscriber: Redis;
  /** What should be subscribed, whether Redis is there or not. */
  readonly #wanted = new Set<string>();
  /** Redis did not answer when it was last asked: it may hang, with its connections open. */
  #isSilent = false;
  /** On the monotonic clock: until when other replicas may still be without a connection. */
  #settledAt = 0;
  /** Channels and messages in turn, which this turn of the loop has gathered. */
  #gathered: (string | Buffer)[] = [];

  /**
   * @param subscriber a connection for this alone: whoever else listens to it would be called for every entry too.
   * @param onEntry called for every entry that arrives.
   * @param onReturn called when Redis is back and subscriptions stand again: whatever was told meanwhile is lost.
   */
  constructor(publisher: Redis, subscriber: Redis, onEntry: (entry: LinkedEntry) => void, onReturn: () => void) {
    this.#publisher = publisher;
    this.#subscriber = subscriber;
    subscriber.on('messageBuffer', (channel: Buffer, message: Buffer) => {
      const name = channel.toString();
      if (!name.startsWith(PREFIX)) return;
      const matchId = name.slice(PREFIX.length);
      // What was on its way when it was unsubscribed is not wanted any more. A message that is cut short says nothing;
      // the tail poll finds what it was about.
      if (this.#wanted.has(matchId) && message.length > HEADER_BYTES) onEntry(decodeEntry(matchId, message));
    });
    // ioredis would subscribe again to what it once succeeded with: also to what was ended while Redis was away, and not
    // to what was wanted meanwhile.
    subscriber.options.autoResubscribe = false;
    subscriber.on('ready', () => {
      this.#isSilent = false;
      this.#settledAt = performance.now() + SETTLE_MS;
      const channels = [...this.#wanted].map((matchId) => PREFIX + matchId);
      const again = channels.length > 0 ? subscriber.subscribe(...channels) : Promise.resolve();
      again.then(onReturn, () => {}); // away again: the next return is another try
    });
    setInterval(() => void this.#ping(), PING_MS).unref();
  }

  get isAway(): boolean {
    return this.#subscriber.status !== 'ready' || this.#isSilent || performance.now() < this.#settledAt;
  }

  async #ping(): Promise<void> {
    if (this.#subscriber.status !== 'ready') return;
    const answers = await this.#subscriber.ping().then(
      () => true,
      () => false,
    );
    if (answers && this.#isSilent) this.#settledAt = performance.now() + SETTLE_MS;
    this.#isSilent = !answers;
  }

  async subscribe(matchId: string): Promise<void> {
    this.#wanted.add(matchId);
    await this.#subscriber.subscribe(PREFIX + matchId).catch(() => {}); // away: the tail poll finds everything
  }

  unsubscribe(matchId: string): void {
    this.#wanted.delete(matchId);
    this.#subscriber.unsubscribe(PREFIX + matchId).catch(() => {});
  }

  publish(entry: LinkedEntry): void {
    if (this.#gathered.length === 0) setImmediate(() => this.#publishGathered());
    this.#gathered.push(PREFIX + entry.matchId, encodeEntry(entry));
  }

  #publishGathered(): void {
    const gathered = this.#gathered;
    this.#gathered = [];
    this.#publisher.eval(PUBLISH_ALL, 0, ...gathered).catch(() => {}); // away: the tail poll finds everything
  }
}

/** Four ids of 16 bytes, time as 64 and seq as 32 bits, then the body. */
export function encodeEntry(entry: LinkedEntry): Buffer {
  const message = Buffer.allocUnsafe(HEADER_BYTES + Buffer.byteLength(entry.body));
  writeId(entry.entryId, message, 0);
  writeId(entry.previousEntryId, message, 16);
  writeId(entry.actor, message, 32);
  writeId(entry.commandId, message, 48);
  message.writeDoubleBE(entry.at, 64);
  message.writeUInt32BE(entry.seq, 72);
  message.write(entry.body, HEADER_BYTES);
  return message;
}

export function decodeEntry(matchId: string, message: Buffer): LinkedEntry {
  return {
    matchId,
    entryId: idFromBytes(message),
    previousEntryId: idFromBytes(message, 16),
    actor: idFromBytes(message, 32),
    commandId: idFromBytes(message, 48),
    at: message.readDoubleBE(64),
    seq: message.readUInt32BE(72),
    body: message.toString('utf8', HEADER_BYTES),
  };
}

import type { Arrival } from './arrival.ts';
import type { EndCode } from './codec.ts';
import type { ViewerStream } from './viewer-stream.ts';

/** How many streams are written to before the loop is let go. */
const CHUNK = 500;
const QUIET_MS = 10_000;

/** A stream's place in what it is shown. */
export interface Attached {
  /** The last entry this stream has covered. */
  readonly cursor: number;
  readonly arrival: Arrival;
}

interface Tracked extends Attached {
  cursor: number;
  sentAt: number;
}

interface Message {
  readonly seq: number;
  readonly bytes: Uint8Array;
  /** Ends the stream after it. */
  readonly end: EndCode | undefined;
}

/** Streams that see the same of a match. Messages are written in order; a big audience is written to in chunks. */
export class Audience {
  readonly #streams = new Map<ViewerStream, Tracked>();
  readonly #backlog: Message[] = [];

  get size(): number {
    return this.#streams.size;
  }

  streams(): Iterable<[ViewerStream, Attached]> {
    return this.#streams;
  }

  get(stream: ViewerStream): Attached | undefined {
    return this.#streams.get(stream);
  }

  /** @param cursor the last entry that what it was sent so far covers */
  add(stream: ViewerStream, cursor: number, now: number): void {
    this.#streams.set(stream, { cursor, arrival: { attachedAt: now, client: stream.client }, sentAt: now });
  }

  delete(stream: ViewerStream): boolean {
    return this.#streams.delete(stream);
  }

  deliver(message: Message, now: number): void {
    this.#backlog.push(message);
    if (this.#backlog.length === 1) this.#writeFirst([...this.#streams.keys()], 0, now);
  }

  /** Sends a sign of life, made when first needed, to streams that had nothing for 10 s. */
  sendPongs(now: number, makePong: () => Uint8Array): void {
    for (const [stream, attached] of this.#streams) {
      if (now - attached.sentAt < QUIET_MS) continue;
      attached.sentAt = now;
      stream.send(makePong());
    }
  }

  #writeFirst(streams: readonly ViewerStream[], from: number, now: number): void {
    const message = this.#backlog[0]!;
    const to = Math.min(from + CHUNK, streams.length);
    for (let index = from; index < to; index += 1) this.#write(streams[index]!, message, now);
    if (to < streams.length) {
      setImmediate(() => this.#writeFirst(streams, to, now));
      return;
    }
    this.#backlog.shift();
    if (this.#backlog.length > 0) this.#writeFirst([...this.#streams.keys()], 0, now);
  }

  #write(stream: ViewerStream, message: Message, now: number): void {
    const attached = this.#streams.get(stream);
    if (!attached || attached.cursor >= message.seq) return; // gone, or it came with a later snapshot
    attached.cursor = message.seq;
    attached.sentAt = now;
    stream.send(message.bytes);
    if (message.end) stream.end(message.end, message.seq);
  }
}

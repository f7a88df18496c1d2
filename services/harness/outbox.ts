const MAX_MESSAGES = 256;
const MAX_BYTES = 256 * 1024;

/**
 * What waits to be written to one client, within a bound of 256 messages and 256 KiB. The policy when it is full: `send`
 * refuses, and the owner cuts the client with the place to resume at; nobody waits for a slow client.
 */
export class Outbox {
  readonly #write: (bytes: Uint8Array) => boolean;
  readonly #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #writable = true;
  #onEmpty: (() => void) | undefined;

  /** @param write hands bytes to the transport; false means that it has enough until `drain`. */
  constructor(write: (bytes: Uint8Array) => boolean) {
    this.#write = write;
  }

  /** Writes, or queues in order. False: the queue is full and the message was not taken. */
  send(bytes: Uint8Array): boolean {
    if (this.#onEmpty) return true; // closing: whatever comes later has no reader
    if (this.#writable) {
      this.#writable = this.#write(bytes);
      return true;
    }
    if (this.#waiting.length >= MAX_MESSAGES || this.#waitingBytes + bytes.length > MAX_BYTES) return false;
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    return true;
  }

  /** The transport takes more. */
  drain(): void {
    this.#writable = true;
    let sent = 0;
    while (sent < this.#waiting.length && this.#writable) {
      const bytes = this.#waiting[sent++]!;
      this.#waitingBytes -= bytes.length;
      this.#writable = this.#write(bytes);
    }
    this.#waiting.splice(0, sent);
    if (this.#waiting.length === 0) this.#onEmpty?.();
  }

  /** Takes no more, and calls back when all that was taken is written. */
  close(onEmpty: () => void): void {
    if (this.#onEmpty) return;
    let called = false;
    this.#onEmpty = () => {
      if (called) return;
      called = true;
      onEmpty();
    };
    if (this.#waiting.length === 0) this.#onEmpty();
  }
}

import type { ServerDuplexStream, ServerWritableStream } from '@grpc/grpc-js';
import { Outbox } from '../outbox.ts';
import type { ApiError } from '../errors.ts';
import { toStatus } from './status.ts';

/** A request as it came off the wire: decoded, or the reason why it cannot be. */
export type Received<T> = { readonly message: T; readonly bytes: Uint8Array } | { readonly malformed: true };

/** What listens to a stream's requests. */
export interface RequestListener<T> {
  message(request: T): void;
  /** Bytes that are no message; the stream can only be ended. */
  malformed(): void;
  /** No more requests come: the client has closed its half, or has been cut off; the two look alike. */
  ended(): void;
}

/**
 * A stream towards one client. Responses are written as encoded bytes, so that one encoding serves many streams; they
 * wait in a bounded outbox while the client is slower than they come.
 */
export class ServerStream<Request> {
  readonly outbox: Outbox;
  readonly #call: ServerDuplexStream<Received<Request>, Uint8Array> | ServerWritableStream<unknown, Uint8Array>;
  readonly #publicError: (error: unknown) => ApiError;
  #closed = false;
  readonly #onClose: (() => void)[] = [];

  /** @param publicError what a client may be told of an error */
  constructor(
    call: ServerDuplexStream<Received<Request>, Uint8Array> | ServerWritableStream<unknown, Uint8Array>,
    publicError: (error: unknown) => ApiError,
  ) {
    this.#call = call;
    this.#publicError = publicError;
    this.outbox = new Outbox((bytes) => call.write(bytes));
    call.on('drain', () => this.outbox.drain());
    const close = (): void => this.#close();
    call.on('cancelled', close);
    call.on('close', close);
    call.on('error', close);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Calls back once, when the stream has ended from whichever side; at once if it has already. */
  onClose(listener: () => void): void {
    if (this.#closed) listener();
    else this.#onClose.push(listener);
  }

  /** Starts reading requests; until then the transport holds them back. */
  listen(listener: RequestListener<Request>): void {
    const call = this.#call as ServerDuplexStream<Received<Request>, Uint8Array>;
    call.on('data', (received: Received<Request>) => {
      if (this.#closed) return;
      if ('malformed' in received) listener.malformed();
      else listener.message(received.message);
    });
    call.on('end', () => {
      if (!this.#closed) listener.ended();
    });
  }

  /** Stops reading until `resume`, so that a client's haste fills its own window and not our memory. */
  pause(): void {
    (this.#call as ServerDuplexStream<unknown, unknown>).pause();
  }

  resume(): void {
    (this.#call as ServerDuplexStream<unknown, unknown>).resume();
  }

  /** Ends the stream with status OK, after what the outbox holds. */
  end(): void {
    if (this.#closed) return;
    this.outbox.close(() => this.#call.end());
    this.#close();
  }

  /** Ends the stream now with what may be told of an error, and leaves out what the outbox still holds. */
  cut(error: unknown): void {
    if (this.#closed) return;
    this.#call.emit('error', toStatus(this.#publicError(error)));
    this.#close();
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const listener of this.#onClose.splice(0)) listener();
  }
}

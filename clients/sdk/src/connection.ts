import { Metadata } from 'nice-grpc-common';
import type { MatchServiceClient } from '../../../gen/playmesh/match/v1/match_service.ts';
import type {
  ClientConnection,
  Command,
  PlayRequest,
  PlayResponse,
  WatchResponse,
} from '../../../gen/playmesh/match/v1/play.ts';
import type { ActResponse } from '../../../gen/playmesh/match/v1/match_service.ts';
import type { Headers } from './calls.ts';
import { Code, PlaymeshError, toPlaymeshError } from './errors.ts';
import { isTransient } from './retry.ts';

/** How long to wait before a command is sent again whose Act failed and did not say. */
const ACT_AGAIN_MS = 500;

/** What a connection brings: the messages of Play, and commands that can never succeed. */
export type ServerMessage =
  | NonNullable<PlayResponse['message']>
  | { readonly $case: 'failed'; readonly value: { readonly commandId: Uint8Array; readonly error: PlaymeshError } };

/** What hears a connection. */
export interface ConnectionListener {
  message(message: ServerMessage): void;
  /** Called once when it is over for any reason but `close`; without an error when the server ended it properly. */
  closed(error: PlaymeshError | undefined): void;
}

/** One attachment to a match, until it breaks. */
export interface MatchConnection {
  /** Which replica serves it, as far as that is known. */
  readonly replica: string | undefined;
  send(command: Command): void;
  /** Asks for a pong, where the transport can. */
  ping(nonce: number): void;
  close(): void;
}

/** Where a connection begins. */
export interface Opening {
  readonly matchId: Uint8Array;
  readonly afterSeq: number;
  /** Which of the session's connections it is: the newest one has the seat. */
  readonly connection: ClientConnection;
  readonly accessToken: string;
  /** Lead all calls of the match to one replica. */
  readonly routing: Headers;
}

/** Sends a command by Act, once, with a token of its own. @throws PlaymeshError, or the signal's reason. */
export type Act = (command: Command, routing: Headers, signal: AbortSignal) => Promise<ActResponse>;

/** Attaches by Play: both ways over one stream. */
export function openPlay(matches: MatchServiceClient, opening: Opening, listener: ConnectionListener): MatchConnection {
  const { matchId, afterSeq, connection } = opening;
  const requests = new RequestQueue();
  requests.push({ message: { $case: 'join', value: { matchId, afterSeq, connection } } });
  return new StreamConnection((options) => matches.play(requests, options), headersOf(opening), listener, {
    send: (command) => requests.push({ message: { $case: 'command', value: command } }),
    ping: (nonce) => requests.push({ message: { $case: 'ping', value: { nonce } } }),
    close: () => requests.close(),
  });
}

/** Attaches by Watch, for transports that cannot send on an open stream; commands go by Act. */
export function openWatch(
  matches: MatchServiceClient,
  opening: Opening,
  act: Act,
  listener: ConnectionListener,
): MatchConnection {
  const { matchId, afterSeq, connection, routing } = opening;
  const closing = new AbortController();
  const tell = (message: ServerMessage): void => {
    if (!closing.signal.aborted) listener.message(message);
  };
  const send = async (command: Command): Promise<void> => {
    const { commandId } = command;
    try {
      const { result } = await act(command, routing, closing.signal);
      tell(result ?? { $case: 'unknown', value: { commandId, retryAfterMs: ACT_AGAIN_MS } });
    } catch (error) {
      if (closing.signal.aborted) return;
      const failure = toPlaymeshError(error);
      if (!isTransient(failure)) tell({ $case: 'failed', value: { commandId, error: failure } });
      else tell({ $case: 'unknown', value: { commandId, retryAfterMs: failure.retryAfterMs ?? ACT_AGAIN_MS } });
    }
  };
  return new StreamConnection(
    (options) => matches.watch({ matchId, afterSeq, connection }, options),
    headersOf(opening),
    listener,
    {
      send: (command) => void send(command),
      ping: () => {},
      close: () => closing.abort(),
    },
  );
}

const headersOf = ({ accessToken, routing }: Opening): Headers => ({
  ...routing,
  authorization: `Bearer ${accessToken}`,
});

interface SendingHalf {
  send(command: Command): void;
  ping(nonce: number): void;
  close(): void;
}

type Stream = (options: {
  metadata: Metadata;
  signal: AbortSignal;
  onHeader(header: Metadata): void;
  onTrailer(trailer: Metadata): void;
}) => AsyncIterable<PlayResponse | WatchResponse>;

class StreamConnection implements MatchConnection {
  replica: string | undefined;
  readonly #half: SendingHalf;
  readonly #aborter = new AbortController();

  constructor(open: Stream, headers: Headers, listener: ConnectionListener, half: SendingHalf) {
    this.#half = half;
    void this.#read(open, headers, listener);
  }

  send(command: Command): void {
    this.#half.send(command);
  }

  ping(nonce: number): void {
    this.#half.ping(nonce);
  }

  close(): void {
    if (this.#aborter.signal.aborted) return;
    this.#aborter.abort();
    this.#half.close();
  }

  async #read(open: Stream, headers: Headers, listener: ConnectionListener): Promise<void> {
    const { signal } = this.#aborter;
    let trailer: Metadata | undefined;
    let error: PlaymeshError | undefined;
    try {
      const messages = open({
        metadata: Metadata(headers),
        signal,
        onHeader: (header) => (this.replica = header.get('x-playmesh-replica')),
        onTrailer: (received) => (trailer = received),
      });
      for await (const { message } of messages) {
        if (signal.aborted) return;
        if (message) listener.message(message);
      }
    } catch (thrown) {
      error = toPlaymeshError(thrown, trailer);
    }
    if (signal.aborted) return;
    this.close();
    listener.closed(error);
  }
}

/** What a client sends on Play, as the transport takes it. It never holds more than the session lets wait. */
class RequestQueue implements AsyncIterable<PlayRequest> {
  readonly #waiting: PlayRequest[] = [];
  #wake: (() => void) | undefined;
  #closed = false;

  push(request: PlayRequest): void {
    this.#waiting.push(request);
    this.#wake?.();
  }

  close(): void {
    this.#closed = true;
    this.#waiting.length = 0;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<PlayRequest> {
    while (!this.#closed) {
      const request = this.#waiting.shift();
      if (request) yield request;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

/** The error of a stream that ended without saying why. */
export const endedEarly = (): PlaymeshError =>
  new PlaymeshError(Code.UNAVAILABLE, 'The stream was cut off before its end.');

import type { Metadata } from 'nice-grpc';
import { createServer, ServerError, type CallContext, type Server } from 'nice-grpc';
import { MatchServiceDefinition, type ActResponse } from '../../../gen/playmesh/match/v1/match_service.ts';
import type { MatchServiceImplementation } from '../../../gen/playmesh/match/v1/match_service.ts';
import type {
  ClientConnection,
  Command,
  Join,
  PlayRequest,
  PlayResponse,
} from '../../../gen/playmesh/match/v1/play.ts';
import { TicketServiceDefinition } from '../../../gen/playmesh/match/v1/ticket_service.ts';
import type { TicketServiceImplementation } from '../../../gen/playmesh/match/v1/ticket_service.ts';
import { StatsServiceDefinition } from '../../../gen/playmesh/stats/v1/stats_service.ts';
import { UserServiceDefinition } from '../../../gen/playmesh/user/v1/user_service.ts';
import type { UserServiceImplementation } from '../../../gen/playmesh/user/v1/user_service.ts';
import { Code } from '../src/errors.ts';
import { Queue } from './queue.ts';
import { statusDetails, type Details } from './status-details.ts';

type Message = NonNullable<PlayResponse['message']>;

/** A client's stream as the test plays the server on it; Play and Watch look alike. */
export class Attached {
  readonly afterSeq: number;
  readonly connection: ClientConnection | undefined;
  readonly matchId: Uint8Array;
  readonly headers: Metadata;
  /** Resolves when the stream is over, from whichever side. */
  readonly closed: Promise<void>;
  /** Pings are answered unless this is false. */
  pongs = true;
  readonly pings = new Queue<number>('ping');
  readonly #out: (Message | Error | undefined)[] = [];
  #wake: () => void = () => {};

  constructor(join: Join, context: CallContext) {
    this.afterSeq = join.afterSeq;
    this.matchId = join.matchId;
    this.connection = join.connection;
    this.headers = context.metadata;
    this.closed = new Promise((resolve) => context.signal.addEventListener('abort', () => resolve()));
    context.signal.addEventListener('abort', () => this.#wake());
  }

  send(...messages: Message[]): this {
    this.#out.push(...messages);
    this.#wake();
    return this;
  }

  /** Ends the stream with status OK. */
  end(): void {
    this.#out.push(undefined);
    this.#wake();
  }

  fail(code: Code, message = 'as scripted', details: Details = {}): void {
    this.#out.push(new ScriptedError(code, message, details));
    this.#wake();
  }

  async *responses(signal: AbortSignal, trailer: Metadata): AsyncGenerator<{ message: Message }> {
    while (!signal.aborted) {
      if (this.#out.length === 0) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        continue;
      }
      const next = this.#out.shift();
      if (next === undefined) return;
      if (next instanceof Error) throw raise(next, trailer);
      yield { message: next };
    }
  }
}

/** A command that waits for the test's answer. */
export interface Commanded {
  readonly command: Command;
  /** Of the call or the stream that brought it. */
  readonly headers: Metadata;
  accept(seq: number): void;
  refuse(reason: string): void;
  unknown(retryAfterMs: number): void;
}

class ScriptedError extends Error {
  readonly code: Code;
  readonly details: Details;

  constructor(code: Code, message: string, details: Details) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** What a scripted method throws to answer with an error and its details. */
export const failure = (code: Code, details: Details = {}, message = 'as scripted'): Error =>
  new ScriptedError(code, message, details);

function raise(error: unknown, trailer: Metadata): unknown {
  if (!(error instanceof ScriptedError)) return error;
  trailer.set('grpc-status-details-bin', statusDetails(error.code, error.message, error.details));
  return new ServerError(error.code, error.message);
}

type Scripted<T> = { [Method in keyof T]?: T[Method] };

/** A real gRPC server whose every answer a test scripts; what it does not script is UNIMPLEMENTED. */
export class ScriptedMesh {
  readonly attached = new Queue<Attached>('stream');
  readonly commands = new Queue<Commanded>('command');
  readonly users: Scripted<UserServiceImplementation> = {};
  readonly tickets: Scripted<TicketServiceImplementation> = {};
  readonly matches: Scripted<MatchServiceImplementation> = {};
  readonly replica: string;
  port = 0;
  readonly #server: Server;

  private constructor(replica: string) {
    this.replica = replica;
    this.#server = createServer().use(async function* (call, context) {
      context.header.set('x-playmesh-replica', replica);
      try {
        return yield* call.next(call.request, context);
      } catch (error) {
        throw raise(error, context.trailer);
      }
    });
    this.#server.add(UserServiceDefinition, proxy(this.users));
    this.#server.add(TicketServiceDefinition, proxy(this.tickets));
    this.#server.add(StatsServiceDefinition, proxy({}));
    Object.assign(this.matches, {
      play: (requests, context) => this.#play(requests, context),
      watch: (request, context) => this.#watch(request, context),
      act: (request, { metadata }) => this.#act(request.command!, metadata),
    } satisfies Scripted<MatchServiceImplementation>);
    this.#server.add(MatchServiceDefinition, proxy(this.matches));
  }

  static async start(replica = 'scripted-0'): Promise<ScriptedMesh> {
    const mesh = new ScriptedMesh(replica);
    mesh.port = await mesh.#server.listen('127.0.0.1:0');
    return mesh;
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  close(): void {
    this.#server.forceShutdown();
  }

  async *#play(requests: AsyncIterable<PlayRequest>, context: CallContext): AsyncGenerator<{ message: Message }> {
    const incoming = requests[Symbol.asyncIterator]() as AsyncIterator<PlayRequest, void>;
    const { value: first } = (await incoming.next()) as { value: PlayRequest };
    if (first.message?.$case !== 'join')
      throw new ServerError(Code.INVALID_ARGUMENT, 'the first message must be a join');
    const attached = new Attached(first.message.value, context);
    void this.#hear(incoming, attached);
    context.sendHeader();
    this.attached.push(attached);
    yield* attached.responses(context.signal, context.trailer);
  }

  async #hear(incoming: AsyncIterator<PlayRequest, void>, attached: Attached): Promise<void> {
    try {
      for (;;) {
        const { done, value } = await incoming.next();
        if (done) return;
        const { message } = value;
        if (message?.$case === 'ping') {
          attached.pings.push(message.value.nonce);
          if (attached.pongs) {
            attached.send({ $case: 'pong', value: { nonce: message.value.nonce, timeMs: Date.now() } });
          }
        } else if (message?.$case === 'command') {
          const { commandId } = message.value;
          this.commands.push({
            command: message.value,
            headers: attached.headers,
            accept: (seq) => void attached.send({ $case: 'accepted', value: { commandId, seq } }),
            refuse: (reason) => void attached.send({ $case: 'refusal', value: { commandId, reason } }),
            unknown: (retryAfterMs) => void attached.send({ $case: 'unknown', value: { commandId, retryAfterMs } }),
          });
        }
      }
    } catch {
      // The stream was cut; `closed` tells.
    }
  }

  async *#watch(join: Join, context: CallContext): AsyncGenerator<{ message: never }> {
    const attached = new Attached(join, context);
    context.sendHeader();
    this.attached.push(attached);
    yield* attached.responses(context.signal, context.trailer) as AsyncGenerator<{ message: never }>;
  }

  #act(command: Command, headers: Metadata): Promise<ActResponse> {
    const { commandId } = command;
    return new Promise((resolve, reject) => {
      this.commands.push({
        command,
        headers,
        accept: (seq) => resolve({ result: { $case: 'accepted', value: { commandId, seq } } }),
        refuse: (reason) => resolve({ result: { $case: 'refusal', value: { commandId, reason } } }),
        unknown: (retryAfterMs) => reject(failure(Code.UNAVAILABLE, { reason: 'OUTCOME_UNKNOWN', retryAfterMs })),
      });
    });
  }
}

/** Looks a method up when it is called, so that a test can script it at any time. */
function proxy<T extends object>(scripted: T): never {
  return new Proxy(scripted, {
    get: (target, name) => (request: unknown, context: CallContext) => {
      const method = (target as Record<PropertyKey, ((request: unknown, context: CallContext) => unknown) | undefined>)[
        name
      ];
      if (!method) throw new ServerError(Code.UNIMPLEMENTED, `${String(name)} is not scripted`);
      return method(request, context);
    },
  }) as never;
}

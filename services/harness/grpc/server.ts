import {
  Metadata,
  Server,
  ServerCredentials,
  type MethodDefinition as GrpcMethod,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type UntypedHandleCall,
  type UntypedServiceImplementation,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';
import type { Gate } from '../auth/gate.ts';
import { ApiError, Code, invalidArgument } from '../errors.ts';
import { newId } from '../ids.ts';
import type { Logger } from '../log.ts';
import { requestTypeName, validateRequest } from '../validation.ts';
import { reflectionBindings } from './reflection.ts';
import type { Call, MethodDefinition, ServiceBinding } from './service.ts';
import { toStatus } from './status.ts';
import { ServerStream, type Received } from './stream.ts';

const MAX_REQUEST_BYTES = 64 * 1024;

type Message = unknown;
type UnaryHandler = (request: Message, call: Call) => Promise<Message>;
type ServerStreamHandler = (request: Message, stream: ServerStream<never>, call: Call) => void | Promise<void>;
type BidiStreamHandler = (stream: ServerStream<Message>, call: Call) => void | Promise<void>;
interface AnyCall {
  readonly metadata: Metadata;
  readonly cancelled: boolean;
  getPeer(): string;
  on(event: 'cancelled', listener: () => void): unknown;
}

/** Serves bindings over gRPC: lets calls in by the gate, validates requests, and turns what handlers throw into statuses. */
export class GrpcServer {
  readonly #server = new Server({
    'grpc.max_receive_message_length': MAX_REQUEST_BYTES,
    'grpc.keepalive_time_ms': 10_000,
    'grpc.keepalive_timeout_ms': 10_000,
    'grpc.enable_channelz': 0,
  });
  readonly #health = new HealthImplementation({ '': 'NOT_SERVING' });
  readonly #services: string[] = [''];
  readonly #gate: Gate;
  readonly #log: Logger;
  readonly #headers = new Metadata();
  readonly #streams = new Set<ServerStream<Message>>();
  #refusesStreams = false;
  #tellCauseFrom = -Infinity;

  constructor(bindings: readonly ServiceBinding[], gate: Gate, log: Logger, replica: string) {
    this.#gate = gate;
    this.#log = log;
    this.#headers.set('x-playmesh-replica', replica);
    for (const { definition, handlers } of [...bindings, ...reflectionBindings]) {
      this.#services.push(definition.fullName);
      const methods: Record<string, GrpcMethod<Received<Message>, Message>> = {};
      const implementation: UntypedServiceImplementation = {};
      for (const [key, method] of Object.entries(definition.methods)) {
        const path = `/${definition.fullName}/${method.name}`;
        methods[key] = grpcMethod(path, method);
        implementation[key] = this.#serve(path, method, handlers[key]);
      }
      this.#server.addService(methods, implementation);
    }
    this.#health.addToServer(this.#server);
  }

  async listen(host: string, port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.bindAsync(`${host}:${port}`, ServerCredentials.createInsecure(), (error) =>
        error ? reject(error) : resolve(),
      );
    });
  }

  /** What health checks are told, for the whole and for each service. */
  setServing(serving: boolean): void {
    for (const name of this.#services) this.#health.setStatus(name, serving ? 'SERVING' : 'NOT_SERVING');
  }

  /** From now on new streams get a trailers-only UNAVAILABLE, on which Envoy tries another replica. */
  refuseStreams(): void {
    this.#refusesStreams = true;
  }

  /** Cuts the streams that are left, lets unary calls finish for at most `capMs`, then cuts those too. */
  async close(capMs: number): Promise<void> {
    for (const stream of [...this.#streams]) stream.cut(draining());
    await new Promise<void>((resolve) => {
      const force = setTimeout(() => {
        this.#server.forceShutdown();
        resolve(); // tryShutdown would go on waiting for a peer that does not close its socket
      }, capMs);
      this.#server.tryShutdown(() => {
        clearTimeout(force);
        resolve();
      });
    });
  }

  #serve(path: string, method: MethodDefinition, handler: unknown): UntypedHandleCall {
    if (method.requestStream) {
      return (grpcCall: ServerDuplexStream<Received<Message>, Uint8Array>) => {
        void this.#serveStream(path, grpcCall, handler as BidiStreamHandler);
      };
    }
    const typeName = requestTypeName(path);
    if (method.responseStream) {
      return (grpcCall: ServerWritableStream<Received<Message>, Uint8Array>) => {
        void this.#serveStream(path, grpcCall, (stream, call) =>
          (handler as ServerStreamHandler)(validated(grpcCall.request, typeName), stream, call),
        );
      };
    }
    return (grpcCall: ServerUnaryCall<Received<Message>, Message>, callback: sendUnaryData<Message>) => {
      void this.#serveUnary(path, grpcCall, typeName, handler as UnaryHandler).then(
        (response) => {
          grpcCall.sendMetadata(this.#headers);
          callback(null, response);
        },
        (error: unknown) => callback(toStatus(this.#publicError(path, error))),
      );
    };
  }

  async #serveUnary(
    path: string,
    grpcCall: ServerUnaryCall<Received<Message>, Message>,
    typeName: string,
    handler: UnaryHandler,
  ): Promise<Message> {
    const caller = await this.#gate.admit(path, grpcCall.metadata);
    return handler(validated(grpcCall.request, typeName), callContext(grpcCall, caller));
  }

  async #serveStream(
    path: string,
    grpcCall: ServerDuplexStream<Received<Message>, Uint8Array> | ServerWritableStream<Received<Message>, Uint8Array>,
    handle: BidiStreamHandler,
  ): Promise<void> {
    const stream = new ServerStream<Message>(grpcCall, (error) => this.#publicError(path, error));
    try {
      if (this.#refusesStreams)
        throw new ApiError(Code.UNAVAILABLE, 'DRAINING', 'This replica is stopping; try again.');
      const caller = await this.#gate.admit(path, grpcCall.metadata);
      if (stream.closed) return;
      const call = callContext(grpcCall, caller);
      grpcCall.sendMetadata(this.#headers); // at once, or clients would see no sign of life before the first message
      await handle(stream, call);
    } catch (error) {
      stream.cut(error);
    }
  }

  /** What the caller is told: what was thrown on purpose, or an id that the log explains. */
  #publicError(path: string, error: unknown): ApiError {
    if (error instanceof ApiError) {
      this.#tellCause(path, error);
      return error;
    }
    const id = newId();
    this.#log.error({ err: error, path, errorId: id }, 'a handler failed');
    return new ApiError(Code.INTERNAL, 'INTERNAL', `Something went wrong here; the log knows it as ${id}.`, {
      metadata: { error_id: id },
    });
  }

  /** Why callers are told that nobody knows: once a second, since in an outage all of them are. */
  #tellCause(path: string, { reason, options: { cause } }: ApiError): void {
    if (cause === undefined || performance.now() < this.#tellCauseFrom) return;
    this.#tellCauseFrom = performance.now() + 1_000;
    this.#log.warn({ path, reason, cause }, 'a call could not be answered');
  }
}

const draining = (): ApiError =>
  new ApiError(Code.UNAVAILABLE, 'DRAINING', 'This replica is stopping; try again.', { retryAfterMs: 0 });

function grpcMethod(path: string, method: MethodDefinition): GrpcMethod<Received<Message>, Message> {
  return {
    path,
    requestStream: method.requestStream,
    responseStream: method.responseStream,
    requestSerialize: () => Buffer.alloc(0), // a client's part; servers never call it
    requestDeserialize: (bytes) => {
      try {
        return { message: method.requestType.decode(bytes), bytes };
      } catch {
        return { malformed: true };
      }
    },
    responseSerialize: method.responseStream
      ? asBuffer
      : (message: Message) => Buffer.from(method.responseType.encode(message).finish()),
    responseDeserialize: (bytes) => bytes,
  };
}

/** Streams are handed bytes already encoded; the transport copies from a Buffer only. */
function asBuffer(bytes: unknown): Buffer {
  if (Buffer.isBuffer(bytes)) return bytes;
  const { buffer, byteOffset, byteLength } = bytes as Uint8Array;
  return Buffer.from(buffer, byteOffset, byteLength);
}

function validated(received: Received<Message>, typeName: string): Message {
  if ('malformed' in received) throw invalidArgument([{ field: '', description: `The bytes are not a ${typeName}` }]);
  validateRequest(typeName, received.bytes);
  return received.message;
}

function callContext(grpcCall: AnyCall, caller: Call['caller']): Call {
  const header = (name: string): string => String(grpcCall.metadata.get(name)[0] ?? '');
  let aborter: AbortController | undefined;
  return {
    caller,
    clientAddress: header('x-envoy-external-address') || grpcCall.getPeer().replace(/:\d+$/, ''),
    userAgent: header('user-agent').slice(0, 200),
    get signal() {
      if (!aborter) {
        aborter = new AbortController();
        if (grpcCall.cancelled) aborter.abort();
        else grpcCall.on('cancelled', () => aborter?.abort());
      }
      return aborter.signal;
    },
  };
}

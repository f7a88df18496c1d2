import type { Caller } from '../auth/caller.ts';
import { ApiError, Code } from '../errors.ts';
import type { ServerStream } from './stream.ts';

interface MessageType<T> {
  encode(message: T): { finish(): Uint8Array };
  decode(bytes: Uint8Array): T;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  fromPartial(object: any): T;
}

/** A method as ts-proto describes it (generic-definitions). */
export interface MethodDefinition {
  readonly name: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly requestType: MessageType<any>;
  readonly requestStream: boolean;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly responseType: MessageType<any>;
  readonly responseStream: boolean;
}

/** A service as ts-proto describes it. */
export interface ServiceDefinition {
  readonly fullName: string;
  readonly methods: Readonly<Record<string, MethodDefinition>>;
}

/** What a handler knows of a call besides its request. */
export interface Call {
  /** Who calls; undefined on public methods called without a token, and on internal ones. */
  readonly caller: Caller | undefined;
  /** The client as the edge saw it, for limits and the audit trail. */
  readonly clientAddress: string;
  readonly userAgent: string;
  /** Aborted when the caller has gone or its deadline has passed. */
  readonly signal: AbortSignal;
}

type Request<M extends MethodDefinition> = ReturnType<M['requestType']['decode']>;
type Response<M extends MethodDefinition> = ReturnType<M['responseType']['decode']>;

/** The handler that a method's kind asks for. */
export type Handler<M extends MethodDefinition> = M['requestStream'] extends true
  ? (stream: ServerStream<Request<M>>, call: Call) => void | Promise<void>
  : M['responseStream'] extends true
    ? (request: Request<M>, stream: ServerStream<never>, call: Call) => void | Promise<void>
    : (request: Request<M>, call: Call) => Promise<Response<M>>;

/** One handler for each method of a service. */
export type Handlers<D extends ServiceDefinition> = {
  readonly [Name in keyof D['methods']]: Handler<D['methods'][Name]>;
};

/** A service with its handlers, ready to be served. */
export interface ServiceBinding {
  readonly definition: ServiceDefinition;
  readonly handlers: Readonly<Record<string, unknown>>;
}

/** Joins a definition and its handlers; the compiler holds the two together. */
export const bind = <D extends ServiceDefinition>(definition: D, handlers: Handlers<D>): ServiceBinding => ({
  definition,
  handlers,
});

/** The caller of a method that the access table does not open to the public. @throws ApiError UNAUTHENTICATED */
export function requireCaller(call: Call): Caller {
  if (!call.caller) throw new ApiError(Code.UNAUTHENTICATED, 'UNAUTHENTICATED', 'Sign in first.');
  return call.caller;
}

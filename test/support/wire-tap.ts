import {
  createFileRegistry,
  fromBinary,
  fromJson,
  toBinary,
  toJson,
  type DescMethod,
  type JsonObject,
  type JsonValue,
} from '@bufbuild/protobuf';
import { Duplex } from 'node:stream';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { descriptorSetBytes } from '../../services/harness/descriptors.ts';

/** Something that came back over the wire, before any client made sense of it. */
export interface Tapped {
  readonly role: string;
  readonly method: string;
  readonly bytes: Buffer;
  /** The bytes as a message of the contract; an error's parts where the call failed. */
  readonly content: JsonValue;
}

const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorSetBytes));

/** Every method of Playmesh's own services, the internal ones too. */
export const methods: readonly DescMethod[] = [...registry].flatMap((type) =>
  type.kind === 'service' && type.typeName.startsWith('playmesh.') ? type.methods : [],
);

export const methodOf = (path: string): DescMethod => methods.find((method) => pathOf(method) === path)!;

export const pathOf = (method: DescMethod): string => `/${method.parent.typeName}/${method.name}`;

/** Calls methods as somebody, without a generated client, and keeps all bytes that come back. */
export class WireTap {
  readonly heard: Tapped[] = [];
  readonly #client: Client;
  readonly #role: string;
  readonly #metadata = new Metadata();

  constructor(edge: string, role: string, accessToken?: string) {
    this.#client = new Client(edge, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 });
    this.#role = role;
    if (accessToken) this.#metadata.set('authorization', `Bearer ${accessToken}`);
  }

  /** Calls a method once; streams are read for a moment and then cancelled. Resolves when all has been heard. */
  call(method: DescMethod, request: JsonValue): Promise<void> {
    const bytes = encode(method, request);
    return new Promise((resolve) => {
      const fail = (error: ServiceError): void => {
        this.#hearError(method, error);
        resolve();
      };
      if (method.methodKind === 'unary') {
        this.#client.makeUnaryRequest(pathOf(method), identity, identity, bytes, this.#metadata, (error, answer) => {
          if (error) return fail(error);
          this.#hear(method, answer!);
          resolve();
        });
        return;
      }
      const stream = this.open(method, [request]);
      setTimeout(() => {
        stream.cancel();
        resolve();
      }, 150);
    });
  }

  /** Opens a stream with its first requests and listens until it ends or is cancelled. */
  open(method: DescMethod, requests: readonly JsonValue[]) {
    const path = pathOf(method);
    const stream =
      method.methodKind === 'bidi_streaming'
        ? this.#client.makeBidiStreamRequest(path, identity, identity, this.#metadata)
        : this.#client.makeServerStreamRequest(path, identity, identity, encode(method, requests[0]!), this.#metadata);
    if (stream instanceof Duplex) for (const request of requests) stream.write(encode(method, request));
    stream.on('data', (bytes: Buffer) => this.#hear(method, bytes));
    stream.on('error', (error: ServiceError) => this.#hearError(method, error));
    return stream;
  }

  close(): void {
    this.#client.close();
  }

  #hear(method: DescMethod, bytes: Buffer): void {
    const content = toJson(method.output, fromBinary(method.output, bytes), { registry });
    this.heard.push({ role: this.#role, method: pathOf(method), bytes, content });
  }

  #hearError(method: DescMethod, error: ServiceError): void {
    const parts = [error.message, ...Object.values(error.metadata.getMap()).map(String)];
    const bytes = Buffer.concat([
      Buffer.from(parts.join('\n')),
      ...error.metadata.get('grpc-status-details-bin').map(Buffer.from),
    ]);
    this.heard.push({ role: this.#role, method: pathOf(method), bytes, content: { error: parts } });
  }
}

/** A request with whatever of these fields the method takes. */
export const requestOf = (method: DescMethod, fields: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(fields).filter(([name]) => method.input.fields.some((field) => field.name === name)),
  );

const encode = (method: DescMethod, request: JsonValue): Buffer =>
  Buffer.from(toBinary(method.input, fromJson(method.input, request, { registry })));

const identity = (bytes: Buffer): Buffer => bytes;

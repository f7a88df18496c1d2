import { Client, credentials, Metadata, status, type ClientDuplexStream, type ServiceError } from '@grpc/grpc-js';
import { readDetails, type Refusal } from './refusal.ts';

const identity = (bytes: Buffer): Buffer => bytes;

/** What a stream came to. */
export interface StreamEnd {
  /** What was sent to the client before, as bytes. */
  readonly messages: readonly Buffer[];
  /** How it was refused; undefined where it ended well. */
  readonly refusal: Refusal | undefined;
}

/** Sends bytes where a client would send messages. */
export class RawClient {
  readonly #client: Client;
  readonly #metadata = new Metadata();

  /** @param route value of `x-match-route`, for calls that are to come to one replica */
  constructor(address: string, accessToken?: string, route?: string) {
    this.#client = new Client(address, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 });
    if (accessToken) this.#metadata.set('authorization', `Bearer ${accessToken}`);
    if (route) this.#metadata.set('x-match-route', route);
  }

  /** Calls a unary method; resolves with how it was refused, or with undefined when it was answered. */
  refusal(path: string, bytes: Uint8Array): Promise<Refusal | undefined> {
    return new Promise((resolve) => {
      this.#client.makeUnaryRequest(path, identity, identity, Buffer.from(bytes), this.#metadata, (error) =>
        resolve(error ? toRefusal(error) : undefined),
      );
    });
  }

  /** Opens a bidirectional stream, and tells how it came to its end. */
  open(path: string): { stream: ClientDuplexStream<Buffer, Buffer>; end: Promise<StreamEnd> } {
    const stream = this.#client.makeBidiStreamRequest(path, identity, identity, this.#metadata);
    const messages: Buffer[] = [];
    const end = new Promise<StreamEnd>((resolve) => {
      stream.on('data', (bytes: Buffer) => messages.push(bytes));
      stream.on('end', () => resolve({ messages, refusal: undefined }));
      stream.on('error', (error: ServiceError) => resolve({ messages, refusal: toRefusal(error) }));
    });
    return { stream, end };
  }

  close(): void {
    this.#client.close();
  }
}

function toRefusal(error: ServiceError): Refusal {
  const [details] = error.metadata.get('grpc-status-details-bin');
  return { code: status[error.code], message: error.details, ...(Buffer.isBuffer(details) && readDetails(details)) };
}

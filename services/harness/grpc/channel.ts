import {
  createChannel,
  createClientFactory,
  Metadata,
  type Channel,
  type Client,
  type CompatServiceDefinition,
} from 'nice-grpc';
import { SERVICE_TOKEN_HEADER } from '../auth/gate.ts';

/** A connection to the other services through Envoy's mesh listener, which balances, retries and knows who is well. */
export class MeshChannel {
  readonly #channel: Channel;
  readonly #token: string;

  constructor(meshAddress: string, serviceToken: string) {
    this.#channel = createChannel(meshAddress);
    this.#token = serviceToken;
  }

  /** A client of an internal service; every call carries the service token, and ends after `deadlineMs`. */
  client<D extends CompatServiceDefinition>(definition: D, deadlineMs: number): Client<D> {
    return createClientFactory()
      .use((call, options) =>
        call.next(call.request, {
          ...options,
          metadata: Metadata(options.metadata).set(SERVICE_TOKEN_HEADER, this.#token),
          signal: AbortSignal.any([AbortSignal.timeout(deadlineMs), ...(options.signal ? [options.signal] : [])]),
        }),
      )
      .create(definition, this.#channel);
  }

  close(): void {
    this.#channel.close();
  }
}

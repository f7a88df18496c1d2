import { createChannel, createClient, Metadata, type Channel, type Client } from 'nice-grpc';
import { TicketServiceDefinition, TicketState, type Ticket } from '../../gen/playmesh/match/v1/ticket_service.ts';
import { toPlaymeshError } from '../../clients/sdk/src/errors.ts';
import { formatId } from '../../clients/sdk/src/index.ts';
import { newId } from '../../clients/sdk/src/ids.ts';
import type { TestMesh } from './mesh.ts';
import type { Player } from './players.ts';

/** Queues at one certain replica, past Envoy. */
export class TicketDesk {
  readonly #channel: Channel;
  readonly #client: Client<TicketServiceDefinition>;

  constructor(mesh: TestMesh, replica: string) {
    this.#channel = createChannel(mesh.direct.get(replica)!);
    this.#client = createClient(TicketServiceDefinition, this.#channel);
  }

  /** Enters a queue. */
  async enter({ tokens }: Player, mode: string): Promise<Ticket> {
    const { ticket } = await this.#client.createTicket({ requestId: newId(), mode }, signedAs(tokens.accessToken));
    return ticket!;
  }

  /** Watches a ticket until it no longer waits. @param onSeen called with each message */
  async watch({ tokens }: Player, ticketId: Uint8Array, onSeen: (ticket: Ticket) => void = () => {}): Promise<Ticket> {
    for await (const { ticket } of this.#client.watchTicket({ ticketId }, signedAs(tokens.accessToken))) {
      onSeen(ticket!);
      if (ticket!.state !== TicketState.WAITING) return ticket!;
    }
    throw new Error(`The watch of ticket ${formatId(ticketId)} ended while it waited.`);
  }

  /** Leaves the queue. @throws Error with the reason where a match was found before */
  async leave({ tokens }: Player, ticketId: Uint8Array): Promise<void> {
    let trailer: Metadata | undefined;
    try {
      const options = { ...signedAs(tokens.accessToken), onTrailer: (received: Metadata) => (trailer = received) };
      await this.#client.deleteTicket({ ticketId }, options);
    } catch (error) {
      throw new Error(toPlaymeshError(error, trailer).reason, { cause: error });
    }
  }

  close(): void {
    this.#channel.close();
  }
}

const signedAs = (accessToken: string) => ({ metadata: Metadata({ authorization: `Bearer ${accessToken}` }) });

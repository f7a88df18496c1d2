import { Metadata, type CallOptions } from 'nice-grpc-common';
import { TicketState } from '../../../gen/playmesh/match/v1/ticket_service.ts';
import type { Ticket, TicketServiceClient } from '../../../gen/playmesh/match/v1/ticket_service.ts';
import { Code, PlaymeshError, toPlaymeshError } from './errors.ts';
import { newId } from './ids.ts';
import { backoffMs, delay, isTransient } from './retry.ts';
import { SilenceWatch } from './silence.ts';

/** The service shows a waiting ticket every 10 s; a watch that is quiet for longer than this is dead. */
const SILENCE_MS = 15_000;

/** Where to play; `play` takes it as it is. */
export interface FoundMatch {
  readonly matchId: Uint8Array;
  /** Keeps the match's streams together; empty where it is not known. */
  readonly route: string;
}

/** Where a player stands in a queue. */
export interface QueuePlace {
  /** 1 for who has waited longest; undefined while it is not known. */
  readonly position: number | undefined;
  /** How much longer it is likely to take, in milliseconds; undefined where too few were matched lately to tell. */
  readonly estimateMs: number | undefined;
}

/** What finding a match stands on. */
export interface TicketPorts {
  readonly tickets: TicketServiceClient;
  /** Makes a unary call as who is signed in, and repeats it while its outcome is unknown. */
  call<T>(call: (options: CallOptions) => Promise<T>): Promise<T>;
  accessToken(): Promise<string>;
  renew(refused: string): Promise<string>;
  /** For tests; 15 s where it is left out. */
  readonly silenceMs?: number;
}

/**
 * Waits in a mode's queue until there is a match, and tells the player's place in it. A ticket that the player has there
 * already is taken up; one that expired because no replica could be reached is replaced.
 * @throws PlaymeshError; NOT_FOUND when the ticket was deleted elsewhere. Once aborted: the signal's reason, unless a
 * match was found before the ticket could be deleted; that match waits for the player, so it is returned.
 */
export async function findMatch(
  ports: TicketPorts,
  mode: string,
  signal: AbortSignal,
  onPlace: (place: QueuePlace) => void = () => {},
): Promise<FoundMatch> {
  for (;;) {
    signal.throwIfAborted();
    // Not cut short by the signal: a ticket that nobody knows of could not be deleted.
    const ticketId = await createTicket(ports, mode);
    try {
      const ticket = await watchTicket(ports, ticketId, signal, onPlace);
      if (ticket.state === TicketState.MATCHED) return { matchId: ticket.matchId, route: ticket.route };
    } catch (error) {
      if (!signal.aborted) throw error;
      const found = await deleteTicket(ports, ticketId);
      if (found) return found;
      throw error;
    }
  }
}

async function createTicket({ tickets, call }: TicketPorts, mode: string): Promise<Uint8Array> {
  const requestId = newId();
  try {
    const { ticket } = await call((options) => tickets.createTicket({ requestId, mode }, options));
    return ticket!.ticketId;
  } catch (error) {
    if (error instanceof PlaymeshError && error.reason === 'TICKET_EXISTS' && error.metadata['ticket_id']) {
      return fromBase64(error.metadata['ticket_id']);
    }
    throw error;
  }
}

/** The match that was found before the ticket could be deleted, if any. A ticket that cannot be deleted expires. */
async function deleteTicket({ tickets, call }: TicketPorts, ticketId: Uint8Array): Promise<FoundMatch | undefined> {
  try {
    await call((options) => tickets.deleteTicket({ ticketId }, options));
  } catch (error) {
    if (error instanceof PlaymeshError && error.reason === 'TICKET_MATCHED' && error.metadata['match_id']) {
      return { matchId: fromBase64(error.metadata['match_id']), route: '' };
    }
  }
  return undefined;
}

/** The ticket once it no longer waits; the watch is opened anew, at any replica, as often as it is cut. */
async function watchTicket(
  ports: TicketPorts,
  ticketId: Uint8Array,
  signal: AbortSignal,
  onPlace: (place: QueuePlace) => void,
): Promise<Ticket> {
  let losses = 0;
  let renewed = false;
  for (;;) {
    let retryAfterMs = 0;
    let accessToken: string | undefined;
    try {
      accessToken = await ports.accessToken();
      const ticket = await watchOnce(ports, ticketId, accessToken, signal, (seen) => {
        losses = 0;
        renewed = false;
        if (seen?.state === TicketState.WAITING) {
          onPlace({ position: seen.position || undefined, estimateMs: seen.estimateMs });
        }
      });
      if (ticket && ticket.state !== TicketState.WAITING) return ticket;
    } catch (thrown) {
      signal.throwIfAborted();
      const error = toPlaymeshError(thrown);
      if (error.code === Code.UNAUTHENTICATED && accessToken && !renewed) {
        await ports.renew(accessToken);
        renewed = true;
      } else if (!isTransient(error)) {
        throw error;
      }
      retryAfterMs = error.retryAfterMs ?? 0;
    }
    await delay(retryAfterMs + backoffMs(losses), signal);
    losses += 1;
  }
}

/** Watches until the ticket no longer waits, or until the stream ends; the last that was seen. */
async function watchOnce(
  { tickets, silenceMs = SILENCE_MS }: TicketPorts,
  ticketId: Uint8Array,
  accessToken: string,
  signal: AbortSignal,
  onSeen: (ticket: Ticket | undefined) => void,
): Promise<Ticket | undefined> {
  signal.throwIfAborted();
  const aborter = new AbortController();
  const abort = (): void => aborter.abort();
  const silence = new SilenceWatch(silenceMs, abort);
  signal.addEventListener('abort', abort, { once: true });
  let trailer: Metadata | undefined;
  let ticket: Ticket | undefined;
  try {
    const watched = tickets.watchTicket(
      { ticketId },
      {
        metadata: Metadata({ authorization: `Bearer ${accessToken}` }),
        signal: aborter.signal,
        onTrailer: (received) => (trailer = received),
      },
    );
    for await (const response of watched) {
      silence.heard();
      ticket = response.ticket;
      onSeen(ticket);
      if (ticket && ticket.state !== TicketState.WAITING) break;
    }
    return ticket;
  } catch (error) {
    signal.throwIfAborted();
    if (aborter.signal.aborted) return ticket; // silence
    throw toPlaymeshError(error, trailer);
  } finally {
    silence.stop();
    aborter.abort();
    signal.removeEventListener('abort', abort);
  }
}

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

import {
  TicketState,
  WatchTicketResponse,
  type Ticket,
  type TicketServiceDefinition,
} from '../../../gen/playmesh/match/v1/ticket_service.ts';
import type { Clock } from '../../harness/clock.ts';
import { ApiError, Code, invalidArgument } from '../../harness/errors.ts';
import { requireCaller, type Handlers } from '../../harness/grpc/service.ts';
import { idFromBytes, idToBytes, newId } from '../../harness/ids.ts';
import type { MatchMaker } from '../matchmaking/new-match.ts';
import type { Queue } from '../matchmaking/queue.ts';
import type { TicketRow } from '../store/entities.ts';
import type { Tickets } from '../store/tickets.ts';
import { orUnavailable } from './visible-match.ts';

const SIGN_OF_LIFE_MS = 10_000;
const STATES = { waiting: TicketState.WAITING, matched: TicketState.MATCHED, expired: TicketState.EXPIRED } as const;

/** TicketService. */
export function ticketHandlers(parts: {
  tickets: Tickets;
  queue: Queue;
  maker: MatchMaker;
  clock: Clock;
}): Handlers<TicketServiceDefinition> {
  const { tickets, queue, maker, clock } = parts;

  const ownTicket = async (ticketId: Uint8Array, userId: string): Promise<TicketRow> => {
    const ticket = await orUnavailable(tickets.find(idFromBytes(ticketId), userId));
    if (!ticket) throw new ApiError(Code.NOT_FOUND, 'TICKET_NOT_FOUND', 'You have no such ticket.');
    return ticket;
  };

  return {
    async createTicket(request, call) {
      const { userId } = requireCaller(call);
      if (!maker.mode(request.mode)) {
        throw invalidArgument([{ field: 'mode', description: 'must be one of the modes that the service offers' }]);
      }
      const requestId = idFromBytes(request.requestId);
      const ticket = await orUnavailable(tickets.create(newId(), userId, requestId, request.mode));
      if (ticket.requestId !== requestId) {
        throw new ApiError(Code.ALREADY_EXISTS, 'TICKET_EXISTS', 'You wait in this queue already.', {
          metadata: { ticket_id: Buffer.from(idToBytes(ticket.ticketId)).toString('base64') },
        });
      }
      void queue.hurry();
      return { ticket: ticketMessage(ticket) };
    },

    async watchTicket(request, stream, call) {
      const { userId } = requireCaller(call);
      let ticket = await ownTicket(request.ticketId, userId);
      const send = (): void => {
        const bytes = WatchTicketResponse.encode({ ticket: ticketMessage(ticket) }).finish();
        if (!stream.outbox.send(bytes))
          stream.cut(new ApiError(Code.RESOURCE_EXHAUSTED, 'OVERLOADED', 'The stream could not be kept up with.'));
        if (ticket.state !== 'waiting') stream.end();
      };
      const unwatch = queue.watch(ticket.ticketId, (change) => {
        ticket = { ...ticket, ...change };
        send();
      });
      // Read again, now that no change can be missed.
      ticket = await ownTicket(request.ticketId, userId).catch(() => ticket);
      let cancel: () => void = () => {};
      const signOfLife = (): void => {
        send();
        if (!stream.closed) cancel = clock.after(SIGN_OF_LIFE_MS, signOfLife);
      };
      stream.onClose(() => {
        unwatch();
        cancel();
      });
      if (!stream.closed) signOfLife();
    },

    async deleteTicket(request, call) {
      const { userId } = requireCaller(call);
      const ticketId = idFromBytes(request.ticketId);
      if (await orUnavailable(tickets.delete(ticketId, userId))) return {};
      const ticket = await ownTicket(request.ticketId, userId);
      if (ticket.matchId === null || ticket.matchId === undefined) return {}; // expired: it is out of the queue
      throw new ApiError(Code.FAILED_PRECONDITION, 'TICKET_MATCHED', 'A match was found before.', {
        metadata: { match_id: Buffer.from(idToBytes(ticket.matchId)).toString('base64') },
      });
    },
  };
}

function ticketMessage(ticket: TicketRow): Ticket {
  return {
    ticketId: idToBytes(ticket.ticketId),
    mode: ticket.mode,
    state: STATES[ticket.state],
    matchId: ticket.matchId ? idToBytes(ticket.matchId) : new Uint8Array(),
    route: ticket.matchId ?? '',
    createTime: ticket.createdAt,
  };
}

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
import { ratedAs } from '../games/catalogue.ts';
import type { MatchMaker } from '../matchmaking/new-match.ts';
import type { Ratings } from '../mesh/ratings.ts';
import type { UserReader } from '../mesh/user-reader.ts';
import type { Queue, TicketChange } from '../matchmaking/queue.ts';
import type { TicketRow } from '../store/entities.ts';
import type { Tickets } from '../store/tickets.ts';
import { orUnavailable } from './visible-match.ts';

const SIGN_OF_LIFE_MS = 10_000;
/** An estimate that changes by less is not worth a message. */
const TOLD_FROM_MS = 1_000;
const STATES = { waiting: TicketState.WAITING, matched: TicketState.MATCHED, expired: TicketState.EXPIRED } as const;

/** TicketService. */
export function ticketHandlers(parts: {
  tickets: Tickets;
  queue: Queue;
  maker: MatchMaker;
  ratings: Ratings;
  blocks: UserReader<readonly string[]>;
  clock: Clock;
}): Handlers<TicketServiceDefinition> {
  const { tickets, queue, maker, ratings, blocks, clock } = parts;

  const ownTicket = async (ticketId: Uint8Array, userId: string): Promise<TicketRow> => {
    const ticket = await orUnavailable(tickets.find(idFromBytes(ticketId), userId));
    if (!ticket) throw new ApiError(Code.NOT_FOUND, 'TICKET_NOT_FOUND', 'You have no such ticket.');
    return ticket;
  };

  return {
    async createTicket(request, call) {
      const { userId } = requireCaller(call);
      const mode = maker.mode(request.mode);
      if (!mode) {
        throw invalidArgument([{ field: 'mode', description: 'must be one of the modes that the service offers' }]);
      }
      const requestId = idFromBytes(request.requestId);
      const [rating, avoids] = await Promise.all([ratings.of(userId, ratedAs(mode)), blocks.of(userId)]);
      const ticket = await orUnavailable(
        tickets.create({ ticketId: newId(), userId, requestId, mode: mode.name, rating, avoids }),
      );
      if (ticket.requestId !== requestId) {
        throw new ApiError(Code.ALREADY_EXISTS, 'TICKET_EXISTS', 'You wait in this queue already.', {
          metadata: { ticket_id: Buffer.from(idToBytes(ticket.ticketId)).toString('base64') },
        });
      }
      void queue.hurry(mode);
      return { ticket: ticketMessage(ticket, {}, clock) };
    },

    async watchTicket(request, stream, call) {
      const { userId } = requireCaller(call);
      const ticketId = idFromBytes(request.ticketId);
      let ticket: TicketRow | undefined = undefined;
      let latest: Pick<TicketChange, 'state' | 'matchId'> | undefined;
      let place: Place = {};
      const send = (): void => {
        if (!ticket) return;
        const bytes = WatchTicketResponse.encode({
          ticket: ticketMessage({ ...ticket, ...latest }, place, clock),
        }).finish();
        if (!stream.outbox.send(bytes))
          stream.cut(new ApiError(Code.RESOURCE_EXHAUSTED, 'OVERLOADED', 'The stream could not be kept up with.'));
        if ((latest ?? ticket).state !== 'waiting') stream.end();
      };
      // Before it is read, so that no change is missed.
      const unwatch = queue.watch(ticketId, ({ state, matchId, position, estimateMs }) => {
        const expectedAt = estimateMs === undefined ? undefined : clock.monotonic() + estimateMs;
        const isNews = state !== 'waiting' || position !== place.position || differs(expectedAt, place.expectedAt);
        if (!isNews) return;
        latest = { state, matchId };
        place = { position, expectedAt };
        send();
      });
      let cancel: () => void = () => {};
      stream.onClose(() => {
        unwatch();
        cancel();
      });
      ticket = await ownTicket(request.ticketId, userId).catch((error: unknown) => {
        unwatch();
        throw error;
      });
      const signOfLife = (): void => {
        send();
        if (!stream.closed) cancel = clock.after(SIGN_OF_LIFE_MS, signOfLife);
      };
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

/** Where a ticket stands in its queue, as far as it is known. */
interface Place {
  readonly position?: number | undefined;
  /** On the monotonic clock: when a match is likely. */
  readonly expectedAt?: number | undefined;
}

/** Whether two expectations are so far apart that who waits should be told. */
const differs = (one: number | undefined, other: number | undefined): boolean =>
  (one === undefined) !== (other === undefined) || Math.abs((one ?? 0) - (other ?? 0)) >= TOLD_FROM_MS;

function ticketMessage(ticket: TicketRow, { position = 0, expectedAt }: Place, clock: Clock): Ticket {
  return {
    ticketId: idToBytes(ticket.ticketId),
    mode: ticket.mode,
    state: STATES[ticket.state],
    matchId: ticket.matchId ? idToBytes(ticket.matchId) : new Uint8Array(),
    route: ticket.matchId ?? '',
    createTime: ticket.createdAt,
    position,
    estimateMs: expectedAt === undefined ? undefined : Math.max(0, Math.round(expectedAt - clock.monotonic())),
  };
}

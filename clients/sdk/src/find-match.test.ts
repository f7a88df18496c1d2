import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { TicketState, type Ticket } from '../../../gen/playmesh/match/v1/ticket_service.ts';
import { Code } from './errors.ts';
import { findMatch, type QueuePlace } from './find-match.ts';
import { newId } from './ids.ts';
import { MATCH_ID } from '../test-support/messages.ts';
import { Player, TRANSPORTS } from '../test-support/player.ts';
import { Queue } from '../test-support/queue.ts';
import { failure } from '../test-support/scripted-mesh.ts';

/** A watch as the test plays the service on it. */
interface Watched {
  readonly ticketId: string;
  tell(ticket: Partial<Ticket>): void;
  cut(code?: Code): void;
}

describe.each(TRANSPORTS)('finding a match over %s', (transport) => {
  let player: Player;
  let created: { requestId: string; mode: string }[];
  let deleted: string[];
  let watched: Queue<Watched>;
  const waiting = { state: TicketState.WAITING };
  const matched = { state: TicketState.MATCHED, matchId: MATCH_ID, route: 'together-7' };

  beforeEach(async () => {
    player = await Player.start(transport);
    created = [];
    deleted = [];
    watched = new Queue('watch');
    const { tickets } = player.mesh;
    tickets.createTicket = async ({ requestId, mode }) => {
      created.push({ requestId: String(requestId), mode });
      return { ticket: { ticketId: new Uint8Array(16).fill(created.length), mode, ...waiting } };
    };
    tickets.deleteTicket = async ({ ticketId }) => {
      deleted.push(String(ticketId[0]));
      return {};
    };
    tickets.watchTicket = async function* ({ ticketId }, { signal }) {
      const told = new Queue<Partial<Ticket> | Error>('ticket');
      signal.addEventListener('abort', () => told.push(new Error('end')));
      watched.push({
        ticketId: String(ticketId[0]),
        tell: (ticket) => told.push(ticket),
        cut: (code) => told.push(code === undefined ? new Error('end') : failure(code)),
      });
      for (;;) {
        const next = await told.take();
        if (!(next instanceof Error)) yield { ticket: { ticketId, ...next } };
        else if (next.message === 'end') return;
        else throw next;
      }
    };
  });
  afterEach(() => player.stop());

  test('waits with a ticket until there is a match', async () => {
    const found = player.client.findMatch('trivia_duel');
    const watch = await watched.take();
    watch.tell(waiting);
    watch.tell(matched);
    expect(await found).toEqual({ matchId: new Uint8Array(MATCH_ID), route: 'together-7' });
    expect(created).toEqual([{ requestId: expect.any(String), mode: 'trivia_duel' }]);
    expect(deleted).toEqual([]);
  });

  test('tells the place in the queue, as far as it is known', async () => {
    const places: QueuePlace[] = [];
    const found = player.client.findMatch('trivia_duel', { onPlace: (place) => places.push(place) });
    const watch = await watched.take();
    watch.tell(waiting);
    watch.tell({ ...waiting, position: 3 });
    watch.tell({ ...waiting, position: 1, estimateMs: 4_000 });
    watch.tell(matched);
    await found;

    expect(places).toEqual([
      { position: undefined, estimateMs: undefined },
      { position: 3, estimateMs: undefined },
      { position: 1, estimateMs: 4_000 },
    ]);
  });

  test('sends the same request again when nobody knows whether there is a ticket', async () => {
    const { createTicket } = player.mesh.tickets;
    player.mesh.tickets.createTicket = async (request, context) => {
      const response = await createTicket!(request, context);
      if (created.length === 1) throw failure(Code.UNAVAILABLE);
      return response;
    };
    const found = player.client.findMatch('trivia_duel');
    (await watched.take()).tell(matched);
    await found;
    expect(created).toHaveLength(2);
    expect(created[1]).toEqual(created[0]);
  });

  test.each([
    ['ended', undefined],
    ['UNAVAILABLE', Code.UNAVAILABLE],
    ['CANCELLED by the server', Code.CANCELLED],
  ])('watches the same ticket on when the watch is %s', async (_, code) => {
    const found = player.client.findMatch('trivia_duel');
    const first = await watched.take();
    first.tell(waiting);
    first.cut(code);
    const second = await watched.take();
    expect(second.ticketId).toBe(first.ticketId);
    second.tell(matched);
    await found;
    expect(created).toHaveLength(1);
  });

  test('renews a token that the watch is refused with', async () => {
    player.renewals();
    const found = player.client.findMatch('trivia_duel');
    (await watched.take()).cut(Code.UNAUTHENTICATED);
    (await watched.take()).tell(matched);
    await found;
    expect(player.traded).toEqual(['refresh-1']);
  });

  test('makes another ticket when one has expired', async () => {
    const found = player.client.findMatch('trivia_duel');
    (await watched.take()).tell({ state: TicketState.EXPIRED });
    const second = await watched.take();
    expect(second.ticketId).toBe('2');
    second.tell(matched);
    await found;
    expect(created[0]!.requestId).not.toBe(created[1]!.requestId);
  });

  test('takes up a ticket that waits from before', async () => {
    const ticketId = newId();
    player.mesh.tickets.createTicket = async () => {
      const metadata = { ticket_id: Buffer.from(ticketId).toString('base64') };
      throw failure(Code.ALREADY_EXISTS, { reason: 'TICKET_EXISTS', metadata });
    };
    const found = player.client.findMatch('trivia_duel');
    const watch = await watched.take();
    expect(watch.ticketId).toBe(String(ticketId[0]));
    watch.tell(matched);
    await found;
  });

  test('rejects when the ticket was deleted elsewhere', async () => {
    const found = expect(player.client.findMatch('trivia_duel')).rejects.toMatchObject({ code: Code.NOT_FOUND });
    (await watched.take()).cut(Code.NOT_FOUND);
    await found;
  });

  test('aborting deletes the ticket and rejects with the reason', async () => {
    const aborter = new AbortController();
    const found = player.client.findMatch('trivia_duel', { signal: aborter.signal });
    (await watched.take()).tell(waiting);
    aborter.abort(new Error('changed my mind'));
    await expect(found).rejects.toThrow('changed my mind');
    expect(deleted).toEqual(['1']);
  });

  test('aborting while the ticket is being made deletes it too', async () => {
    const aborter = new AbortController();
    const { createTicket } = player.mesh.tickets;
    player.mesh.tickets.createTicket = async (request, context) => {
      aborter.abort(new Error('changed my mind'));
      await new Promise((resolve) => setTimeout(resolve, 20));
      return createTicket!(request, context);
    };
    await expect(player.client.findMatch('trivia_duel', { signal: aborter.signal })).rejects.toThrow('changed my mind');
    expect(deleted).toEqual(['1']);
  });

  test('aborting too late gives the match that was found', async () => {
    const aborter = new AbortController();
    player.mesh.tickets.deleteTicket = async () => {
      const metadata = { match_id: Buffer.from(MATCH_ID).toString('base64') };
      throw failure(Code.FAILED_PRECONDITION, { reason: 'TICKET_MATCHED', metadata });
    };
    const found = player.client.findMatch('trivia_duel', { signal: aborter.signal });
    await watched.take();
    aborter.abort();
    expect((await found).matchId).toEqual(new Uint8Array(MATCH_ID));
  });

  test('opens the watch anew when it says nothing', async () => {
    const found = findMatch(
      {
        tickets: player.transport.tickets,
        call: (call) => call({}),
        accessToken: async () => 'token',
        renew: async () => 'token',
        silenceMs: 100,
      },
      'trivia_duel',
      new AbortController().signal,
    );
    (await watched.take()).tell(waiting);
    (await watched.take()).tell(matched);
    await found;
  });
});

import type { Database } from '../../harness/store/database.ts';
import type { Waiting } from '../matchmaking/pair.ts';
import { TicketEntity, type TicketRow } from './entities.ts';
import type { NewMatch } from './matches.ts';
import type { Pool } from './pool.ts';

/** How long a ticket that nobody watches is still paired. */
const UNSEEN_MS = 15_000;
/** How long a ticket that nobody watches is kept. */
const EXPIRES_MS = 120_000;
const MAX_WAITING_READ = 1_000;

/** The queues. */
export class Tickets {
  readonly #pool: Pool;
  readonly #database: Database;

  constructor(pool: Pool, database: Database) {
    this.#pool = pool;
    this.#database = database;
  }

  /**
   * Puts a user in a queue. Returns the ticket made, or the one that the same request made, or the one that the user
   * has waiting in this mode: told apart by its request id.
   */
  async create(ticketId: string, userId: string, requestId: string, mode: string): Promise<TicketRow> {
    const text = `
      insert into ticket (ticket_id, user_id, request_id, mode, state, created_at, seen_at)
      values ($1, $2, $3, $4, 'waiting', clock_timestamp(), clock_timestamp())
      on conflict do nothing`;
    await this.#pool.query('ticket_create', text, [ticketId, userId, requestId, mode]);
    const tickets = await this.#database.use((em) =>
      em.find(TicketEntity, { userId, $or: [{ requestId }, { mode, state: 'waiting' }] }),
    );
    const found = tickets.find((ticket) => ticket.requestId === requestId) ?? tickets[0];
    // Another one was in the way and has left the queue since: there is room now.
    return found ?? this.create(ticketId, userId, requestId, mode);
  }

  /** A user's ticket. */
  async find(ticketId: string, userId: string): Promise<TicketRow | undefined> {
    return (await this.#database.use((em) => em.findOne(TicketEntity, { ticketId, userId }))) ?? undefined;
  }

  /** The tickets as they stand now; that they are watched is noted. */
  async see(ticketIds: readonly string[]): Promise<readonly Pick<TicketRow, 'ticketId' | 'state' | 'matchId'>[]> {
    const text = `
      with seen as (
        update ticket set seen_at = clock_timestamp() where ticket_id in (
          select ticket_id from ticket where ticket_id = any($1::uuid[]) and state = 'waiting' order by ticket_id for update skip locked
        )
      )
      select ticket_id as "ticketId", state, match_id as "matchId" from ticket where ticket_id = any($1::uuid[])`;
    return this.#pool.query('ticket_see', text, [ticketIds]);
  }

  /** Takes a waiting ticket out of the queue; false where it does not wait. */
  async delete(ticketId: string, userId: string): Promise<boolean> {
    const text = `delete from ticket where ticket_id = $1 and user_id = $2 and state = 'waiting' returning ticket_id`;
    return (await this.#pool.query('ticket_delete', text, [ticketId, userId])).length > 0;
  }

  /** Those who wait and are there, by mode, longest first; lets the forgotten expire. */
  async waiting(): Promise<ReadonlyMap<string, readonly Waiting[]>> {
    const text = `
      with expired as (
        update ticket set state = 'expired' where ticket_id in (
          select ticket_id from ticket
          where state = 'waiting' and seen_at < clock_timestamp() - interval '${EXPIRES_MS} ms'
          order by ticket_id for update skip locked
        )
      )
      select ticket_id as "ticketId", user_id as "userId", mode from ticket
      where state = 'waiting' and seen_at > clock_timestamp() - interval '${UNSEEN_MS} ms'
      order by ticket_id limit ${MAX_WAITING_READ}`;
    const rows = await this.#pool.query<Waiting & { mode: string }>('ticket_waiting', text, []);
    return Map.groupBy(rows, ({ mode }) => mode);
  }

  /** Makes tickets into a match, all or none. False where one of them waits no longer. */
  async match(ticketIds: readonly string[], match: NewMatch): Promise<boolean> {
    const text = `select match_tickets($1::uuid[], $2, $3, $4, $5, $6::uuid[], $7, to_timestamp($8::float8 / 1000), $9) as matched`;
    const [row] = await this.#pool.query<{ matched: boolean }>('ticket_match', text, [
      ticketIds,
      match.matchId,
      match.mode,
      match.game,
      JSON.stringify(match.config),
      match.userIds,
      match.entryId,
      match.at,
      Buffer.from(match.body),
    ]);
    return row!.matched;
  }
}

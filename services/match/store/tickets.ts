import DataLoader from 'dataloader';
import { GroupCommit } from '../../harness/group-commit.ts';
import type { Database } from '../../harness/store/database.ts';
import type { Waiting } from '../matchmaking/pair.ts';
import { arrayLiteral } from './array-literal.ts';
import { TicketEntity, type TicketRow } from './entities.ts';
import type { NewMatch } from './matches.ts';
import type { Pool } from './pool.ts';

/** How long a ticket that nobody watches is still paired. */
const UNSEEN_MS = 15_000;
/** How long a ticket that nobody watches is kept in the queue. */
const EXPIRES_MS = 120_000;
/** How long a ticket is known that is in no queue any more: its request may be repeated, and its wait tells others of theirs. */
const KEPT = '1 hour';
const MAX_PAIRED_AT_ONCE = 2_000;
const MAX_BATCH_ROWS = 256;
const MAX_WAITING = 10_000;
/** By how many of the last waits the next one is estimated, and how old they may be. */
const WAITS = 100;
const WAITS_MS = 600_000;

const CREATE = `
  insert into ticket (ticket_id, user_id, request_id, mode, rating, avoids, state, created_at, seen_at)
  select r.ticket_id, r.user_id, r.request_id, r.mode, r.rating, r.avoids::uuid[], 'waiting', clock_timestamp(), clock_timestamp()
  from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::float8[], $6::text[])
    as r (ticket_id, user_id, request_id, mode, rating, avoids)
  on conflict do nothing
  returning ticket_id, created_at`;
const FIND = `
  select ticket_id as "ticketId", user_id as "userId", request_id as "requestId", mode, state, match_id as "matchId",
    created_at as "createdAt"
  from ticket where ticket_id = any($1::uuid[])`;
const SEE = `
  with seen as (
    update ticket set seen_at = clock_timestamp() where ticket_id in (
      select ticket_id from ticket where ticket_id = any($1::uuid[]) and state = 'waiting' order by ticket_id for update skip locked
    )
  ), queue as (
    select ticket_id, row_number() over (partition by mode order by ticket_id)::int as position
    from ticket where state = 'waiting' and seen_at > clock_timestamp() - interval '${UNSEEN_MS} ms'
  )
  select t.ticket_id as "ticketId", t.mode, t.state, t.match_id as "matchId", q.position,
    extract(epoch from clock_timestamp() - t.created_at)::float8 * 1000 as "waitedMs"
  from ticket t left join queue q using (ticket_id) where t.ticket_id = any($1::uuid[])`;
const WAITS_OF = `
  select m.mode, array(
    select extract(epoch from t.matched_at - t.created_at)::float8 * 1000 from ticket t
    where t.mode = m.mode and t.matched_at > clock_timestamp() - interval '${WAITS_MS} ms'
    order by t.matched_at desc limit ${WAITS}
  ) as waits
  from unnest($1::text[]) as m (mode)`;
const EXPIRE = `
  update ticket set state = 'expired' where ticket_id in (
    select ticket_id from ticket
    where state = 'waiting' and seen_at < clock_timestamp() - interval '${EXPIRES_MS} ms'
    order by ticket_id for update skip locked
  )`;
// Ticket ids begin with the time in milliseconds, so the oldest are found by their key.
const PRUNE = `
  delete from ticket where state <> 'waiting' and ticket_id < (
    lpad(to_hex((extract(epoch from clock_timestamp() - interval '${KEPT}') * 1000)::bigint), 12, '0') || repeat('0', 20)
  )::uuid`;

/** Somebody who enters a queue. */
export interface NewTicket extends Pick<Waiting, 'ticketId' | 'userId' | 'rating' | 'avoids'> {
  /** Made by the client, so that a repeat makes no second ticket. */
  readonly requestId: string;
  readonly mode: string;
}

/** A ticket as it stands now. */
export interface TicketStanding extends Pick<TicketRow, 'ticketId' | 'mode' | 'state' | 'matchId'> {
  /** 1 for who has waited longest of those who are there; null for who is not. */
  readonly position: number | null;
  readonly waitedMs: number;
}

/** Tickets that are to become a match. */
export interface Pairing {
  readonly ticketIds: readonly string[];
  readonly match: NewMatch;
}

/** The queues. */
export class Tickets {
  readonly #pool: Pool;
  readonly #database: Database;
  readonly #creating: GroupCommit<NewTicket, Date>;
  readonly #finding: DataLoader<string, TicketRow | undefined>;

  constructor(pool: Pool, database: Database) {
    this.#pool = pool;
    this.#database = database;
    this.#creating = new GroupCommit<NewTicket, Date>({
      write: (batch) => this.#insert(batch),
      bytes: ({ avoids }) => 200 + 40 * avoids.length,
      compare: (a, b) => (a.userId < b.userId ? -1 : 1), // both unique indexes are by user
      classify: () => 'unknown',
      maxRows: MAX_BATCH_ROWS,
      maxBytes: 1_000_000,
      maxInFlight: 1,
      maxWaiting: MAX_WAITING,
    });
    this.#finding = new DataLoader((ticketIds) => this.#findAll(ticketIds), {
      cache: false,
      maxBatchSize: MAX_BATCH_ROWS,
      batchScheduleFn: (find) => void setImmediate(find),
    });
  }

  /**
   * Puts a user in a queue. Returns the ticket made, or the one that the same request made, or the one that the user
   * has waiting in this mode: told apart by its request id.
   * @throws QueueFullError, or what the database throws; the ticket may then have been made.
   */
  async create(ticket: NewTicket): Promise<TicketRow> {
    const { ticketId, userId, requestId, mode } = ticket;
    const made = await this.#creating.add(ticket);
    if (made.kind === 'stored') {
      return { ticketId, userId, requestId, mode, state: 'waiting', matchId: null, createdAt: made.stored };
    }
    if (made.kind !== 'absent') throw made.cause;
    const tickets = await this.#database.use((em) =>
      em.find(TicketEntity, { userId, $or: [{ requestId }, { mode, state: 'waiting' }] }),
    );
    const found = tickets.find((other) => other.requestId === requestId) ?? tickets[0];
    // Another one was in the way and has left the queue since: there is room now.
    return found ?? this.create(ticket);
  }

  async #insert(batch: readonly NewTicket[]): Promise<ReadonlyMap<number, Date>> {
    const rows = await this.#pool.query<{ ticket_id: string; created_at: Date }>('ticket_create', CREATE, [
      arrayLiteral(batch.map(({ ticketId }) => ticketId)),
      arrayLiteral(batch.map(({ userId }) => userId)),
      arrayLiteral(batch.map(({ requestId }) => requestId)),
      batch.map(({ mode }) => mode),
      arrayLiteral(batch.map(({ rating }) => rating)),
      batch.map(({ avoids }) => arrayLiteral(avoids)),
    ]);
    const made = new Map(rows.map((row) => [row.ticket_id, row.created_at]));
    return new Map(
      batch.flatMap(({ ticketId }, index): [number, Date][] => {
        const createdAt = made.get(ticketId);
        return createdAt ? [[index, createdAt]] : [];
      }),
    );
  }

  /** A user's ticket. */
  async find(ticketId: string, userId: string): Promise<TicketRow | undefined> {
    const ticket = await this.#finding.load(ticketId);
    return ticket?.userId === userId ? ticket : undefined;
  }

  async #findAll(ticketIds: readonly string[]): Promise<(TicketRow | undefined)[]> {
    const rows = await this.#pool.query<TicketRow>('ticket_find', FIND, [arrayLiteral(ticketIds)]);
    const byId = new Map(rows.map((row) => [row.ticketId, row]));
    return ticketIds.map((ticketId) => byId.get(ticketId));
  }

  /** The tickets as they stand now; that they are watched is noted. */
  see(ticketIds: readonly string[]): Promise<readonly TicketStanding[]> {
    return this.#pool.query('ticket_see', SEE, [arrayLiteral(ticketIds)]);
  }

  /** How long the last who were matched had waited, by mode, in milliseconds. */
  async recentWaits(modes: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>> {
    const rows = await this.#pool.query<{ mode: string; waits: number[] }>('ticket_waits', WAITS_OF, [modes]);
    return new Map(rows.map(({ mode, waits }) => [mode, waits]));
  }

  /** Takes a waiting ticket out of the queue; false where it does not wait. */
  async delete(ticketId: string, userId: string): Promise<boolean> {
    const text = `delete from ticket where ticket_id = $1 and user_id = $2 and state = 'waiting' returning ticket_id`;
    return (await this.#pool.query('ticket_delete', text, [ticketId, userId])).length > 0;
  }

  /** The modes in which somebody waits. */
  async modesWaitedIn(): Promise<readonly string[]> {
    const text = `select distinct mode from ticket where state = 'waiting'`;
    return (await this.#pool.query<{ mode: string }>('ticket_modes', text, [])).map(({ mode }) => mode);
  }

  /**
   * Takes the queue of a mode for this replica: those who wait and are there, longest first. It is held until `match`, or
   * for a second. Nobody where another replica holds it, which will look once more; nor where they are too few.
   */
  async take(mode: string, replicaId: string, seats: number): Promise<readonly Waiting[]> {
    const text = `
      select ticket_id as "ticketId", user_id as "userId", rating, waited_ms as "waitedMs", avoids
      from take_queue($1, $2, $3, interval '${UNSEEN_MS} ms', ${MAX_PAIRED_AT_ONCE})`;
    const waiting = await this.#pool.query<Waiting>('ticket_take', text, [mode, replicaId, seats]);
    return waiting.length < seats ? [] : waiting;
  }

  /**
   * Makes tickets into matches and gives the queue back. Says which matches came to be: none where one of its tickets
   * waits no longer; and whether to take the queue once more, since somebody came meanwhile.
   */
  async match(
    mode: string,
    replicaId: string,
    pairings: readonly Pairing[],
  ): Promise<{ readonly matchIds: ReadonlySet<string>; readonly isWanted: boolean }> {
    const text = `select match_ids as "matchIds", is_wanted as "isWanted" from pair_tickets($1, $2, $3::json)`;
    const matches = pairings.map(({ ticketIds, match }) => ({
      match_id: match.matchId,
      ticket_ids: ticketIds,
      game: match.game,
      config: match.config,
      user_ids: match.userIds,
      is_rated: match.isRated,
      entry_id: match.entryId,
      at: match.at,
      body: match.body,
    }));
    const [row] = await this.#pool.query<{ matchIds: string[]; isWanted: boolean }>('ticket_match', text, [
      mode,
      replicaId,
      JSON.stringify(matches),
    ]);
    return { matchIds: new Set(row!.matchIds), isWanted: row!.isWanted };
  }

  /** Lets tickets expire that nobody watches, and forgets those that have long left their queue. */
  async tidy(): Promise<void> {
    await this.#pool.query('ticket_expire', EXPIRE, []);
    await this.#pool.query('ticket_prune', PRUNE, []);
  }
}

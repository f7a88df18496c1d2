import { Migration } from '@mikro-orm/migrations';

/** Tickets with ratings, and queues that one replica at a time pairs. */
export class Pairing extends Migration {
  override up(): void {
    this.addSql(`
      alter table ticket
        add column rating float8 not null default 1500,
        -- Users that this one is not to meet.
        add column avoids uuid[] not null default '{}',
        add column matched_at timestamptz`);
    this.addSql(`create index ticket_matched on ticket (mode, matched_at desc) where matched_at is not null`);
    this.addSql(`
      create table queue (
        mode text primary key,
        -- Who pairs, until when at most, and whether somebody else wanted to meanwhile.
        replica_id uuid not null,
        held_until timestamptz not null,
        is_wanted boolean not null
      )`);
    this.addSql(`drop function match_tickets, create_match`);
    // Whether its result moves its players' ratings: known at its beginning.
    this.addSql(`alter table match add column is_rated boolean not null default false`);
    this.#addFunctions();
  }

  #addFunctions(): void {
    this.addSql(`
      -- A match and its first entry come to be together. Returns the id of the match that this request made before, or null.
      create function create_match(
        p_match_id uuid, p_mode text, p_game text, p_config jsonb, p_visibility text, p_invite_code text,
        p_created_by uuid, p_request_id uuid, p_user_ids uuid[], p_entry_id uuid, p_at timestamptz, p_body bytea,
        p_is_rated boolean
      ) returns uuid language plpgsql as $$
      declare made uuid;
      begin
        insert into match (match_id, mode, game, config, visibility, invite_code, created_by, request_id, created_at,
                           due_at, indexed_seq, state, user_ids, is_rated)
        values (p_match_id, p_mode, p_game, p_config, p_visibility, p_invite_code, p_created_by, p_request_id, p_at,
                clock_timestamp() + interval '15 s', 1, 'waiting', p_user_ids, p_is_rated)
        on conflict (created_by, request_id) do nothing
        returning match_id into made;
        if made is null then
          return (select match_id from match where created_by = p_created_by and request_id = p_request_id);
        end if;
        insert into log (match_id, seq, entry_id, actor, command_id, at, body)
        values (p_match_id, 1, p_entry_id, p_created_by, p_request_id, p_at, p_body);
        return null;
      end $$`);
    this.addSql(`
      -- Takes a queue to pair it: those who wait and are there, longest first. Nobody where another replica has it, which
      -- will then look once more. It is held until pair_tickets, or for 1 s; where fewer wait than a match takes, it is not.
      create function take_queue(p_mode text, p_replica_id uuid, p_seats int, p_unseen interval, p_limit int)
      returns table (ticket_id uuid, user_id uuid, rating float8, waited_ms float8, avoids uuid[])
      language plpgsql as $$
      declare
        held queue%rowtype;
        found_tickets int;
      begin
        insert into queue values (p_mode, p_replica_id, '-infinity', false) on conflict do nothing;
        select * into held from queue q where q.mode = p_mode for update;
        if held.replica_id <> p_replica_id and held.held_until > clock_timestamp() then
          update queue q set is_wanted = true where q.mode = p_mode;
          return;
        end if;
        return query
          select t.ticket_id, t.user_id, t.rating, extract(epoch from clock_timestamp() - t.created_at)::float8 * 1000, t.avoids
          from ticket t
          where t.mode = p_mode and t.state = 'waiting' and t.seen_at > clock_timestamp() - p_unseen
          order by t.ticket_id limit p_limit;
        get diagnostics found_tickets = row_count;
        update queue q
        set replica_id = p_replica_id, is_wanted = false,
            held_until = case when found_tickets < p_seats then '-infinity' else clock_timestamp() + interval '1 s' end
        where q.mode = p_mode;
      end $$`);
    this.addSql(`
      -- Tickets become matches, all of one or none: not where one of them waits no longer. Gives the queue back, and says
      -- which matches came to be, and whether to look once more.
      create function pair_tickets(p_mode text, p_replica_id uuid, p_matches json)
      returns table (match_ids uuid[], is_wanted boolean) language plpgsql as $$
      declare
        made record;
        still_waiting int;
        made_ids uuid[] := '{}';
        wanted boolean;
      begin
        perform from queue q where q.mode = p_mode for update;
        -- All in one order, so that nobody who locks tickets waits for another in a circle.
        perform from ticket t
        where t.state = 'waiting' and t.ticket_id in (
          select id::uuid from json_array_elements(p_matches) m, json_array_elements_text(m -> 'ticket_ids') id
        ) order by t.ticket_id for update;
        for made in
          select * from json_to_recordset(p_matches) as m (
            match_id uuid, ticket_ids uuid[], game text, config jsonb, user_ids uuid[], is_rated boolean, entry_id uuid,
            at float8, body text
          )
        loop
          select count(*) into still_waiting from ticket t where t.ticket_id = any(made.ticket_ids) and t.state = 'waiting';
          continue when still_waiting <> cardinality(made.ticket_ids);
          perform create_match(made.match_id, p_mode, made.game, made.config, 'open', null, made.user_ids[1], made.match_id,
                               made.user_ids, made.entry_id, to_timestamp(made.at / 1000), convert_to(made.body, 'UTF8'), made.is_rated);
          update ticket t set state = 'matched', match_id = made.match_id, matched_at = clock_timestamp()
          where t.ticket_id = any(made.ticket_ids);
          made_ids := made_ids || made.match_id;
        end loop;
        update queue q set held_until = '-infinity' where q.mode = p_mode and q.replica_id = p_replica_id
        returning q.is_wanted into wanted;
        return query select made_ids, coalesce(wanted, false);
      end $$`);
  }
}

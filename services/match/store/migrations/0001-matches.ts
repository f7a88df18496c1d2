import { Migration } from '@mikro-orm/migrations';

/** Matches with their logs, tickets, questions, replicas and outages. */
export class Matches extends Migration {
  override up(): void {
    this.addSql(`
      create table match (
        match_id uuid primary key,
        mode text not null,
        game text not null,
        config jsonb not null,
        visibility text not null check (visibility in ('open', 'private')),
        invite_code text unique,
        created_by uuid not null,
        request_id uuid not null,
        created_at timestamptz not null,
        due_at timestamptz,
        -- What follows is read off the log by whoever folds it, so that matches can be found; the log is the truth.
        indexed_seq int not null,
        state text not null check (state in ('waiting', 'running', 'finished')),
        user_ids uuid[] not null,
        outcome jsonb,
        finished_at timestamptz check ((state = 'finished') = (finished_at is not null)),
        feed_number bigint unique,
        unique (created_by, request_id)
      )`);
    this.addSql(`create index match_due on match (due_at) where due_at is not null`);
    this.addSql(`create index match_users on match using gin (user_ids)`);
    this.addSql(
      `create index match_unnumbered on match (finished_at) where finished_at is not null and feed_number is null`,
    );
    this.addSql(`
      create table log (
        match_id uuid not null,
        seq int not null check (seq > 0),
        entry_id uuid not null,
        actor uuid not null,
        command_id uuid not null,
        at timestamptz not null,
        body bytea not null check (octet_length(body) <= 262144),
        primary key (match_id, seq),
        unique (match_id, actor, command_id)
      )`);
    this.addSql(`
      create table snapshot (
        match_id uuid primary key,
        seq int not null,
        game text not null,
        format int not null,
        body bytea not null
      )`);
    this.addSql(`
      create table ticket (
        ticket_id uuid primary key,
        user_id uuid not null,
        request_id uuid not null,
        mode text not null,
        state text not null check (state in ('waiting', 'matched', 'expired')),
        match_id uuid check ((state = 'matched') = (match_id is not null)),
        created_at timestamptz not null,
        seen_at timestamptz not null,
        unique (user_id, request_id)
      )`);
    this.addSql(`create unique index ticket_waiting on ticket (user_id, mode) where state = 'waiting'`);
    this.addSql(`create index ticket_queue on ticket (mode, ticket_id) where state = 'waiting'`);
    this.addSql(`
      create table question (
        question_id text primary key,
        category text not null,
        body jsonb not null
      )`);
    this.addSql(`
      create table replica (
        replica_id uuid primary key,
        name text not null,
        heartbeat_at timestamptz not null
      )`);
    this.addSql(`
      create table outage (
        outage_id int generated always as identity primary key,
        began_at timestamptz not null,
        ended_at timestamptz not null check (ended_at > began_at)
      )`);
    this.addSql(`create sequence feed_number`);
    this.#addFunctions();
  }

  #addFunctions(): void {
    this.addSql(`
      -- A match and its first entry come to be together. Returns the id of the match that this request made before, or null.
      create function create_match(
        p_match_id uuid, p_mode text, p_game text, p_config jsonb, p_visibility text, p_invite_code text,
        p_created_by uuid, p_request_id uuid, p_user_ids uuid[], p_entry_id uuid, p_at timestamptz, p_body bytea
      ) returns uuid language plpgsql as $$
      declare made uuid;
      begin
        insert into match (match_id, mode, game, config, visibility, invite_code, created_by, request_id, created_at,
                           due_at, indexed_seq, state, user_ids)
        values (p_match_id, p_mode, p_game, p_config, p_visibility, p_invite_code, p_created_by, p_request_id, p_at,
                clock_timestamp() + interval '15 s', 1, 'waiting', p_user_ids)
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
      -- Tickets become a match, all or none: false where one of them no longer waits. One pass per mode at a time.
      create function match_tickets(
        p_ticket_ids uuid[], p_match_id uuid, p_mode text, p_game text, p_config jsonb, p_user_ids uuid[],
        p_entry_id uuid, p_at timestamptz, p_body bytea
      ) returns boolean language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtextextended('playmesh.match.tickets.' || p_mode, 0));
        perform from ticket where ticket_id = any(p_ticket_ids) and state = 'waiting' order by ticket_id for update;
        if (select count(*) from ticket where ticket_id = any(p_ticket_ids) and state = 'waiting') <> cardinality(p_ticket_ids) then
          return false;
        end if;
        perform create_match(p_match_id, p_mode, p_game, p_config, 'open', null, p_user_ids[1], p_match_id, p_user_ids,
                             p_entry_id, p_at, p_body);
        update ticket set state = 'matched', match_id = p_match_id where ticket_id = any(p_ticket_ids);
        return true;
      end $$`);
    this.addSql(`
      -- One heartbeat of a replica. Who finds every heartbeat older than 3 s was away together with all others, and
      -- records the span as an outage before anyone may act on a deadline.
      create function beat(p_replica_id uuid, p_name text, p_after_outage_id int) returns jsonb language plpgsql as $$
      declare
        latest timestamptz;
        present timestamptz;
      begin
        perform pg_advisory_xact_lock(hashtextextended('playmesh.match.beat', 0));
        present := clock_timestamp();
        select max(heartbeat_at) into latest from replica;
        if latest < present - interval '3 s' then
          insert into outage (began_at, ended_at) values (latest, present);
        end if;
        insert into replica (replica_id, name, heartbeat_at) values (p_replica_id, p_name, present)
        on conflict (replica_id) do update set heartbeat_at = excluded.heartbeat_at;
        delete from replica where heartbeat_at < present - interval '1 day';
        return jsonb_build_object(
          'alive', (select jsonb_agg(replica_id) from replica where heartbeat_at > present - interval '5 s'),
          'outages', (select coalesce(jsonb_agg(jsonb_build_object(
              'id', outage_id,
              'began', floor(extract(epoch from began_at) * 1000),
              'ended', floor(extract(epoch from ended_at) * 1000)) order by outage_id), '[]')
            from outage where outage_id > p_after_outage_id));
      end $$`);
    this.addSql(`
      -- Gives finished matches their feed numbers, in the order in which they become visible: one numberer at a time,
      -- and its numbers are committed before the next one begins.
      create function number_finished() returns int language plpgsql as $$
      declare numbered int;
      begin
        perform pg_advisory_xact_lock(hashtextextended('playmesh.match.feed', 0));
        with fresh as (
          select match_id from match where finished_at is not null and feed_number is null order by finished_at limit 1000
        )
        update match set feed_number = nextval('feed_number') from fresh where match.match_id = fresh.match_id;
        get diagnostics numbered = row_count;
        return numbered;
      end $$`);
  }

  override down(): void {
    this.addSql(`drop function number_finished, beat, match_tickets, create_match`);
    this.addSql(`drop table match, log, snapshot, ticket, question, replica, outage`);
    this.addSql(`drop sequence feed_number`);
  }
}

import { Migration } from '@mikro-orm/migrations';

/** Accounts, sessions, signing keys and the audit trail. */
export class Accounts extends Migration {
  override up(): void {
    this.addSql(`
      create table account (
        id uuid primary key,
        username text check (username ~ '^[A-Za-z0-9][A-Za-z0-9._-]{2,31}$'),
        email text check (char_length(email) <= 254 and email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
        password_hash text check (password_hash like '$argon2id$%'),
        roles text[] not null
          check (array['player'] <@ roles and roles <@ array['player', 'host', 'operator', 'admin']),
        display_name text not null check (char_length(display_name) between 1 and 63),
        area_code integer not null check (area_code = 0 or area_code between 100 and 999),
        locale text not null check (char_length(locale) <= 35),
        create_time timestamptz(3) not null default clock_timestamp(),
        constraint account_guest_or_credentials check (num_nulls(username, email, password_hash) in (0, 3))
      )`);
    this.addSql('create unique index account_username_key on account (lower(username))');
    this.addSql('create unique index account_email_key on account (lower(email))');

    this.addSql(`
      create table session (
        id uuid primary key,
        account_id uuid not null references account on delete cascade,
        user_agent text not null check (char_length(user_agent) <= 200),
        generation integer not null check (generation > 0),
        create_time timestamptz(3) not null,
        refresh_time timestamptz(3) not null,
        expire_time timestamptz(3) not null check (expire_time > refresh_time)
      )`);
    this.addSql('create index session_account_idx on session (account_id, id)');
    this.addSql('create index session_expire_idx on session (expire_time)');
    this.addSql(`
      create table refresh_token (
        hash bytea primary key check (octet_length(hash) = 32),
        session_id uuid not null references session on delete cascade,
        generation integer not null check (generation > 0),
        issue_time timestamptz(3) not null,
        spend_time timestamptz(3) check (spend_time >= issue_time),
        repeated boolean not null default false check (not repeated or spend_time is not null)
      )`);
    this.addSql('create index refresh_token_session_idx on refresh_token (session_id, generation)');

    // A session is alive while its row is there. Whatever removes the row of one that had not expired, the end is told:
    // by a trigger, so that no path can forget it, the deletion of an account included.
    this.addSql(`
      create table ended_session (
        session_id uuid primary key,
        end_time timestamptz(3) not null
      )`);
    this.addSql('create index ended_session_time_idx on ended_session (end_time, session_id)');
    this.addSql(`
      create function tell_ended_session() returns trigger language plpgsql set search_path from current as $$
        begin
          insert into ended_session values (old.id, clock_timestamp());
          return null;
        end
      $$`);
    this.addSql(`
      create trigger tell_ended_session after delete on session for each row
        when (old.expire_time > clock_timestamp()) execute function tell_ended_session()`);

    this.addSql(`
      create table signing_key (
        id text primary key,
        public_key jsonb not null check (public_key -> 'd' is null),
        sealed_private_key bytea not null,
        sign_time timestamptz(3) not null unique
      )`);

    this.addSql(`
      create table request (
        id uuid primary key,
        method text not null check (method in ('register', 'create_guest')),
        account_id uuid not null references account on delete cascade,
        client_address text not null,
        create_time timestamptz(3) not null default clock_timestamp()
      )`);
    this.addSql('create index request_account_idx on request (account_id)');
    this.addSql('create index request_time_idx on request (create_time)');

    this.addSql(`
      create table audit_event (
        id uuid primary key,
        action text not null check (action in ('register', 'create_guest', 'upgrade_guest', 'log_in', 'fail_log_in',
          'log_out', 'end_session', 'reuse_refresh_token', 'set_roles', 'delete_account')),
        account_id uuid,
        actor_id uuid,
        session_id uuid,
        roles text[],
        client_address text not null,
        create_time timestamptz(3) not null default clock_timestamp()
      )`);
    this.addSql('create index audit_event_account_idx on audit_event (account_id, create_time)');
    this.addSql('create index audit_event_time_idx on audit_event (create_time)');
    this.addSql(`
      create function refuse_change() returns trigger language plpgsql as $$
        begin
          raise exception 'the audit trail is only ever added to' using errcode = 'insufficient_privilege';
        end
      $$`);
    this.addSql(`
      create trigger refuse_change before update or delete or truncate on audit_event
        for each statement execute function refuse_change()`);
  }

  override down(): void {
    this.addSql('drop table audit_event, request, signing_key, ended_session, refresh_token, session, account');
    this.addSql('drop function tell_ended_session, refuse_change');
  }
}

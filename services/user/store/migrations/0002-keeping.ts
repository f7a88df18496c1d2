import { Migration } from '@mikro-orm/migrations';

/** What makes accounts ones that people can keep: verified addresses, mails with tokens, blocks, and more in the audit trail. */
export class Keeping extends Migration {
  override up(): void {
    this.addSql(`
      alter table account
        add column email_verify_time timestamptz(3),
        add constraint account_guest_has_no_email check (email_verify_time is null or email is not null)`);

    // One token for each purpose: a new one takes the place of the one before.
    this.addSql(`
      create table mail_token (
        account_id uuid not null references account on delete cascade,
        purpose text not null check (purpose in ('verify_email', 'reset_password')),
        hash bytea not null unique check (octet_length(hash) = 32),
        expire_time timestamptz(3) not null,
        primary key (account_id, purpose)
      )`);
    this.addSql('create index mail_token_expire_idx on mail_token (expire_time)');

    // Mails to be sent, and for a while those that have been. A mail to nobody stands for a request that named no account.
    // Neither text nor token is in here: both are made when the mail is sent.
    this.addSql(`
      create table mail (
        id uuid primary key,
        account_id uuid references account on delete cascade,
        purpose text not null check (purpose in ('verify_email', 'reset_password')),
        create_time timestamptz(3) not null default clock_timestamp(),
        due_time timestamptz(3) not null default clock_timestamp(),
        tries integer not null default 0 check (tries >= 0),
        send_time timestamptz(3)
      )`);
    this.addSql('create unique index mail_waiting_key on mail (account_id, purpose) where send_time is null');
    this.addSql('create index mail_due_idx on mail (due_time) where send_time is null');
    this.addSql('create index mail_account_idx on mail (account_id, id)');
    this.addSql('create index mail_time_idx on mail (create_time)');

    this.addSql(`
      create table block (
        blocker_id uuid not null references account on delete cascade,
        blocked_id uuid not null references account on delete cascade,
        create_time timestamptz(3) not null default clock_timestamp(),
        primary key (blocker_id, blocked_id),
        constraint block_of_another check (blocker_id <> blocked_id)
      )`);
    this.addSql('create index block_blocker_idx on block (blocker_id, create_time, blocked_id)');
    this.addSql('create index block_blocked_idx on block (blocked_id, create_time)');

    this.addSql(`
      alter table audit_event
        add column blocked_id uuid,
        drop constraint audit_event_action_check,
        add constraint audit_event_action_check check (action in ('register', 'create_guest', 'upgrade_guest', 'log_in',
          'fail_log_in', 'log_out', 'end_session', 'reuse_refresh_token', 'set_roles', 'delete_account',
          'request_email_verification', 'verify_email', 'request_password_reset', 'reset_password', 'change_password',
          'fail_password', 'block_user', 'unblock_user', 'export_data', 'rotate_keys'))`);
    this.addSql('create index audit_event_action_idx on audit_event (action, create_time)');
    this.addSql('create index audit_event_actor_idx on audit_event (actor_id, create_time)');
  }
}

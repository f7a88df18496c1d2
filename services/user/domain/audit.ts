import type { Role } from './account.ts';

/** What the audit trail tells of. */
export type AuditAction =
  | 'register'
  | 'create_guest'
  | 'upgrade_guest'
  | 'log_in'
  | 'fail_log_in'
  | 'log_out'
  | 'end_session'
  | 'reuse_refresh_token'
  | 'set_roles'
  | 'delete_account';

/** One line of the audit trail: who did what to which account, and from where. Nothing in it is a secret. */
export interface AuditEvent {
  readonly action: AuditAction;
  /** The account that it was done to; absent where a log-in names none. */
  readonly accountId?: string;
  /** The account that did it; absent for what nobody signed in did, and for the command line. */
  readonly actorId?: string;
  readonly sessionId?: string;
  /** The roles that the account has from then on. */
  readonly roles?: readonly Role[];
  readonly clientAddress: string;
}

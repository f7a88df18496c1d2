import type { Role } from './account.ts';

/** What the audit trail tells of. */
export const AUDIT_ACTIONS = [
  'register',
  'create_guest',
  'upgrade_guest',
  'log_in',
  'fail_log_in',
  'log_out',
  'end_session',
  'reuse_refresh_token',
  'set_roles',
  'delete_account',
  'request_email_verification',
  'verify_email',
  'request_password_reset',
  'reset_password',
  'change_password',
  'fail_password',
  'block_user',
  'unblock_user',
  'export_data',
  'rotate_keys',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** One line of the audit trail: who did what to which account, and from where. Nothing in it is a secret. */
export interface AuditEvent {
  readonly action: AuditAction;
  /** The account that it was done to; absent where a log-in or a request names none, and for what concerns no account. */
  readonly accountId?: string;
  /** The account that did it; absent for what nobody signed in did, and for the command line. */
  readonly actorId?: string;
  readonly sessionId?: string;
  /** The roles that the account has from then on. */
  readonly roles?: readonly Role[];
  /** The account that was blocked, or is no longer. */
  readonly blockedId?: string;
  readonly clientAddress: string;
}

/** A line of the audit trail as it was written. */
export interface RecordedEvent extends AuditEvent {
  readonly id: string;
  readonly createTime: Date;
}

/**
 * A line as the account may have it that was acted on, or that acted: of whoever else had part in it, it does not say
 * who that was, nor from where.
 */
export function withoutOthers(event: RecordedEvent, accountId: string): RecordedEvent {
  const { accountId: target, actorId: actor, sessionId, ...rest } = event;
  const isTarget = target === accountId;
  const byOther = actor !== undefined && actor !== accountId;
  return {
    ...rest,
    ...(isTarget && { accountId }),
    ...(actor === accountId && { actorId: accountId }),
    ...(isTarget && sessionId !== undefined && { sessionId }),
    clientAddress: byOther ? '' : event.clientAddress,
  };
}

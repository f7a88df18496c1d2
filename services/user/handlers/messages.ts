import { AuditAction as WireAction, type AuditEvent as WireEvent } from '../../../gen/playmesh/user/v1/audit.ts';
import {
  MailPurpose as WirePurpose,
  Role as WireRole,
  type BlockedUser,
  type Profile as WireProfile,
  type Session as WireSession,
  type Tokens as WireTokens,
  type User,
} from '../../../gen/playmesh/user/v1/user.ts';
import { idToBytes } from '../../harness/ids.ts';
import type { DataRecord as WireRecord } from '../../../gen/playmesh/user/v1/user_service.ts';
import type { DataRecord } from '../accounts/data-export.ts';
import type { Account, Profile, Role } from '../domain/account.ts';
import { AUDIT_ACTIONS, type AuditAction, type RecordedEvent } from '../domain/audit.ts';
import type { MailPurpose } from '../domain/mail.ts';
import type { Block } from '../store/blocks.ts';
import type { Session } from '../sessions/sessions.ts';
import type { Tokens } from '../sessions/sign-in.ts';

const WIRE_ROLES = {
  player: WireRole.PLAYER,
  host: WireRole.HOST,
  operator: WireRole.OPERATOR,
  admin: WireRole.ADMIN,
} as const satisfies Record<Role, WireRole>;

/** The roles that a request names; validation has refused those that there are not. */
export const fromWireRoles = (wanted: readonly WireRole[]): readonly Role[] =>
  (Object.keys(WIRE_ROLES) as Role[]).filter((role) => wanted.includes(WIRE_ROLES[role]));

/** A profile as every signed-in player may read it. */
export const toWireProfile = (userId: string, { displayName, areaCode, locale }: Profile): WireProfile => ({
  userId: idToBytes(userId),
  displayName,
  areaCode,
  locale,
});

/** An account as its owner and operators may read it; the email is in it, the password's hash has no place. */
export const toWireUser = ({ id, credentials, emailVerified, roles, profile, createTime }: Account): User => ({
  userId: idToBytes(id),
  username: credentials?.username ?? '',
  email: credentials?.email ?? '',
  emailVerified,
  guest: credentials === undefined,
  roles: roles.map((role) => WIRE_ROLES[role]),
  profile: toWireProfile(id, profile),
  createTime,
});

/** A session as its owner sees it from the session `currentId`. */
export const toWireSession = (session: Session, currentId: string): WireSession => ({
  sessionId: idToBytes(session.id),
  userAgent: session.userAgent,
  createTime: session.createTime,
  refreshTime: session.refreshTime,
  expireTime: session.expireTime,
  current: session.id === currentId,
});

/** Tokens as they are named on the wire. */
export const toWireTokens = (tokens: Tokens): WireTokens => ({ ...tokens });

const WIRE_PURPOSES = {
  verify_email: WirePurpose.VERIFY_EMAIL,
  reset_password: WirePurpose.RESET_PASSWORD,
} as const satisfies Record<MailPurpose, WirePurpose>;

/** The names of actions on the wire are those in the trail, in capitals. */
const toWireAction = (action: AuditAction): WireAction => WireAction[action.toUpperCase() as Uppercase<AuditAction>];

/** The action that a request names; undefined for every action. Validation has refused those that there are not. */
export const fromWireAction = (wanted: WireAction): AuditAction | undefined =>
  AUDIT_ACTIONS.find((action) => toWireAction(action) === wanted);

const optionalId = (id: string | undefined): Uint8Array => (id === undefined ? new Uint8Array() : idToBytes(id));

/** A line of the audit trail. */
export const toWireEvent = (event: RecordedEvent): WireEvent => ({
  eventId: idToBytes(event.id),
  action: toWireAction(event.action),
  accountId: optionalId(event.accountId),
  actorId: optionalId(event.actorId),
  sessionId: optionalId(event.sessionId),
  roles: (event.roles ?? []).map((role) => WIRE_ROLES[role]),
  blockedUserId: optionalId(event.blockedId),
  clientAddress: event.clientAddress,
  createTime: event.createTime,
});

/** A blocked user, with the profile where it is to be told. */
export const toWireBlock = ({ blockedId, createTime }: Block, profile: Profile | undefined): BlockedUser => ({
  userId: idToBytes(blockedId),
  profile: profile && toWireProfile(blockedId, profile),
  blockTime: createTime,
});

/** A record of an export that is asked for from the session `currentId`. */
export function toWireRecord(data: DataRecord, currentId: string): WireRecord {
  switch (data.kind) {
    case 'account':
      return { record: { $case: 'account', value: toWireUser(data.account) } };
    case 'session':
      return { record: { $case: 'session', value: toWireSession(data.session, currentId) } };
    case 'block':
      return { record: { $case: 'blockedUser', value: toWireBlock(data.block, undefined) } };
    case 'mail': {
      const { purpose, createTime, sendTime } = data.mail;
      const mail = { purpose: WIRE_PURPOSES[purpose], createTime, sendTime: sendTime ?? undefined };
      return { record: { $case: 'mail', value: mail } };
    }
    case 'event':
      return { record: { $case: 'auditEvent', value: toWireEvent(data.event) } };
  }
}

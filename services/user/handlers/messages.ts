import {
  Role as WireRole,
  type Profile as WireProfile,
  type Session as WireSession,
  type Tokens as WireTokens,
  type User,
} from '../../../gen/playmesh/user/v1/user.ts';
import { idToBytes } from '../../harness/ids.ts';
import type { Account, Profile, Role } from '../domain/account.ts';
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
export const toWireUser = ({ id, credentials, roles, profile, createTime }: Account): User => ({
  userId: idToBytes(id),
  username: credentials?.username ?? '',
  email: credentials?.email ?? '',
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

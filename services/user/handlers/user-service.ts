import { UserServiceDefinition } from '../../../gen/playmesh/user/v1/user_service.ts';
import { bind, requireCaller, type ServiceBinding } from '../../harness/grpc/service.ts';
import { idFromBytes } from '../../harness/ids.ts';
import { ID_PATTERN, pageSize, readPageToken, TIME_PATTERN, writePageToken } from '../../harness/page-token.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { AuditTrail } from '../accounts/audit-trail.ts';
import type { Blocks } from '../accounts/blocks.ts';
import { DATA_KINDS, type DataExport, type DataRecord } from '../accounts/data-export.ts';
import type { Deletion } from '../accounts/deletion.ts';
import type { EmailVerification } from '../accounts/email-verification.ts';
import type { PasswordChange } from '../accounts/password-change.ts';
import type { PasswordReset } from '../accounts/password-reset.ts';
import type { Registration } from '../accounts/registration.ts';
import type { RoleChanges } from '../accounts/role-changes.ts';
import type { Upgrade } from '../accounts/upgrade.ts';
import type { LogIn } from '../sessions/log-in.ts';
import type { Refresh } from '../sessions/refresh.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { SignedIn } from '../sessions/sign-in.ts';
import {
  fromWireAction,
  fromWireRoles,
  toWireBlock,
  toWireEvent,
  toWireProfile,
  toWireRecord,
  toWireSession,
  toWireTokens,
  toWireUser,
} from './messages.ts';

/** The use cases behind UserService. */
export interface UserUseCases {
  readonly registration: Registration;
  readonly upgrade: Upgrade;
  readonly logIn: LogIn;
  readonly refresh: Refresh;
  readonly sessions: Sessions;
  readonly accounts: Accounts;
  readonly deletion: Deletion;
  readonly roleChanges: RoleChanges;
  readonly emailVerification: EmailVerification;
  readonly passwordReset: PasswordReset;
  readonly passwordChange: PasswordChange;
  readonly blocks: Blocks;
  readonly dataExport: DataExport;
  readonly auditTrail: AuditTrail;
}

const toSignedIn = ({ account, tokens }: SignedIn) => ({ user: toWireUser(account), tokens: toWireTokens(tokens) });

/** playmesh.user.v1.UserService. Requests have been validated and callers let in before a handler sees them. */
export function userService(use: UserUseCases): ServiceBinding {
  return bind(UserServiceDefinition, {
    async register({ requestId, email, username, password, profile }, call) {
      const wanted = { requestId: idFromBytes(requestId), email, username, password, profile };
      return toSignedIn(await use.registration.register(wanted, call));
    },

    async logIn({ login, password }, call) {
      return toSignedIn(await use.logIn.logIn(login, password, call));
    },

    async createGuest({ requestId, profile }, call) {
      return toSignedIn(await use.registration.createGuest(idFromBytes(requestId), profile, call));
    },

    async upgradeGuest({ email, username, password }, call) {
      const account = await use.upgrade.upgrade(requireCaller(call), { email, username }, password, call.clientAddress);
      return { user: toWireUser(account) };
    },

    async refreshTokens({ refreshToken }, call) {
      return { tokens: toWireTokens(await use.refresh.refresh(refreshToken, call)) };
    },

    async logOut(_request, call) {
      await use.sessions.logOut(requireCaller(call), call.clientAddress);
      return {};
    },

    async listSessions(request, call) {
      const { userId, sessionId } = requireCaller(call);
      const [before] = readPageToken(request.pageToken, ID_PATTERN) ?? [];
      const size = pageSize(request.pageSize, 20, 100);
      const found = await use.sessions.list(userId, size + 1, before);
      const page = found.slice(0, size);
      return {
        sessions: page.map((session) => toWireSession(session, sessionId)),
        nextPageToken: found.length > size ? writePageToken(page.at(-1)!.id) : '',
      };
    },

    async endSession({ sessionId }, call) {
      await use.sessions.end(requireCaller(call), idFromBytes(sessionId), call.clientAddress);
      return {};
    },

    async getUser({ userId }, call) {
      const caller = requireCaller(call);
      const id = userId.length === 0 ? caller.userId : idFromBytes(userId);
      return { user: toWireUser(await use.accounts.getUser(caller, id)) };
    },

    async getProfile({ userId }) {
      const id = idFromBytes(userId);
      return { profile: toWireProfile(id, await use.accounts.getProfile(id)) };
    },

    async updateProfile({ profile, updateMask }, call) {
      const caller = requireCaller(call);
      const changed = await use.accounts.updateProfile(caller, profile!, updateMask);
      return { profile: toWireProfile(caller.userId, changed) };
    },

    async deleteAccount({ password }, call) {
      await use.deletion.delete(requireCaller(call), password, call.clientAddress);
      return {};
    },

    async setRoles({ userId, roles }, call) {
      const id = idFromBytes(userId);
      const wanted = fromWireRoles(roles);
      return { user: toWireUser(await use.roleChanges.set(requireCaller(call), id, wanted, call.clientAddress)) };
    },

    async requestEmailVerification(_request, call) {
      await use.emailVerification.request(requireCaller(call), call.clientAddress);
      return {};
    },

    async verifyEmail({ token }, call) {
      await use.emailVerification.verify(token, call.clientAddress);
      return {};
    },

    async requestPasswordReset({ email }, call) {
      await use.passwordReset.request(email, call.clientAddress);
      return {};
    },

    async resetPassword({ token, password }, call) {
      await use.passwordReset.reset(token, password, call.clientAddress);
      return {};
    },

    async changePassword({ currentPassword, password }, call) {
      await use.passwordChange.change(requireCaller(call), currentPassword, password, call.clientAddress);
      return {};
    },

    async blockUser({ userId }, call) {
      await use.blocks.block(requireCaller(call), idFromBytes(userId), call.clientAddress);
      return {};
    },

    async unblockUser({ userId }, call) {
      await use.blocks.unblock(requireCaller(call), idFromBytes(userId), call.clientAddress);
      return {};
    },

    async listBlockedUsers(request, call) {
      const before = readTimeAndId(request.pageToken);
      const size = pageSize(request.pageSize, 50, 200);
      const { userId } = requireCaller(call);
      const found = await use.blocks.list(userId, size + 1, before && { ...before, blockedId: before.id });
      const page = found.slice(0, size);
      const last = page.at(-1);
      return {
        blockedUsers: page.map((block) => toWireBlock(block, block.profile)),
        nextPageToken: last && found.length > size ? writeTimeAndId(last.createTime, last.blockedId) : '',
      };
    },

    async exportData(request, call) {
      const caller = requireCaller(call);
      const [exportId, kind, id] = readPageToken(request.pageToken, ID_PATTERN, KIND_PATTERN, ID_PATTERN) ?? [];
      const after = exportId && kind && id ? { exportId, kind: kind as DataRecord['kind'], id } : undefined;
      const size = pageSize(request.pageSize, 500, 500);
      const { records, next } = await use.dataExport.read(caller, size, after, call.clientAddress);
      return {
        records: records.map((record) => toWireRecord(record, caller.sessionId)),
        nextPageToken: next ? writePageToken(next.exportId, next.kind, next.id) : '',
      };
    },

    async listAuditEvents(request) {
      const filter = {
        accountId: request.accountId.length === 0 ? undefined : idFromBytes(request.accountId),
        action: fromWireAction(request.action),
      };
      const size = pageSize(request.pageSize, 50, 500);
      const found = await use.auditTrail.list(filter, size + 1, readTimeAndId(request.pageToken));
      const page = found.slice(0, size);
      const last = page.at(-1);
      return {
        events: page.map(toWireEvent),
        nextPageToken: last && found.length > size ? writeTimeAndId(last.createTime, last.id) : '',
      };
    },
  });
}

const KIND_PATTERN = new RegExp(`^(${DATA_KINDS.join('|')})$`);

const writeTimeAndId = (time: Date, id: string): string => writePageToken(`${time.getTime()}`, id);

/** Where a page of what is listed by time begins; undefined for the first. */
function readTimeAndId(pageToken: string): { readonly createTime: Date; readonly id: string } | undefined {
  const [time, id] = readPageToken(pageToken, TIME_PATTERN, ID_PATTERN) ?? [];
  return time && id ? { createTime: new Date(Number(time)), id } : undefined;
}

import { UserServiceDefinition } from '../../../gen/playmesh/user/v1/user_service.ts';
import { bind, requireCaller, type ServiceBinding } from '../../harness/grpc/service.ts';
import { idFromBytes } from '../../harness/ids.ts';
import { ID_PATTERN, pageSize, readPageToken, writePageToken } from '../../harness/page-token.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Deletion } from '../accounts/deletion.ts';
import type { Registration } from '../accounts/registration.ts';
import type { RoleChanges } from '../accounts/role-changes.ts';
import type { Upgrade } from '../accounts/upgrade.ts';
import type { LogIn } from '../sessions/log-in.ts';
import type { Refresh } from '../sessions/refresh.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { SignedIn } from '../sessions/sign-in.ts';
import { fromWireRoles, toWireProfile, toWireSession, toWireTokens, toWireUser } from './messages.ts';

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
  });
}

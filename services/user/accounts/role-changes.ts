import type { Caller } from '../../harness/auth/caller.ts';
import { ApiError, Code } from '../../harness/errors.ts';
import type { Database, EntityManager } from '../../harness/store/database.ts';
import { completeRoles, sameRoles, type Account, type Role } from '../domain/account.ts';
import type { EndedSessionsPublisher } from '../sessions/ended-sessions-publisher.ts';
import { findAccountByName, lockAccount, setRoles } from '../store/accounts.ts';
import { record } from '../store/audit.ts';
import { endSessions, type EndedSession } from '../store/sessions.ts';
import { noSuchAccount } from './accounts.ts';

type Change = { readonly account: Account; readonly ended: readonly EndedSession[] };

/**
 * Says who may do what. Roles stand in access tokens, so a change ends the account's sessions: no token that tells the
 * old roles is accepted any more, and the next log-in tells the new ones.
 */
export class RoleChanges {
  readonly #database: Database;
  readonly #publisher: EndedSessionsPublisher;

  constructor(database: Database, publisher: EndedSessionsPublisher) {
    this.#database = database;
    this.#publisher = publisher;
  }

  /**
   * Sets an account's roles; player is always among them. Roles that it has already change nothing.
   * @throws ApiError NOT_FOUND; OWN_ADMIN_ROLE where admins would take that role from themselves, so that one is always
   *   left; GUEST_ACCOUNT where a guest would get more than player, since it could not sign in again
   */
  async set(caller: Caller, id: string, wanted: readonly Role[], clientAddress: string): Promise<Account> {
    const roles = completeRoles(wanted);
    if (id === caller.userId && !roles.includes('admin')) {
      throw new ApiError(
        Code.FAILED_PRECONDITION,
        'OWN_ADMIN_ROLE',
        'Admins cannot take the role admin from themselves.',
      );
    }
    const { account, ended } = await this.#database.transact((em) =>
      change(em, id, () => roles, { actorId: caller.userId, clientAddress }),
    );
    await this.#publisher.publish(ended);
    return account;
  }
}

/**
 * Makes an account an admin, on behalf of whoever may run commands here; its sessions end, as the feed tells.
 * @throws ApiError NOT_FOUND, GUEST_ACCOUNT
 */
export async function grantAdmin(database: Database, username: string): Promise<void> {
  await database.transact(async (em) => {
    const found = await findAccountByName(em, 'username', username);
    if (!found) throw noSuchAccount();
    const grant = (now: readonly Role[]): readonly Role[] => completeRoles([...now, 'admin']);
    await change(em, found.id, grant, { clientAddress: 'command line' });
  });
}

async function change(
  em: EntityManager,
  id: string,
  to: (now: readonly Role[]) => readonly Role[],
  by: { readonly actorId?: string; readonly clientAddress: string },
): Promise<Change> {
  const account = await lockAccount(em, id);
  if (!account) throw noSuchAccount();
  const roles = to(account.roles);
  if (sameRoles(account.roles, roles)) return { account, ended: [] };
  if (!account.credentials) {
    throw new ApiError(
      Code.FAILED_PRECONDITION,
      'GUEST_ACCOUNT',
      'A guest can only be a player; it has to be upgraded first.',
    );
  }
  await setRoles(em, id, roles);
  await record(em, { action: 'set_roles', accountId: id, roles, ...by });
  return { account: { ...account, roles }, ended: await endSessions(em, { accountId: id }) };
}

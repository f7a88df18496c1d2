import { LockMode, sql } from '@mikro-orm/core';
import type { EntityManager } from '../../harness/store/database.ts';
import type { Account, Credentials, Profile, Role } from '../domain/account.ts';
import { AccountRow } from './entities.ts';

const toAccount = (row: AccountRow): Account => ({
  id: row.id,
  credentials:
    row.username && row.email && row.passwordHash
      ? { username: row.username, email: row.email, passwordHash: row.passwordHash }
      : undefined,
  emailVerified: row.emailVerifyTime !== null,
  roles: row.roles,
  profile: { displayName: row.displayName, areaCode: row.areaCode, locale: row.locale },
  createTime: row.createTime,
});

const columns = ({ username, email, passwordHash }: Credentials) => ({ username, email, passwordHash });

/** The account with this id. */
export async function findAccount(em: EntityManager, id: string): Promise<Account | undefined> {
  const row = await em.findOne(AccountRow, { id });
  return row ? toAccount(row) : undefined;
}

/** The display names of accounts, in the order asked for; empty for who is not there. */
export async function findNames(em: EntityManager, ids: readonly string[]): Promise<readonly string[]> {
  const rows = await em.find(AccountRow, { id: { $in: [...ids] } }, { fields: ['id', 'displayName'] });
  const names = new Map(rows.map(({ id, displayName }) => [id, displayName]));
  return ids.map((id) => names.get(id) ?? '');
}

/** The same, held against every change by others until the transaction ends. */
export async function lockAccount(em: EntityManager, id: string): Promise<Account | undefined> {
  const row = await em.findOne(AccountRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  return row ? toAccount(row) : undefined;
}

/**
 * Keeps an account from being deleted, or locked, by others until the transaction ends; many may do so at the same time.
 * False where there is none.
 */
export async function keepAccount(em: EntityManager, id: string): Promise<boolean> {
  return (await em.execute('select 1 from account where id = ? for key share', [id])).length > 0;
}

/**
 * As `keepAccount`, without waiting: an account that others hold is `busy`. For whoever holds other rows of the account,
 * since who deletes it takes those after the account.
 */
export async function keepAccountAtOnce(em: EntityManager, id: string): Promise<Account | 'busy' | undefined> {
  const kept = await em.execute('select 1 from account where id = ? for key share skip locked', [id]);
  const account = await findAccount(em, id);
  return account && kept.length === 0 ? 'busy' : account;
}

/** The account that has this name, without regard to case. */
export async function findAccountByName(
  em: EntityManager,
  by: 'email' | 'username',
  name: string,
): Promise<Account | undefined> {
  const row = await em.findOne(AccountRow, { [sql.lower(by)]: name.toLowerCase() });
  return row ? toAccount(row) : undefined;
}

/** Adds an account. @throws UniqueConstraintViolationException when email or username is taken; see `takenName` */
export async function insertAccount(
  em: EntityManager,
  id: string,
  credentials: Credentials | undefined,
  profile: Profile,
): Promise<Account> {
  await em.insert(AccountRow, { id, roles: ['player'], ...(credentials && columns(credentials)), ...profile });
  return (await findAccount(em, id))!;
}

/** Turns a guest's account into a full one. @throws as `insertAccount` */
export async function setCredentials(em: EntityManager, id: string, credentials: Credentials): Promise<void> {
  await em.nativeUpdate(AccountRow, { id }, columns(credentials));
}

/** Replaces an account's password by the hash of another. */
export async function setPassword(em: EntityManager, id: string, passwordHash: string): Promise<void> {
  await em.nativeUpdate(AccountRow, { id }, { passwordHash });
}

/** Notes that an account's address is its owner's; the first time counts. */
export async function setEmailVerified(em: EntityManager, id: string): Promise<void> {
  await em.execute(
    'update account set email_verify_time = clock_timestamp() where id = ? and email_verify_time is null',
    [id],
  );
}

/** Replaces what other players see of an account. */
export async function setProfile(em: EntityManager, id: string, profile: Profile): Promise<void> {
  await em.nativeUpdate(AccountRow, { id }, { ...profile });
}

/** Replaces an account's roles, which must be complete; its sessions have to be ended with it. */
export async function setRoles(em: EntityManager, id: string, roles: readonly Role[]): Promise<void> {
  await em.nativeUpdate(AccountRow, { id }, { roles: [...roles] });
}

/** Removes the account with all that belongs to it. Its sessions must have been ended before, by `endSessionsOf`. */
export async function deleteAccount(em: EntityManager, id: string): Promise<void> {
  await em.nativeDelete(AccountRow, { id });
}

/** Which name an insertion or update failed for, because another account has it. */
export function takenName(error: unknown): 'email' | 'username' | undefined {
  const { constraint } = (error ?? {}) as { constraint?: string };
  if (constraint === 'account_email_key') return 'email';
  if (constraint === 'account_username_key') return 'username';
  return undefined;
}

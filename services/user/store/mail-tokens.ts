import type { EntityManager } from '../../harness/store/database.ts';
import type { MailPurpose } from '../domain/mail.ts';
import { deleteFree } from './delete-free.ts';
import { MailTokenRow } from './entities.ts';
import { databaseTime } from './sessions.ts';

/** Keeps the hash of an account's new token, which voids the one before. */
export async function replaceToken(
  em: EntityManager,
  token: { readonly accountId: string; readonly purpose: MailPurpose; readonly hash: Buffer },
  liveMs: number,
): Promise<void> {
  await voidToken(em, token.accountId, token.purpose);
  const expireTime = new Date((await databaseTime(em)).getTime() + liveMs);
  await em.insert(MailTokenRow, { ...token, expireTime });
}

/** Whose token this is; undefined where it has been used or voided, has expired, or never was. */
export async function findTokenOwner(
  em: EntityManager,
  purpose: MailPurpose,
  hash: Buffer,
): Promise<string | undefined> {
  const expireTime = { $gt: await databaseTime(em) };
  const row = await em.findOne(MailTokenRow, { purpose, hash, expireTime }, { fields: ['accountId'] });
  return row?.accountId;
}

/** Uses a token up. True for the one who does: of several at the same time only one. */
export async function spendToken(em: EntityManager, purpose: MailPurpose, hash: Buffer): Promise<boolean> {
  const expireTime = { $gt: await databaseTime(em) };
  return (await em.nativeDelete(MailTokenRow, { purpose, hash, expireTime })) === 1;
}

/** Makes an account's token for a purpose worthless. */
export async function voidToken(em: EntityManager, accountId: string, purpose: MailPurpose): Promise<void> {
  await em.nativeDelete(MailTokenRow, { accountId, purpose });
}

/** Forgets tokens that have expired. */
export async function pruneTokens(em: EntityManager): Promise<void> {
  await deleteFree(em, 'mail_token', 'expire_time <= clock_timestamp()');
}

import { ForeignKeyConstraintViolationException } from '@mikro-orm/core';
import { newId } from '../../harness/ids.ts';
import type { EntityManager } from '../../harness/store/database.ts';
import type { MailPurpose } from '../domain/mail.ts';
import { deleteFree } from './delete-free.ts';
import { MailRow } from './entities.ts';

/** How long a mail is remembered once it was asked for. */
const REMEMBER = '7 days';

/** A mail that is due. */
export interface DueMail {
  readonly id: string;
  /** Absent for a request that named no account. */
  readonly accountId: string | null;
  readonly purpose: MailPurpose;
  /** How often it has been tried before. */
  readonly tries: number;
  /** How long ago it was last asked for, in milliseconds. */
  readonly ageMs: number;
}

/**
 * Puts a mail on its way, within the transaction that asks for it. Where one for the same waits already, that will do:
 * of two, the token of one would be void before it is read.
 */
export async function queueMail(em: EntityManager, accountId: string | undefined, purpose: MailPurpose): Promise<void> {
  await em.execute(
    `insert into mail (id, account_id, purpose) values (?, ?, ?)
     on conflict (account_id, purpose) where send_time is null do update set create_time = excluded.create_time`,
    [newId(), accountId ?? null, purpose],
  );
}

/** Whether a mail could not be put on its way because its account was deleted at the same moment. */
export const isOfDeletedAccount = (error: unknown): boolean => error instanceof ForeignKeyConstraintViolationException;

/** Mails that are due and that no other replica is busy with, held against others until the transaction ends. */
export async function lockDueMails(em: EntityManager, limit: number): Promise<readonly DueMail[]> {
  return em.execute<DueMail[]>(
    `select id, account_id as "accountId", purpose, tries,
       (extract(epoch from clock_timestamp() - create_time) * 1000)::float8 as "ageMs"
     from mail where send_time is null and due_time <= clock_timestamp()
     order by due_time limit ? for update skip locked`,
    [limit],
  );
}

/** Takes a mail to send it: for so long no other replica will. */
export async function leaseMail(em: EntityManager, id: string, leaseMs: number): Promise<void> {
  await em.execute(
    `update mail set tries = tries + 1, due_time = clock_timestamp() + ? * interval '1 millisecond' where id = ?`,
    [leaseMs, id],
  );
}

/** Lets a mail that could not be sent wait for its next try. */
export async function postponeMail(em: EntityManager, id: string, waitMs: number): Promise<void> {
  await em.execute(
    `update mail set due_time = clock_timestamp() + ? * interval '1 millisecond' where id = ? and send_time is null`,
    [waitMs, id],
  );
}

/** Notes that a mail server has taken a mail. */
export async function markSent(em: EntityManager, id: string): Promise<void> {
  await em.execute('update mail set send_time = clock_timestamp() where id = ?', [id]);
}

/** Forgets a mail that will not be sent. */
export async function dropMail(em: EntityManager, id: string): Promise<void> {
  await em.nativeDelete(MailRow, { id });
}

/** Forgets an account's mails. */
export async function dropMailsTo(em: EntityManager, accountId: string): Promise<void> {
  await em.nativeDelete(MailRow, { accountId });
}

/** Mails to an account, in the order of ids, at most `limit` of those after one. */
export async function listMails(
  em: EntityManager,
  accountId: string,
  limit: number,
  after: string | undefined,
): Promise<readonly MailRow[]> {
  const later = after === undefined ? {} : { id: { $gt: after } };
  return em.find(MailRow, { accountId, ...later }, { orderBy: { id: 'asc' }, limit });
}

/** Forgets mails of long ago. */
export async function pruneMails(em: EntityManager): Promise<void> {
  await deleteFree(em, 'mail', `create_time < clock_timestamp() - interval '${REMEMBER}'`);
}

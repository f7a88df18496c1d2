import { newId } from '../../harness/ids.ts';
import type { EntityManager } from '../../harness/store/database.ts';
import type { AuditAction, AuditEvent, RecordedEvent } from '../domain/audit.ts';
import { AuditEventRow } from './entities.ts';

/** Adds to the audit trail, within the transaction that does what it tells of; returns the line's id. */
export async function record(em: EntityManager, event: AuditEvent): Promise<string> {
  const id = newId();
  await em.insert(AuditEventRow, {
    id,
    action: event.action,
    accountId: event.accountId ?? null,
    actorId: event.actorId ?? null,
    sessionId: event.sessionId ?? null,
    roles: event.roles ? [...event.roles] : null,
    blockedId: event.blockedId ?? null,
    clientAddress: event.clientAddress,
  });
  return id;
}

/** Whether an account did this, as a line of the trail says. */
export const isRecorded = async (
  em: EntityManager,
  { id, action, actorId }: Pick<RecordedEvent, 'id' | 'action' | 'actorId'>,
): Promise<boolean> => (await em.count(AuditEventRow, { id, action, actorId: actorId ?? null })) > 0;

/** Which part of the audit trail is asked for: all of it without a filter. */
export interface AuditFilter {
  readonly accountId?: string | undefined;
  readonly action?: AuditAction | undefined;
}

/** The audit trail, latest first, at most `limit` lines of those before one. */
export async function listEvents(
  em: EntityManager,
  { accountId, action }: AuditFilter,
  limit: number,
  before: Pick<RecordedEvent, 'id' | 'createTime'> | undefined,
): Promise<readonly RecordedEvent[]> {
  const rows = await em.find(
    AuditEventRow,
    {
      ...(accountId !== undefined && { accountId }),
      ...(action !== undefined && { action }),
      ...(before && {
        createTime: { $lte: before.createTime }, // follows from the rest, which no index can follow
        $or: [{ createTime: { $lt: before.createTime } }, { createTime: before.createTime, id: { $lt: before.id } }],
      }),
    },
    { orderBy: { createTime: 'desc', id: 'desc' }, limit },
  );
  return rows.map(toEvent);
}

/** What was done to an account or by it, in the order of ids, at most `limit` lines of those after one. */
export async function listEventsAbout(
  em: EntityManager,
  accountId: string,
  limit: number,
  after: string | undefined,
): Promise<readonly RecordedEvent[]> {
  const rows = await em.find(
    AuditEventRow,
    { $or: [{ accountId }, { actorId: accountId }], ...(after !== undefined && { id: { $gt: after } }) },
    { orderBy: { id: 'asc' }, limit },
  );
  return rows.map(toEvent);
}

/** An account that was deleted. */
export interface DeletedAccount {
  readonly accountId: string;
  readonly deleteTime: Date;
}

/** Accounts deleted at or after a time, or ever, oldest first, at most `limit` of those after one. */
export async function listDeletions(
  em: EntityManager,
  since: Date | undefined,
  after: DeletedAccount | undefined,
  limit: number,
): Promise<readonly DeletedAccount[]> {
  const rows = await em.find(
    AuditEventRow,
    {
      action: 'delete_account',
      ...(since && { createTime: { $gte: since } }),
      ...(after && {
        $or: [
          { createTime: { $gt: after.deleteTime } },
          { createTime: after.deleteTime, accountId: { $gt: after.accountId } },
        ],
      }),
    },
    { orderBy: { createTime: 'asc', accountId: 'asc' }, limit },
  );
  return rows.map(({ accountId, createTime }) => ({ accountId: accountId!, deleteTime: createTime }));
}

const toEvent = (row: AuditEventRow): RecordedEvent => ({
  id: row.id,
  action: row.action,
  ...(row.accountId && { accountId: row.accountId }),
  ...(row.actorId && { actorId: row.actorId }),
  ...(row.sessionId && { sessionId: row.sessionId }),
  ...(row.roles && { roles: row.roles }),
  ...(row.blockedId && { blockedId: row.blockedId }),
  clientAddress: row.clientAddress,
  createTime: row.createTime,
});

import { newId } from '../../harness/ids.ts';
import type { EntityManager } from '../../harness/store/database.ts';
import type { AuditEvent } from '../domain/audit.ts';
import { AuditEventRow } from './entities.ts';

/** Adds to the audit trail, within the transaction that does what it tells of. */
export async function record(em: EntityManager, event: AuditEvent): Promise<void> {
  await em.insert(AuditEventRow, {
    id: newId(),
    action: event.action,
    accountId: event.accountId ?? null,
    actorId: event.actorId ?? null,
    sessionId: event.sessionId ?? null,
    roles: event.roles ? [...event.roles] : null,
    clientAddress: event.clientAddress,
  });
}

import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '../../harness/store/database.ts';
import { deleteFree } from './delete-free.ts';
import { EndedSessionRow, RefreshTokenRow, SessionRow } from './entities.ts';

/** A session lives so long without being refreshed. */
export const SESSION_MS = 30 * 24 * 3600_000;

/** Longer than any access token lives; the ends of older sessions need not be told any more. */
const TELL_ENDS = '20 minutes';

/** A session that has ended, in the terms of the feed. */
export interface EndedSession {
  readonly sessionId: string;
  readonly endTime: Date;
}

/** The database's time, which all times of sessions go by. */
export async function databaseTime(em: EntityManager): Promise<Date> {
  const [row] = await em.execute<{ ms: number }[]>(
    `select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`,
  );
  return new Date(Math.floor(row!.ms));
}

/** Opens a session with its first refresh token. */
export async function insertSession(
  em: EntityManager,
  session: { readonly id: string; readonly accountId: string; readonly userAgent: string },
  tokenHash: Buffer,
  now: Date,
): Promise<Date> {
  const expireTime = new Date(now.getTime() + SESSION_MS);
  await em.insert(SessionRow, { ...session, generation: 1, createTime: now, refreshTime: now, expireTime });
  await insertRefreshToken(em, { hash: tokenHash, sessionId: session.id, generation: 1, issueTime: now });
  return expireTime;
}

/** A session that has neither ended nor expired, held against change by others until the transaction ends. */
export async function lockLiveSession(em: EntityManager, id: string, now: Date): Promise<SessionRow | undefined> {
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE } as const;
  return (await em.findOne(SessionRow, { id, expireTime: { $gt: now } }, lock)) ?? undefined;
}

/** Whether a session has neither ended nor expired. */
export async function isLive(em: EntityManager, id: string): Promise<boolean> {
  const rows = await em.execute('select 1 from session where id = ? and expire_time > clock_timestamp()', [id]);
  return rows.length > 0;
}

/** Live sessions of an account, newest first, at most `limit` of those older than the session `before`. */
export async function listSessions(
  em: EntityManager,
  accountId: string,
  limit: number,
  before: string | undefined,
): Promise<readonly SessionRow[]> {
  const now = await databaseTime(em);
  const older = before === undefined ? {} : { id: { $lt: before } };
  return em.find(SessionRow, { accountId, expireTime: { $gt: now }, ...older }, { orderBy: { id: 'desc' }, limit });
}

/** Sessions of an account that have not ended, in the order of their ids, at most `limit` of those after one. */
export async function listSessionsById(
  em: EntityManager,
  accountId: string,
  limit: number,
  after: string | undefined,
): Promise<readonly SessionRow[]> {
  const later = after === undefined ? {} : { id: { $gt: after } };
  return em.find(SessionRow, { accountId, ...later }, { orderBy: { id: 'asc' }, limit });
}

/** The refresh token with this hash, if it is one of this session. */
export async function findRefreshToken(
  em: EntityManager,
  sessionId: string,
  hash: Buffer,
): Promise<RefreshTokenRow | undefined> {
  return (await em.findOne(RefreshTokenRow, { hash, sessionId })) ?? undefined;
}

/** Adds a refresh token of which only the hash is kept. */
export async function insertRefreshToken(
  em: EntityManager,
  token: Pick<RefreshTokenRow, 'hash' | 'sessionId' | 'generation' | 'issueTime'>,
): Promise<void> {
  await em.insert(RefreshTokenRow, { ...token, repeated: false });
}

/** Ends a session, or an account's, all or all but one: nothing is left of them but that they ended. */
export async function endSessions(
  em: EntityManager,
  which:
    | { readonly id: string; readonly accountId?: string }
    | { readonly accountId: string; readonly id?: { readonly $ne: string } },
): Promise<readonly EndedSession[]> {
  const doomed = await em.find(SessionRow, which, { fields: ['id'], lockMode: LockMode.PESSIMISTIC_WRITE });
  const ids = doomed.map(({ id }) => id);
  await em.nativeDelete(SessionRow, { id: { $in: ids } });
  return em.find(EndedSessionRow, { sessionId: { $in: ids } });
}

/** Whose session this is; undefined where it has ended or never was. */
export async function findOwner(em: EntityManager, id: string): Promise<string | undefined> {
  const session = await em.findOne(SessionRow, { id }, { fields: ['accountId'] });
  return session?.accountId;
}

/** Sessions that ended at or after a time, or all that can still matter, oldest first, read on after the last one seen. */
export async function listEndedSessions(
  em: EntityManager,
  since: Date | undefined,
  after: EndedSession | undefined,
  limit: number,
): Promise<readonly EndedSession[]> {
  return em.find(
    EndedSessionRow,
    {
      ...(since && { endTime: { $gte: since } }),
      ...(after && {
        $or: [{ endTime: { $gt: after.endTime } }, { endTime: after.endTime, sessionId: { $gt: after.sessionId } }],
      }),
    },
    { orderBy: { endTime: 'asc', sessionId: 'asc' }, limit },
  );
}

/** Forgets what cannot matter any more: expired sessions, ends that every token has outlived, tokens spent long ago. */
export async function pruneSessions(em: EntityManager): Promise<void> {
  await deleteFree(em, 'session', 'expire_time <= clock_timestamp()');
  await deleteFree(em, 'ended_session', `end_time < clock_timestamp() - interval '${TELL_ENDS}'`);
  await deleteFree(em, 'refresh_token', `spend_time < clock_timestamp() - interval '${SESSION_MS} milliseconds'`);
}

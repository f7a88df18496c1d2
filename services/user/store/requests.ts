import type { EntityManager } from '../../harness/store/database.ts';
import { deleteFree } from './delete-free.ts';
import { RequestRow } from './entities.ts';

/** How long a request id is remembered; after that a repeat is a new request. */
const REMEMBER = '24 hours';

/** A request that has made an account. */
export interface AccountRequest {
  readonly id: string;
  readonly method: 'register' | 'create_guest';
  readonly accountId: string;
  readonly clientAddress: string;
}

/** The request with this id, and how long ago it was, in milliseconds; undefined where it is new. */
export async function findRequest(
  em: EntityManager,
  id: string,
): Promise<(AccountRequest & { readonly ageMs: number }) | undefined> {
  const row = await em.findOne(RequestRow, { id });
  if (!row) return undefined;
  const [age] = await em.execute<{ ms: number }[]>(
    `select (extract(epoch from clock_timestamp() - create_time) * 1000)::float8 as ms from request where id = ?`,
    [id],
  );
  return { ...row, ageMs: age?.ms ?? 0 };
}

/** Remembers a request. @throws UniqueConstraintViolationException when it is known; see `isRepeat` */
export async function insertRequest(em: EntityManager, request: AccountRequest): Promise<void> {
  await em.insert(RequestRow, { ...request });
}

/** Whether an insertion failed because another call with the same request id was first. */
export const isRepeat = (error: unknown): boolean =>
  (error as { constraint?: string } | undefined)?.constraint === 'request_pkey';

/** Forgets old requests. */
export async function pruneRequests(em: EntityManager): Promise<void> {
  await deleteFree(em, 'request', `create_time < clock_timestamp() - interval '${REMEMBER}'`);
}

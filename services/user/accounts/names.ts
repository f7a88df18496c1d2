import { ApiError, Code } from '../../harness/errors.ts';
import type { EntityManager } from '../../harness/store/database.ts';
import { findAccountByName, takenName } from '../store/accounts.ts';

/** What an account is logged in by. */
export interface Names {
  readonly email: string;
  readonly username: string;
}

const taken = (field: 'email' | 'username'): ApiError =>
  new ApiError(
    Code.ALREADY_EXISTS,
    field === 'email' ? 'EMAIL_TAKEN' : 'USERNAME_TAKEN',
    `Another account has this ${field}.`,
    { metadata: { field } },
  );

/** @throws ApiError EMAIL_TAKEN or USERNAME_TAKEN */
export async function refuseTakenNames(em: EntityManager, names: Names): Promise<void> {
  for (const field of ['email', 'username'] as const) {
    if (await findAccountByName(em, field, names[field])) throw taken(field);
  }
}

/** The ApiError for what the database threw because a name is taken; undefined for other errors. */
export function takenNames(error: unknown): ApiError | undefined {
  const field = takenName(error);
  return field && taken(field);
}

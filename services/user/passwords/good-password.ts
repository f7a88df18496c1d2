import { invalidArgument } from '../../harness/errors.ts';
import { whyRefused } from '../domain/password.ts';
import { commonPasswords } from './common-passwords.ts';

/** @throws ApiError INVALID_REQUEST where an account of this name must not have this password */
export function requireGoodPassword(
  password: string,
  names: { readonly username: string; readonly email: string },
): void {
  const description = whyRefused(password, names, commonPasswords);
  if (description !== undefined) throw invalidArgument([{ field: 'password', description }]);
}

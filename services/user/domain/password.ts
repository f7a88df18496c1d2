/** What an account is called, as far as a password must not be that. */
interface Names {
  readonly username: string;
  readonly email: string;
}

/**
 * Why a new password of an account is refused, as a clause whose subject is the field; undefined where it will do. Case
 * makes no difference, nor how a keyboard composes letters: who guesses tries those first.
 * @param common the most common passwords, in lower case
 */
export function whyRefused(password: string, names: Names, common: ReadonlySet<string>): string | undefined {
  const simple = (text: string): string => text.normalize('NFKC').toLowerCase();
  const tried = simple(password);
  if (common.has(tried)) return 'is one of the most common passwords; choose another';
  if (tried === simple(names.username) || tried === simple(names.email)) return 'must not be the username or the email';
  return undefined;
}

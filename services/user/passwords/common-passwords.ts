import { dictionary } from '@zxcvbn-ts/language-common';

/** No password is shorter, so none that is needs to be known. */
const MIN_LENGTH = 8;

/** The most common passwords, in lower case: about 18,000, from lists of what was stolen elsewhere. */
export const commonPasswords: ReadonlySet<string> = new Set(
  dictionary['passwords-common'].filter((password) => password.length >= MIN_LENGTH),
);

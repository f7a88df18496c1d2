/** What a mail to an account is for: each holds a token for one use. */
export type MailPurpose = 'verify_email' | 'reset_password';

const HOUR_MS = 3600_000;

/** So long the token of a mail is good, in milliseconds from its sending. */
export const TOKEN_MS = {
  verify_email: 24 * HOUR_MS,
  reset_password: HOUR_MS,
} as const satisfies Record<MailPurpose, number>;

/** So long a mail server may be away, in milliseconds, before a mail is given up: by then nobody waits for it any more. */
export const GIVE_UP_MS = 24 * HOUR_MS;

const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 60_000;

/** How long to wait after the nth failure to send a mail, counted from 1, in milliseconds. */
export const retryMs = (failures: number): number => Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LAST_RETRY_MS);

/** A mail as people read it. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
}

/** In the link of a mail the token itself, and what it is for: `verify-email` or `reset-password`. */
export const LINK_PLACES = { token: '{token}', purpose: '{purpose}' } as const;

/** What a mail says. @param link a URL with the places of LINK_PLACES; where it is empty, the token is to be pasted */
export function writeLetter(purpose: MailPurpose, username: string, token: string, link: string): Letter {
  const { subject, ask, warning } = WORDS[purpose];
  const way = link
    ? `open this link:\n\n${fillLink(link, purpose, token)}`
    : `enter this code where you were asked for it:\n\n${token}`;
  return { subject, text: `Hello ${username},\n\n${ask}, ${way}\n\n${warning}\n` };
}

const WORDS = {
  verify_email: {
    subject: 'Confirm your e-mail address',
    ask: 'to confirm that this e-mail address is yours',
    warning: 'It works once, within 24 hours. If you have no account with us, ignore this mail.',
  },
  reset_password: {
    subject: 'Set a new password',
    ask: 'to set a new password for your account',
    warning:
      'It works once, within one hour. If you did not ask for it, ignore this mail: your password stays as it is.',
  },
} as const satisfies Record<MailPurpose, unknown>;

const fillLink = (link: string, purpose: MailPurpose, token: string): string =>
  link.replaceAll(LINK_PLACES.purpose, purpose.replace('_', '-')).replaceAll(LINK_PLACES.token, token);

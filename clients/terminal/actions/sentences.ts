import { Code, PlaymeshError, RefusedError } from '../../sdk/src/index.ts';

/** What a field must be like, in the player's words. */
const FIELDS: Readonly<Record<string, string>> = {
  username: 'A user name has 3 to 32 letters, digits, “.”, “-” or “_”.',
  email: 'That is not an e-mail address.',
  password: 'A password has 8 characters at least.',
  login: 'Enter your user name or e-mail.',
  display_name: 'A name has 63 characters at most.',
  invite_code: 'That is not an invite code.',
  match_or_code: 'That is not an invite code.',
};

const REASONS: Readonly<Record<string, string>> = {
  BAD_CREDENTIALS: 'User name or password is wrong.',
  USERNAME_TAKEN: 'That user name is taken.',
  EMAIL_TAKEN: 'That e-mail address has an account already.',
  BAD_INVITE_CODE: 'No match waits for that code.',
  MATCH_FULL: 'Every seat of that match is taken.',
  MATCH_FINISHED: 'That match is over.',
  MATCH_NOT_FINISHED: 'There is no rematch of this match yet.',
  NOT_SEATED: 'You have no seat in that match.',
  SIGNED_OUT: 'You are not signed in any more.',
};

/** One sentence for the player about a call that failed. @param server whom it was made to */
export function sentenceOf(error: unknown, server: string): string {
  if (!(error instanceof PlaymeshError)) return 'Something went wrong here; try again.';
  const { code, reason, violations, retryAfterMs } = error;
  const field = violations.map((violation) => FIELDS[violation.field.split('.').at(-1)!]).find((text) => text);
  const known = field ?? REASONS[reason];
  if (known) return known;
  switch (code) {
    case Code.UNAVAILABLE:
    case Code.DEADLINE_EXCEEDED:
    case Code.UNKNOWN:
    case Code.CANCELLED:
      return `${server} cannot be reached.`;
    case Code.RESOURCE_EXHAUSTED:
      return retryAfterMs === undefined
        ? 'That was too often; try again in a while.'
        : `That was too often; try again in ${Math.ceil(retryAfterMs / 1_000)} s.`;
    case Code.INVALID_ARGUMENT:
      return 'That cannot be right; look at it once more.';
    case Code.UNAUTHENTICATED:
      return 'You are not signed in any more.';
    case Code.PERMISSION_DENIED:
      return 'You may not do that.';
    case Code.NOT_FOUND:
      return 'That is not there any more.';
    default:
      return 'Something went wrong at the server; try again.';
  }
}

const REFUSALS: Readonly<Record<string, string>> = {
  TOO_LATE: 'Too late: the time was up.',
  NO_OPEN_QUESTION: 'Too late: the time was up.',
  WRONG_QUESTION: 'Too late: the time was up.',
  MATCH_FINISHED: 'Too late: the duel is over.',
  MATCH_NOT_RUNNING: 'The duel has not begun yet.',
  RATE_LIMITED: 'Not so fast: wait two seconds.',
  NOT_SEATED: 'Only players can do that.',
};

/** One sentence about a move that was not made; undefined where there is nothing to tell. */
export function sentenceOfRefusal(error: unknown): string | undefined {
  if (error instanceof RefusedError) {
    // The answer that counts is on the screen.
    return error.reason === 'ALREADY_ANSWERED' ? undefined : (REFUSALS[error.reason] ?? 'That was not accepted.');
  }
  // The session has ended, which is told by itself.
  return undefined;
}

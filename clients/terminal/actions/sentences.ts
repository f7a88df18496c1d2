import { Code, PlaymeshError, RefusedError } from '../../sdk/src/index.ts';
import { RecordNotSaved } from './record-file.ts';

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
  NOT_GO: 'That is no game of Go.',
};

/** One sentence for the player about a call that failed. @param server whom it was made to */
export function sentenceOf(error: unknown, server: string): string {
  if (error instanceof RecordNotSaved) return error.message;
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
  MATCH_FINISHED: 'Too late: it is over.',
  MATCH_NOT_RUNNING: 'It has not begun yet.',
  NOT_RUNNING: 'It has not begun yet.',
  RATE_LIMITED: 'Not so fast: wait two seconds.',
  NOT_SEATED: 'Only players can do that.',
  WRONG_STEP: 'The board has changed meanwhile; look at it again.',
  NOT_YOUR_TURN: 'It is not your turn.',
  NOT_IN_PLAY: 'That is possible in play only.',
  NOT_IN_SCORING: 'That is possible in scoring only.',
  OCCUPIED: 'There is a stone already.',
  SUICIDE: 'That stone would have no liberty.',
  KO: 'Ko: that would bring the same board again; play somewhere else first.',
  SUPERKO: 'Superko: that would bring a board that was there before.',
  HANDICAP_FIRST: 'Place your handicap stones first.',
  REQUEST_PENDING: 'Something is asked for already.',
  NOTHING_TO_UNDO: 'You have not moved yet.',
  NO_REQUEST: 'That is not asked any more.',
  NO_STONE: 'There is no stone to mark.',
  RESUMED_TOO_OFTEN: 'Play has gone on ten times already; mark and accept.',
};

/** What counts is on the screen. */
const SHOWN_ALREADY: ReadonlySet<string> = new Set(['ALREADY_ANSWERED', 'ALREADY_MARKED', 'ALREADY_ACCEPTED']);

/** One sentence about a move that was not made; undefined where there is nothing to tell. */
export function sentenceOfRefusal(error: unknown): string | undefined {
  if (error instanceof RefusedError) {
    return SHOWN_ALREADY.has(error.reason) ? undefined : (REFUSALS[error.reason] ?? 'That was not accepted.');
  }
  // The session has ended, which is told by itself.
  return undefined;
}

/** gRPC status codes, by number, as far as services answer with them (grpc.github.io/grpc/core/md_doc_statuscodes.html). */
export const Code = {
  CANCELLED: 1,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const;

export type Code = (typeof Code)[keyof typeof Code];

/** Every reason an ErrorInfo may carry. Clients branch on them, so one is never renamed or given another meaning. */
export const REASONS = [
  'INVALID_REQUEST',
  'UNAUTHENTICATED',
  'TOKEN_EXPIRED',
  'SESSION_ENDED',
  'ROLE_REQUIRED',
  'NOT_FOUND',
  'BAD_CREDENTIALS',
  'BAD_REFRESH_TOKEN',
  'REFRESH_TOKEN_REUSED',
  'EMAIL_TAKEN',
  'USERNAME_TAKEN',
  'NOT_A_GUEST',
  'GUEST_ACCOUNT',
  'OWN_ADMIN_ROLE',
  'MAIL_NOT_CONFIGURED',
  'EMAIL_VERIFIED',
  'BAD_MAIL_TOKEN',
  'TOO_MANY_BLOCKS',
  'QUESTION_EXISTS',
  'RATE_LIMITED',
  'OVERLOADED',
  'REQUEST_ID_REUSED',
  'MATCH_NOT_FOUND',
  'MATCH_FULL',
  'MATCH_FINISHED',
  'MATCH_NOT_FINISHED',
  'NOT_GO',
  'REVIEW_NOT_FOUND',
  'TOO_MANY_REVIEWS',
  'BAD_INVITE_CODE',
  'NOT_SEATED',
  'UNKNOWN_MODE',
  'WRONG_VERSION',
  'TICKET_NOT_FOUND',
  'TICKET_EXISTS',
  'TICKET_MATCHED',
  'OUTCOME_UNKNOWN',
  'DRAINING',
  'INTERNAL',
] as const;

export type Reason = (typeof REASONS)[number];

/** A request field that is wrong, and what would be right. */
export interface FieldViolation {
  readonly field: string;
  readonly description: string;
}

interface ErrorOptions {
  readonly metadata?: Readonly<Record<string, string>>;
  readonly violations?: readonly FieldViolation[];
  readonly retryAfterMs?: number;
  /** What it comes of, for the log alone. */
  readonly cause?: string;
}

/**
 * What a handler throws to answer with an error. The message reaches the caller, so it is a sentence for people and
 * holds nothing internal; whatever else is thrown becomes INTERNAL with an id that only the log explains.
 */
export class ApiError extends Error {
  readonly code: Code;
  readonly reason: Reason;
  readonly options: ErrorOptions;

  constructor(code: Code, reason: Reason, message: string, options: ErrorOptions = {}) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.options = options;
  }
}

/** INVALID_ARGUMENT that names each wrong field. */
export const invalidArgument = (violations: readonly FieldViolation[]): ApiError =>
  new ApiError(
    Code.INVALID_ARGUMENT,
    'INVALID_REQUEST',
    `The request is not valid: ${violations.map((v) => (v.field ? `${v.field} ${v.description}` : v.description)).join('; ')}.`,
    { violations },
  );

/** RESOURCE_EXHAUSTED that says when to come back. */
export const rateLimited = (retryAfterMs: number): ApiError =>
  new ApiError(Code.RESOURCE_EXHAUSTED, 'RATE_LIMITED', 'Too many requests; try again later.', { retryAfterMs });

/** RESOURCE_EXHAUSTED because this replica has all the work it will queue. */
export const overloaded = (retryAfterMs: number): ApiError =>
  new ApiError(Code.RESOURCE_EXHAUSTED, 'OVERLOADED', 'The service is busy; try again shortly.', { retryAfterMs });

/** UNAVAILABLE: nobody knows whether it happened; the same id may be sent again. */
export const outcomeUnknown = (retryAfterMs = 500, cause?: string): ApiError =>
  new ApiError(
    Code.UNAVAILABLE,
    'OUTCOME_UNKNOWN',
    'The service cannot be reached just now; repeat the request with the same id.',
    { retryAfterMs, ...(cause !== undefined && { cause }) },
  );

import type { Metadata } from 'nice-grpc-common';
import { BadRequest, ErrorInfo, RetryInfo } from '../../../gen/google/rpc/error_details.ts';
import { Status } from '../../../gen/google/rpc/status.ts';

/** gRPC status codes (grpc.github.io/grpc/core/md_doc_statuscodes.html). */
export const Code = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const;
export type Code = (typeof Code)[keyof typeof Code];

/** A request field that is wrong, and what would be right. */
export interface FieldViolation {
  readonly field: string;
  readonly description: string;
}

interface ErrorDetails {
  readonly reason?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly violations?: readonly FieldViolation[];
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** What every call rejects with, whichever transport carried it; also what the SDK itself has to say. */
export class PlaymeshError extends Error {
  override readonly name: string = 'PlaymeshError';
  /** gRPC status code. */
  readonly code: Code;
  /**
   * Stable and UPPER_SNAKE, for programs to branch on; empty where there is none. The SDK's own are SIGNED_OUT,
   * TIMED_OUT, TOO_MANY_COMMANDS, MATCH_CLOSED, OUTCOME_UNKNOWN, SILENCE, GAP, TOO_SLOW and CLOSED.
   */
  readonly reason: string;
  /** Facts that belong to the reason, such as the field that is taken. */
  readonly metadata: Readonly<Record<string, string>>;
  /** With INVALID_ARGUMENT: the fields that are wrong. */
  readonly violations: readonly FieldViolation[];
  /** When to try again, in milliseconds; undefined where the service did not say. */
  readonly retryAfterMs: number | undefined;

  constructor(code: Code, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.reason = details.reason ?? '';
    this.metadata = details.metadata ?? {};
    this.violations = details.violations ?? [];
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** The match refused a command: it was decided on the newest state and left no trace. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  /** Stable and UPPER_SNAKE: the game's own reasons, or one of those that the message Refusal lists. */
  readonly reason: string;

  constructor(reason: string) {
    super(`The match refused the command: ${reason}.`);
    this.reason = reason;
  }
}

/**
 * Turns what a gRPC call threw into a PlaymeshError.
 * @param trailer the call's trailing metadata, which carries `grpc-status-details-bin`.
 */
export function toPlaymeshError(error: unknown, trailer?: Metadata): PlaymeshError {
  if (error instanceof PlaymeshError) return error;
  if (!isStatusError(error)) {
    return new PlaymeshError(Code.UNKNOWN, error instanceof Error ? error.message : String(error), { cause: error });
  }
  const bytes = trailer?.get('grpc-status-details-bin');
  const details = bytes instanceof Uint8Array ? decodeDetails(bytes) : {};
  return new PlaymeshError(error.code, error.details, { ...details, cause: error });
}

/** ClientError of nice-grpc-common; known by its shape, since an app may hold two copies of that package. */
function isStatusError(error: unknown): error is { code: Code; details: string } {
  if (!(error instanceof Error) || !('code' in error) || !('details' in error)) return false;
  return typeof error.code === 'number' && typeof error.details === 'string';
}

/** Details that cannot be read are left out: the status itself must reach the caller in any case. */
function decodeDetails(bytes: Uint8Array): ErrorDetails {
  let details: ErrorDetails = {};
  try {
    for (const { typeUrl, value } of Status.decode(bytes).details) {
      details = { ...details, ...decodeDetail(typeUrl.slice(typeUrl.lastIndexOf('/') + 1), value) };
    }
  } catch {
    return details;
  }
  return details;
}

function decodeDetail(type: string, value: Uint8Array): ErrorDetails {
  switch (type) {
    case 'google.rpc.ErrorInfo': {
      const { reason, metadata } = ErrorInfo.decode(value);
      return { reason, metadata };
    }
    case 'google.rpc.BadRequest': {
      const { fieldViolations } = BadRequest.decode(value);
      return { violations: fieldViolations.map(({ field, description }) => ({ field, description })) };
    }
    case 'google.rpc.RetryInfo': {
      const { retryDelay } = RetryInfo.decode(value);
      return retryDelay ? { retryAfterMs: retryDelay.seconds * 1_000 + Math.ceil(retryDelay.nanos / 1_000_000) } : {};
    }
    default:
      return {};
  }
}

/** A part that every answer has. @throws PlaymeshError where it is missing */
export function required<T>(part: T | undefined): T {
  if (part === undefined) throw new PlaymeshError(Code.INTERNAL, 'The service left out a part of its answer.');
  return part;
}

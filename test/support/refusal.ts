import { ClientError, Metadata, Status as Code, type CallOptions } from 'nice-grpc';
import { BadRequest, ErrorInfo, RetryInfo } from '../../gen/google/rpc/error_details.ts';
import { Status } from '../../gen/google/rpc/status.ts';

/** An error as a client sees all of it. */
export type Refusal = {
  /** Name of the gRPC code. */
  readonly code: string;
  readonly message: string;
  readonly reason?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Field violations: path to description. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly retryDelayMs?: number;
};

/** Makes a call that must fail, and returns how; `call` has to pass on the options that it gets. */
export async function refusalOf(call: (options: CallOptions) => Promise<unknown>): Promise<Refusal> {
  let trailer = Metadata();
  let answer: unknown;
  try {
    answer = await call({ onTrailer: (metadata) => void (trailer = metadata) });
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    const details = trailer.get('grpc-status-details-bin');
    return {
      code: Code[error.code],
      message: error.details,
      ...(details instanceof Uint8Array && readDetails(details)),
    };
  }
  throw new Error(`The call was answered: ${JSON.stringify(answer)}`);
}

/** What `grpc-status-details-bin` says. */
export function readDetails(bytes: Uint8Array): Partial<Refusal> {
  const read: { -readonly [Key in keyof Refusal]?: Refusal[Key] } = {};
  for (const { typeUrl, value } of Status.decode(bytes).details) {
    if (typeUrl.endsWith('/google.rpc.ErrorInfo')) {
      const { reason, metadata } = ErrorInfo.decode(value);
      read.reason = reason;
      if (Object.keys(metadata).length > 0) read.metadata = metadata;
    }
    if (typeUrl.endsWith('/google.rpc.BadRequest')) {
      const { fieldViolations } = BadRequest.decode(value);
      read.fields = Object.fromEntries(fieldViolations.map(({ field, description }) => [field, description]));
    }
    if (typeUrl.endsWith('/google.rpc.RetryInfo')) {
      const { seconds = 0, nanos = 0 } = RetryInfo.decode(value).retryDelay ?? {};
      read.retryDelayMs = seconds * 1000 + nanos / 1e6;
    }
  }
  return read;
}

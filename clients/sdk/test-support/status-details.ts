import { BadRequest, ErrorInfo, RetryInfo } from '../../../gen/google/rpc/error_details.ts';
import { Status } from '../../../gen/google/rpc/status.ts';

/** What a scripted error carries. */
export interface Details {
  readonly reason?: string;
  readonly metadata?: Record<string, string>;
  readonly violations?: { field: string; description: string }[];
  readonly retryAfterMs?: number;
}

/** `grpc-status-details-bin` as the services write it. */
export function statusDetails(code: number, message: string, details: Details): Uint8Array {
  const { reason, metadata = {}, violations, retryAfterMs } = details;
  const packed: { typeUrl: string; value: Uint8Array }[] = [];
  const pack = (type: string, value: Uint8Array): void =>
    void packed.push({ typeUrl: `type.googleapis.com/google.rpc.${type}`, value });
  if (reason) pack('ErrorInfo', ErrorInfo.encode({ reason, domain: 'playmesh', metadata }).finish());
  if (violations) {
    const fieldViolations = violations.map((violation) => ({ ...violation, reason: '', localizedMessage: undefined }));
    pack('BadRequest', BadRequest.encode({ fieldViolations }).finish());
  }
  if (retryAfterMs !== undefined) {
    const retryDelay = { seconds: Math.floor(retryAfterMs / 1_000), nanos: (retryAfterMs % 1_000) * 1_000_000 };
    pack('RetryInfo', RetryInfo.encode({ retryDelay }).finish());
  }
  return Status.encode({ code, message, details: packed }).finish();
}

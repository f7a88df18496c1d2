import { Metadata, type StatusObject } from '@grpc/grpc-js';
import { BadRequest, ErrorInfo, RetryInfo } from '../../../gen/google/rpc/error_details.ts';
import { Status } from '../../../gen/google/rpc/status.ts';
import type { ApiError } from '../errors.ts';

const DOMAIN = 'playmesh';

const any = (type: string, value: Uint8Array) => ({ typeUrl: `type.googleapis.com/google.rpc.${type}`, value });

/** An error as gRPC carries it: code, message, and in `grpc-status-details-bin` what a program needs (google.rpc.Status). */
export function toStatus(error: ApiError): StatusObject {
  const { metadata: facts = {}, violations, retryAfterMs } = error.options;
  const details = [
    any('ErrorInfo', ErrorInfo.encode({ reason: error.reason, domain: DOMAIN, metadata: { ...facts } }).finish()),
  ];
  if (violations) {
    const fieldViolations = violations.map((v) => ({ ...v, reason: '', localizedMessage: undefined }));
    details.push(any('BadRequest', BadRequest.encode({ fieldViolations }).finish()));
  }
  if (retryAfterMs !== undefined) {
    const retryDelay = { seconds: Math.floor(retryAfterMs / 1000), nanos: (retryAfterMs % 1000) * 1_000_000 };
    details.push(any('RetryInfo', RetryInfo.encode({ retryDelay }).finish()));
  }
  const metadata = new Metadata();
  metadata.set(
    'grpc-status-details-bin',
    Buffer.from(Status.encode({ code: error.code, message: error.message, details }).finish()),
  );
  return { code: error.code, details: error.message, metadata };
}

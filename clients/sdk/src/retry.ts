import type { PlaymeshError } from './errors.ts';
import { Code } from './errors.ts';

const FIRST_MS = 100;
/** As long as a native channel's own pause, and what a player may have to wait when all that was away is back. */
const LONGEST_MS = 2_000;
/** For whom the edge turned away: what it can take is used up, and each further try costs it something. */
const LONGEST_LIMITED_MS = 8_000;

/**
 * How long to wait before try number `attempt` (from 0): anything up to an exponential bound, so that clients spread.
 * @param error what the last one failed by
 */
export function backoffMs(attempt: number, error?: PlaymeshError): number {
  const isLimited = error?.code === Code.RESOURCE_EXHAUSTED && error.retryAfterMs === undefined;
  return Math.random() * Math.min(isLimited ? LONGEST_LIMITED_MS : LONGEST_MS, FIRST_MS * 2 ** attempt);
}

/**
 * True where the same request may succeed later, at this replica or another: nothing was decided about it, or nobody
 * knows what. UNKNOWN and INTERNAL with RST_STREAM come from what lies between here and the service; CANCELLED comes
 * from a server that was forced to stop, as our own cancelling never becomes a PlaymeshError. A limit without RetryInfo
 * is one at the edge.
 */
export function isTransient({ code, message, reason }: PlaymeshError): boolean {
  switch (code) {
    case Code.UNAVAILABLE:
    case Code.UNKNOWN:
    case Code.CANCELLED:
    case Code.ABORTED:
    case Code.DEADLINE_EXCEEDED:
    case Code.RESOURCE_EXHAUSTED:
      return true;
    case Code.INTERNAL:
      return reason === '' && message.includes('RST_STREAM');
    default:
      return false;
  }
}

/** Waits, or rejects with the signal's reason. */
export function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal.addEventListener('abort', abort, { once: true });
  });
}

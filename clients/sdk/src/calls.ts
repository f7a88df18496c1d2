import { Metadata, type CallOptions } from 'nice-grpc-common';
import { Code, PlaymeshError, toPlaymeshError } from './errors.ts';
import { backoffMs, delay, isTransient } from './retry.ts';

/** How long one try of a unary call may take. */
const TRY_MS = 10_000;
/** How long a unary call may take with all its repeats. */
const CALL_MS = 20_000;

export type Headers = Readonly<Record<string, string>>;

/** What a call of the SDK can be told. */
export interface CallSettings {
  /** Gives the call up; it then rejects with the signal's reason. It may have had its effect nevertheless. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes a unary call once.
 * @throws PlaymeshError, or the signal's reason when it aborts.
 */
export async function callOnce<T>(
  call: (options: CallOptions) => Promise<T>,
  headers: Headers,
  signal?: AbortSignal,
): Promise<T> {
  // A controller of its own for each call: long-lived signals would gather the listeners of all calls.
  const aborter = new AbortController();
  const abort = (): void => aborter.abort();
  signal?.throwIfAborted();
  signal?.addEventListener('abort', abort, { once: true });
  const timer = setTimeout(abort, TRY_MS);
  let trailer: Metadata | undefined;
  try {
    return await call({
      metadata: Metadata(headers),
      signal: aborter.signal,
      onTrailer: (received) => (trailer = received),
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (aborter.signal.aborted) {
      throw new PlaymeshError(Code.DEADLINE_EXCEEDED, 'The service did not answer in time.', { reason: 'TIMED_OUT' });
    }
    throw toPlaymeshError(error, trailer);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

/**
 * Repeats a call that is safe to repeat, because the request carries its own id or changes nothing, while its outcome is
 * unknown and 20 s have not passed.
 * @param attempt gets the number of the try, from 0.
 */
export async function repeating<T>(attempt: (count: number) => Promise<T>, signal?: AbortSignal): Promise<T> {
  const until = performance.now() + CALL_MS;
  for (let count = 0; ; count += 1) {
    try {
      return await attempt(count);
    } catch (error) {
      if (!(error instanceof PlaymeshError) || !isTransient(error) || error.code === Code.RESOURCE_EXHAUSTED)
        throw error;
      const pause = (error.retryAfterMs ?? 0) + backoffMs(count);
      if (performance.now() + pause > until) throw error;
      await delay(pause, signal ?? new AbortController().signal);
    }
  }
}

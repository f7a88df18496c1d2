import type { CallOptions } from 'nice-grpc-common';
import { callOnce, repeating } from './calls.ts';
import type { Headers } from './calls.ts';
import { Code, PlaymeshError } from './errors.ts';
import type { TokenKeeper } from './tokens.ts';

/** UNAUTHENTICATED that says nothing about the access token. */
const NOT_THE_TOKEN: readonly string[] = ['BAD_CREDENTIALS', 'SIGNED_OUT'];

/** Makes unary calls, with the token of who is signed in where they need one. */
export class SignedCalls {
  readonly #tokens: TokenKeeper;
  readonly #closing: AbortSignal;

  /** @param closing aborts all calls. */
  constructor(tokens: TokenKeeper, closing: AbortSignal) {
    this.#tokens = tokens;
    this.#closing = closing;
  }

  /** Without a token; repeated while its outcome is unknown: only for what has effect once. */
  unsigned<T>(call: (options: CallOptions) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const until = this.until(signal);
    return repeating(() => callOnce(call, {}, until), until);
  }

  /** Without a token, and never repeated: for what cannot be told apart from its repeat. */
  unsignedOnce<T>(call: (options: CallOptions) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return callOnce(call, {}, this.until(signal));
  }

  /** With a token; repeated as `unsigned`. `repeat` counts from 0. */
  signed<T>(call: (options: CallOptions, repeat: number) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return repeating((count) => this.once((options) => call(options, count), signal), this.until(signal));
  }

  /**
   * Never repeats but for a token that was refused, since such a call was not carried out. A token that is refused
   * fresh from its renewal ends the sign-in.
   */
  async once<T>(call: (options: CallOptions) => Promise<T>, signal?: AbortSignal, headers: Headers = {}): Promise<T> {
    const until = this.until(signal);
    const token = await this.#tokens.accessToken();
    try {
      return await callOnce(call, { ...headers, authorization: `Bearer ${token}` }, until);
    } catch (error) {
      if (!isTokenRefusal(error)) throw error;
    }
    const renewed = await this.#tokens.renew(token);
    try {
      return await callOnce(call, { ...headers, authorization: `Bearer ${renewed}` }, until);
    } catch (error) {
      if (isTokenRefusal(error)) await this.#tokens.signOut({ reason: 'SESSION_ENDED', error });
      throw error;
    }
  }

  /** Aborts with the signal, and when everything ends. */
  until(signal: AbortSignal | undefined): AbortSignal {
    return signal ? AbortSignal.any([signal, this.#closing]) : this.#closing;
  }
}

function isTokenRefusal(error: unknown): error is PlaymeshError {
  return error instanceof PlaymeshError && error.code === Code.UNAUTHENTICATED && !NOT_THE_TOKEN.includes(error.reason);
}

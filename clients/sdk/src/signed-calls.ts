import type { CallOptions } from 'nice-grpc-common';
import { callOnce, repeating } from './calls.ts';
import { Code, PlaymeshError } from './errors.ts';
import type { TokenKeeper } from './tokens.ts';

type Call<T> = (options: CallOptions) => Promise<T>;

/** UNAUTHENTICATED that says nothing about the access token. */
const NOT_THE_TOKEN: readonly string[] = ['BAD_CREDENTIALS', 'SIGNED_OUT'];

/** Makes unary calls as who is signed in. */
export class SignedCalls {
  readonly #tokens: TokenKeeper;

  constructor(tokens: TokenKeeper) {
    this.#tokens = tokens;
  }

  /** Repeats the call while its outcome is unknown: only for what has effect once. `repeat` counts from 0. */
  readonly signed = <T>(call: (options: CallOptions, repeat: number) => Promise<T>, signal?: AbortSignal): Promise<T> =>
    repeating((count) => this.once((options) => call(options, count), signal), signal);

  /**
   * Never repeats but for a token that was refused, since such a call was not carried out. A token that is refused
   * fresh from its renewal ends the sign-in.
   */
  async once<T>(call: Call<T>, signal?: AbortSignal): Promise<T> {
    const token = await this.#tokens.accessToken();
    try {
      return await callOnce(call, { authorization: `Bearer ${token}` }, signal);
    } catch (error) {
      if (!isTokenRefusal(error)) throw error;
    }
    const renewed = await this.#tokens.renew(token);
    try {
      return await callOnce(call, { authorization: `Bearer ${renewed}` }, signal);
    } catch (error) {
      if (isTokenRefusal(error)) await this.#tokens.signOut({ reason: 'SESSION_ENDED', error });
      throw error;
    }
  }
}

function isTokenRefusal(error: unknown): error is PlaymeshError {
  return error instanceof PlaymeshError && error.code === Code.UNAUTHENTICATED && !NOT_THE_TOKEN.includes(error.reason);
}

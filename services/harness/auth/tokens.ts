import { createLocalJWKSet, errors, jwtVerify, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { ApiError, Code, outcomeUnknown } from '../errors.ts';
import type { Caller, Role } from './caller.ts';

export const TOKEN_ISSUER = 'playmesh';
export const TOKEN_AUDIENCE = 'playmesh';
export const TOKEN_ALGORITHM = 'ES256';

const MAX_REMEMBERED = 20_000;
const ROLES: readonly string[] = ['player', 'host', 'operator', 'admin'] satisfies Role[];

/** Where public signing keys come from. */
export interface KeySource {
  keys(): JSONWebKeySet;
  /** Asks for keys newer than these; may do nothing when it has just asked. */
  refresh(): Promise<void>;
}

/** Verifies access tokens, and remembers the ones it has verified until they expire. */
export class TokenVerifier {
  readonly #source: KeySource;
  readonly #remembered = new Map<string, Caller>();
  #set: { keys: JSONWebKeySet; find: JWTVerifyGetKey } | undefined;

  constructor(source: KeySource) {
    this.#source = source;
  }

  /**
   * @throws ApiError UNAUTHENTICATED, TOKEN_EXPIRED where only the time is wrong, OUTCOME_UNKNOWN where there are no keys
   *   yet to verify with
   */
  async verify(token: string): Promise<Caller> {
    const known = this.#remembered.get(token);
    if (known && known.expires * 1000 > Date.now()) return known;
    const caller = await this.#verifySignature(token);
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.delete(this.#remembered.keys().next().value!);
    this.#remembered.set(token, caller);
    return caller;
  }

  async #verifySignature(token: string, retry = true): Promise<Caller> {
    try {
      const { payload } = await jwtVerify(token, this.#keys(), {
        issuer: TOKEN_ISSUER,
        audience: TOKEN_AUDIENCE,
        algorithms: [TOKEN_ALGORITHM],
        requiredClaims: ['sub', 'sid', 'exp'],
      });
      const roles = Array.isArray(payload['roles']) ? payload['roles'] : [];
      return {
        userId: String(payload.sub),
        sessionId: String(payload['sid']),
        roles: roles.filter((role): role is Role => ROLES.includes(role as string)),
        expires: payload.exp!,
      };
    } catch (error) {
      if (error instanceof errors.JWTExpired) {
        throw new ApiError(Code.UNAUTHENTICATED, 'TOKEN_EXPIRED', 'The access token has expired; refresh it.');
      }
      if (error instanceof errors.JWKSNoMatchingKey && retry) {
        await this.#source.refresh(); // signed with a key newer than the ones known here
        return this.#verifySignature(token, false);
      }
      if (this.#source.keys().keys.length === 0) throw outcomeUnknown(); // nobody is told to sign in again for our fault
      throw new ApiError(Code.UNAUTHENTICATED, 'UNAUTHENTICATED', 'The access token is not valid.');
    }
  }

  #keys(): JWTVerifyGetKey {
    const keys = this.#source.keys();
    if (this.#set?.keys !== keys) this.#set = { keys, find: createLocalJWKSet(keys) };
    return this.#set.find;
  }
}

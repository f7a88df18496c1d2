import { timingSafeEqual } from 'node:crypto';
import { ApiError, Code } from '../errors.ts';
import { ACCESS } from './access.ts';
import type { Caller } from './caller.ts';
import type { TokenVerifier } from './tokens.ts';

/** Header in which services show each other their token. */
export const SERVICE_TOKEN_HEADER = 'x-playmesh-service-token';

/** The headers of a call. */
export interface CallMetadata {
  get(name: string): readonly (string | Buffer)[];
}

/** Tells whether a session has ended before its tokens did. */
export interface SessionCheck {
  ended(sessionId: string): boolean | Promise<boolean>;
}

/** Lets a call in or throws: holds the access table against the token that the call carries. */
export class Gate {
  readonly #verifier: TokenVerifier;
  readonly #sessions: SessionCheck;
  readonly #serviceToken: Buffer;

  constructor(verifier: TokenVerifier, sessions: SessionCheck, serviceToken: string) {
    this.#verifier = verifier;
    this.#sessions = sessions;
    this.#serviceToken = Buffer.from(serviceToken);
  }

  /** Who calls; undefined for public and internal methods. @throws ApiError UNAUTHENTICATED or PERMISSION_DENIED */
  async admit(path: string, metadata: CallMetadata): Promise<Caller | undefined> {
    const access = ACCESS[path];
    if (access === 'public') return undefined;
    if (access === 'service') return this.#admitService(metadata);
    const [header] = metadata.get('authorization');
    const token = typeof header === 'string' ? /^Bearer (\S+)$/i.exec(header)?.[1] : undefined;
    if (!token) throw new ApiError(Code.UNAUTHENTICATED, 'UNAUTHENTICATED', 'Sign in first.');
    const caller = await this.#verifier.verify(token);
    if (await this.#sessions.ended(caller.sessionId)) {
      throw new ApiError(Code.UNAUTHENTICATED, 'SESSION_ENDED', 'The session has ended; sign in again.');
    }
    if (access === undefined || (!caller.roles.includes(access) && !caller.roles.includes('admin'))) {
      throw new ApiError(Code.PERMISSION_DENIED, 'ROLE_REQUIRED', 'This account may not do that.');
    }
    return caller;
  }

  #admitService(metadata: CallMetadata): undefined {
    const [shown] = metadata.get(SERVICE_TOKEN_HEADER);
    const token = Buffer.from(typeof shown === 'string' ? shown : '');
    if (token.length !== this.#serviceToken.length || !timingSafeEqual(token, this.#serviceToken)) {
      throw new ApiError(Code.UNAUTHENTICATED, 'UNAUTHENTICATED', 'This method is for services only.');
    }
  }
}

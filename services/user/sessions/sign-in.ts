import { newId } from '../../harness/ids.ts';
import type { EntityManager } from '../../harness/store/database.ts';
import type { Account } from '../domain/account.ts';
import { signAccessToken, type AccessToken } from '../keys/access-tokens.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { databaseTime, insertSession } from '../store/sessions.ts';
import { makeRefreshToken } from './refresh-token.ts';

/** Who calls, as far as it can be seen from outside. */
export interface Client {
  readonly clientAddress: string;
  readonly userAgent: string;
}

/** What keeps a session alive, and until when. */
export interface Continuation {
  readonly sessionId: string;
  readonly refreshToken: string;
  readonly refreshExpireTime: Date;
}

/** What a client signs its calls with. */
export type Tokens = AccessToken & Omit<Continuation, 'sessionId'>;

/** An account and the tokens of its new session. */
export interface SignedIn {
  readonly account: Account;
  readonly tokens: Tokens;
}

/** Opens a session of an account, within the transaction that decides that it may. */
export async function openSession(em: EntityManager, accountId: string, client: Client): Promise<Continuation> {
  const sessionId = newId();
  const token = makeRefreshToken(sessionId);
  const now = await databaseTime(em);
  const session = { id: sessionId, accountId, userAgent: client.userAgent };
  const refreshExpireTime = await insertSession(em, session, token.hash, now);
  return { sessionId, refreshToken: token.text, refreshExpireTime };
}

/** The tokens for an answer; signs the access token, so no transaction should wait for it. */
export async function issueTokens(ring: KeyRing, account: Account, continuation: Continuation): Promise<Tokens> {
  const { sessionId, ...refresh } = continuation;
  return { ...(await signAccessToken(ring, account, sessionId)), ...refresh };
}

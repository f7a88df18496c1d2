import { ApiError, Code } from '../../harness/errors.ts';
import type { Database, EntityManager } from '../../harness/store/database.ts';
import type { Account } from '../domain/account.ts';
import { judgeRefresh } from '../domain/refresh.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { findAccount } from '../store/accounts.ts';
import { record } from '../store/audit.ts';
import {
  databaseTime,
  endSessions,
  findRefreshToken,
  insertRefreshToken,
  lockLiveSession,
  SESSION_MS,
  type EndedSession,
} from '../store/sessions.ts';
import type { EndedSessionsPublisher } from './ended-sessions-publisher.ts';
import { makeRefreshToken, readRefreshToken, type RefreshTokenTrace } from './refresh-token.ts';
import { issueTokens, type Client, type Continuation, type Tokens } from './sign-in.ts';

type Outcome =
  | { readonly kind: 'refreshed'; readonly account: Account; readonly continuation: Continuation }
  | { readonly kind: 'reused'; readonly ended: readonly EndedSession[] }
  | { readonly kind: 'unknown' };

/** Keeps sessions alive by refresh tokens that are good for one use. */
export class Refresh {
  readonly #database: Database;
  readonly #ring: KeyRing;
  readonly #publisher: EndedSessionsPublisher;

  constructor(database: Database, ring: KeyRing, publisher: EndedSessionsPublisher) {
    this.#database = database;
    this.#ring = ring;
    this.#publisher = publisher;
  }

  /**
   * Changes a refresh token for new tokens. One that has been used before ends its session, for it may be stolen; but
   * a repeat right after its use is answered once more, since the first answer may have been lost.
   * @throws ApiError BAD_REFRESH_TOKEN, REFRESH_TOKEN_REUSED
   */
  async refresh(refreshToken: string, client: Client): Promise<Tokens> {
    const trace = readRefreshToken(refreshToken);
    const outcome: Outcome = trace
      ? await this.#database.transact((em) => decide(em, trace, client))
      : { kind: 'unknown' };
    switch (outcome.kind) {
      case 'refreshed':
        return issueTokens(this.#ring, outcome.account, outcome.continuation);
      case 'reused':
        await this.#publisher.publish(outcome.ended);
        throw new ApiError(
          Code.UNAUTHENTICATED,
          'REFRESH_TOKEN_REUSED',
          'The refresh token had been used before, so its session was ended; sign in again.',
        );
      case 'unknown':
        throw new ApiError(
          Code.UNAUTHENTICATED,
          'BAD_REFRESH_TOKEN',
          'The refresh token is not valid, or its session has ended; sign in again.',
        );
    }
  }
}

async function decide(em: EntityManager, trace: RefreshTokenTrace, client: Client): Promise<Outcome> {
  const now = await databaseTime(em);
  const session = await lockLiveSession(em, trace.sessionId, now);
  const token = session && (await findRefreshToken(em, session.id, trace.hash));
  const account = session && (await findAccount(em, session.accountId));
  if (!session || !token || !account) return { kind: 'unknown' };

  const verdict = judgeRefresh({
    token: { ...token, spendTime: token.spendTime?.getTime() },
    generation: session.generation,
    sameClient: session.userAgent === client.userAgent,
    now: now.getTime(),
  });
  if (verdict === 'reuse') {
    const { clientAddress } = client;
    await record(em, { action: 'reuse_refresh_token', accountId: account.id, sessionId: session.id, clientAddress });
    return { kind: 'reused', ended: await endSessions(em, { id: session.id }) };
  }
  if (verdict === 'rotate') {
    token.spendTime = now;
    session.generation += 1;
  } else {
    token.repeated = true;
  }
  session.refreshTime = now;
  session.expireTime = new Date(now.getTime() + SESSION_MS);
  const next = makeRefreshToken(session.id);
  await insertRefreshToken(em, {
    hash: next.hash,
    sessionId: session.id,
    generation: session.generation,
    issueTime: now,
  });
  await em.flush();
  const continuation = { sessionId: session.id, refreshToken: next.text, refreshExpireTime: session.expireTime };
  return { kind: 'refreshed', account, continuation };
}

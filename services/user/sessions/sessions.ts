import { isOperator, type Caller } from '../../harness/auth/caller.ts';
import type { SessionCheck } from '../../harness/auth/gate.ts';
import { ApiError, Code } from '../../harness/errors.ts';
import type { Database } from '../../harness/store/database.ts';
import { record } from '../store/audit.ts';
import type { SessionRow } from '../store/entities.ts';
import {
  endSessions,
  findOwner,
  isLive,
  listEndedSessions,
  listSessions,
  type EndedSession,
} from '../store/sessions.ts';
import type { EndedSessionsPublisher } from './ended-sessions-publisher.ts';

/** A session as its owner sees it. */
export type Session = Pick<SessionRow, 'id' | 'userAgent' | 'createTime' | 'refreshTime' | 'expireTime'>;

/** The sessions of accounts: looking at them, and ending them. */
export class Sessions implements SessionCheck {
  readonly #database: Database;
  readonly #publisher: EndedSessionsPublisher;

  constructor(database: Database, publisher: EndedSessionsPublisher) {
    this.#database = database;
    this.#publisher = publisher;
  }

  /** Asks the database each time: here, where sessions end, an end takes effect at once. */
  async ended(sessionId: string): Promise<boolean> {
    return !(await this.#database.use((em) => isLive(em, sessionId)));
  }

  /** The account's live sessions, newest first, at most `limit` of those older than `before`. */
  list(accountId: string, limit: number, before: string | undefined): Promise<readonly Session[]> {
    return this.#database.use((em) => listSessions(em, accountId, limit, before));
  }

  /** Ends the session that the caller's token belongs to. */
  async logOut(caller: Caller, clientAddress: string): Promise<void> {
    const ended = await this.#database.transact(async (em) => {
      const { userId: accountId, sessionId } = caller;
      const doomed = await endSessions(em, { id: sessionId, accountId });
      if (doomed.length > 0) {
        await record(em, { action: 'log_out', accountId, actorId: accountId, sessionId, clientAddress });
      }
      return doomed;
    });
    await this.#publisher.publish(ended);
  }

  /** Ends a session of the caller's, or for operators any. @throws ApiError NOT_FOUND where there is none such */
  async end(caller: Caller, sessionId: string, clientAddress: string): Promise<void> {
    const ended = await this.#database.transact(async (em) => {
      const accountId = await findOwner(em, sessionId);
      if (accountId === undefined || (accountId !== caller.userId && !isOperator(caller))) return [];
      const doomed = await endSessions(em, { id: sessionId, accountId });
      if (doomed.length > 0) {
        await record(em, { action: 'end_session', accountId, actorId: caller.userId, sessionId, clientAddress });
      }
      return doomed;
    });
    if (ended.length === 0) throw new ApiError(Code.NOT_FOUND, 'NOT_FOUND', 'There is no such session.');
    await this.#publisher.publish(ended);
  }

  /** What has ended since a time, or all that can still matter, oldest first, read on after the last one seen. */
  listEnded(since: Date | undefined, after: EndedSession | undefined, limit: number): Promise<readonly EndedSession[]> {
    return this.#database.use((em) => listEndedSessions(em, since, after, limit));
  }
}

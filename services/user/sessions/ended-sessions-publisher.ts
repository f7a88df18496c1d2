import type { Redis } from 'ioredis';
import type { Logger } from '../../harness/log.ts';
import { ENDED_SESSIONS_CHANNEL } from '../../harness/redis.ts';
import type { EndedSession } from '../store/sessions.ts';

/** Hurries the news that sessions have ended; what gets lost here the feed tells a second later. */
export class EndedSessionsPublisher {
  readonly #redis: Redis;
  readonly #log: Logger;

  constructor(redis: Redis, log: Logger) {
    this.#redis = redis;
    this.#log = log;
  }

  /** Never throws. */
  async publish(ended: readonly EndedSession[]): Promise<void> {
    try {
      await Promise.all(
        ended.map(({ sessionId, endTime }) =>
          this.#redis.publish(ENDED_SESSIONS_CHANNEL, `${sessionId} ${endTime.getTime()}`),
        ),
      );
    } catch (error) {
      this.#log.debug({ cause: String(error) }, 'ended sessions were not published; the feed tells them');
    }
  }
}

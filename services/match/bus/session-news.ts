import type { Redis } from 'ioredis';
import { ENDED_SESSIONS_CHANNEL } from '../../harness/redis.ts';

/** Hears at once of sessions that end; what is lost comes by the user service's feed a second later. */
export function hearEndedSessions(subscriber: Redis, onEnded: (sessionId: string, endTime: number) => void): void {
  subscriber.on('ready', () => void subscriber.subscribe(ENDED_SESSIONS_CHANNEL).catch(() => {}));
  subscriber.on('message', (channel: string, message: string) => {
    const [sessionId, endTime] = message.split(' ');
    if (channel === ENDED_SESSIONS_CHANNEL && sessionId) onEnded(sessionId, Number(endTime));
  });
}

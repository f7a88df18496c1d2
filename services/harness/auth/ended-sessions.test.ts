import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createLog } from '../log.ts';
import { EndedSessions, type EndedSession } from './ended-sessions.ts';

const MINUTE = 60_000;
const log = createLog('test', 'test', 'silent');

describe('EndedSessions', () => {
  let told: EndedSession[];
  let asked: (number | undefined)[];
  let away: boolean;
  let sessions: EndedSessions;

  beforeEach(() => {
    jest.useFakeTimers();
    [told, asked, away] = [[], [], false];
    sessions = new EndedSessions(async (since) => {
      asked.push(since);
      if (away) throw new Error('away');
      return told.filter(({ endTime }) => endTime >= (since ?? 0));
    }, log);
  });
  afterEach(() => {
    sessions.stop();
    jest.useRealTimers();
  });

  test('knows within a second what the feed tells, and says it once', async () => {
    const heard: string[] = [];
    sessions.onEnded((id) => heard.push(id));
    sessions.start();
    await jest.advanceTimersByTimeAsync(10);
    told.push({ sessionId: 'one', endTime: 1_000_000 });
    expect(sessions.ended('one')).toBe(false);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(sessions.ended('one')).toBe(true);
    await jest.advanceTimersByTimeAsync(3_000);
    expect(heard).toEqual(['one']);
  });

  test('asks again for the last seconds, since ends become visible in another order than that of their times', async () => {
    told.push({ sessionId: 'one', endTime: 1_000_000 });
    sessions.start();
    await jest.advanceTimersByTimeAsync(10);
    told.push({ sessionId: 'late', endTime: 996_000 });
    await jest.advanceTimersByTimeAsync(1_000);
    expect(asked).toEqual([undefined, 995_000]);
    expect(sessions.ended('late')).toBe(true);
  });

  test('is hurried by what is told in other ways', () => {
    const heard: string[] = [];
    sessions.onEnded((id) => heard.push(id));
    sessions.add('one', 1_000);
    sessions.add('one', 1_000);
    expect(sessions.ended('one')).toBe(true);
    expect(heard).toEqual(['one']);
  });

  test('keeps what it knows while the feed is away, and goes on when it is back', async () => {
    told.push({ sessionId: 'one', endTime: 1_000_000 });
    sessions.start();
    await jest.advanceTimersByTimeAsync(10);
    away = true;
    await jest.advanceTimersByTimeAsync(5_000);
    expect(sessions.ended('one')).toBe(true);
    away = false;
    told.push({ sessionId: 'two', endTime: 1_003_000 });
    await jest.advanceTimersByTimeAsync(1_000);
    expect(sessions.ended('two')).toBe(true);
  });

  test('forgets an end that every access token has outlived', async () => {
    told.push({ sessionId: 'old', endTime: MINUTE });
    sessions.start();
    await jest.advanceTimersByTimeAsync(10);
    told.push({ sessionId: 'new', endTime: 22 * MINUTE });
    await jest.advanceTimersByTimeAsync(1_000);
    expect([sessions.ended('old'), sessions.ended('new')]).toEqual([false, true]);
  });
});

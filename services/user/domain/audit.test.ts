import { describe, expect, test } from '@jest/globals';
import { withoutOthers, type RecordedEvent } from './audit.ts';

describe('a line of the audit trail, for an account', () => {
  const line = { id: 'e1', createTime: new Date(0), clientAddress: '192.0.2.1' } as const;

  test.each<[string, RecordedEvent]>([
    ['what it did itself', { ...line, action: 'log_in', accountId: 'ann', actorId: 'ann', sessionId: 's1' }],
    ['what nobody signed in did', { ...line, action: 'fail_log_in', accountId: 'ann' }],
    ['whom it blocked', { ...line, action: 'block_user', accountId: 'ann', actorId: 'ann', blockedId: 'bob' }],
  ])('tells %s whole', (_, event) => {
    expect(withoutOthers(event, 'ann')).toEqual(event);
  });

  test('does not tell who else acted on it, nor from where', () => {
    const event = { ...line, action: 'set_roles', accountId: 'ann', actorId: 'root', roles: ['player'] } as const;
    expect(withoutOthers(event, 'ann')).toEqual({
      ...line,
      action: 'set_roles',
      accountId: 'ann',
      roles: ['player'],
      clientAddress: '',
    });
  });

  test('does not tell on whom else it acted', () => {
    const event = { ...line, action: 'end_session', accountId: 'bob', actorId: 'ann', sessionId: 's2' } as const;
    expect(withoutOthers(event, 'ann')).toEqual({ ...line, action: 'end_session', actorId: 'ann' });
  });
});

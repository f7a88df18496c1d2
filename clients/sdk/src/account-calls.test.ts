import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ExportDataResponse } from '../../../gen/playmesh/user/v1/user_service.ts';
import { USERS } from '../test-support/messages.ts';
import { Player, TRANSPORTS } from '../test-support/player.ts';
import { failure } from '../test-support/scripted-mesh.ts';
import type { AccountCalls } from './account-calls.ts';
import { Code } from './errors.ts';
import { AuditAction } from './messages.ts';

describe.each(TRANSPORTS)('the account over %s', (transport) => {
  let player: Player;
  let account: AccountCalls;
  beforeEach(async () => {
    player = await Player.start(transport);
    account = player.client.account;
  });
  afterEach(() => player.stop());

  test('a new password is sent twice, and who has come by mail needs no token of a session', async () => {
    const seen: unknown[] = [];
    player.mesh.users.changePassword = async (request) => {
      seen.push(request);
      return {};
    };
    player.mesh.users.resetPassword = async (request, { metadata }) => {
      seen.push({ ...request, signed: metadata.has('authorization') });
      return {};
    };
    await account.changePassword('old', 'new');
    await account.resetPassword('t', 'new');
    const passwords = { password: 'new', passwordConfirmation: 'new' };
    expect(seen).toEqual([
      { currentPassword: 'old', ...passwords },
      { token: 't', ...passwords, signed: false },
    ]);
  });

  test('what would be refused when it comes again is not repeated while its outcome is unknown', async () => {
    const calls: string[] = [];
    for (const method of ['verifyEmail', 'resetPassword', 'changePassword'] as const) {
      player.mesh.users[method] = async () => {
        calls.push(method);
        throw failure(Code.UNAVAILABLE, { reason: 'OUTCOME_UNKNOWN', retryAfterMs: 10 });
      };
    }
    for (const call of [
      () => account.verifyEmail('t'),
      () => account.resetPassword('t', 'new'),
      () => account.changePassword('old', 'new'),
    ]) {
      await expect(call()).rejects.toMatchObject({ reason: 'OUTCOME_UNKNOWN' });
    }
    expect(calls).toEqual(['verifyEmail', 'resetPassword', 'changePassword']);
  });

  test('what changes nothing when it comes again is', async () => {
    let calls = 0;
    player.mesh.users.blockUser = async () => {
      calls += 1;
      if (calls === 1) throw failure(Code.UNAVAILABLE, { retryAfterMs: 10 });
      return {};
    };
    await account.block(USERS[1]!);
    expect(calls).toBe(2);
  });

  test('a wrong password does not sign out', async () => {
    player.mesh.users.changePassword = async () => {
      throw failure(Code.UNAUTHENTICATED, { reason: 'BAD_CREDENTIALS' });
    };
    await expect(account.changePassword('wrong', 'new')).rejects.toMatchObject({ reason: 'BAD_CREDENTIALS' });
    expect(player.signedOut).toEqual([]);
  });

  test('an export and the audit trail are read page after page', async () => {
    const asked: unknown[] = [];
    player.mesh.users.exportData = async ({ pageToken }) => {
      asked.push(pageToken);
      return ExportDataResponse.fromPartial({ records: [{}], nextPageToken: pageToken === '' ? 'next' : '' });
    };
    player.mesh.users.listAuditEvents = async ({ accountId, action }) => {
      asked.push([accountId.length, action]);
      return {};
    };
    let records = 0;
    for await (const _ of account.exportData()) records += 1;
    expect(records).toBe(2);
    await account.auditEvents().next();
    await account.auditEvents({ accountId: USERS[0]!, action: AuditAction.LOG_IN }).next();
    expect(asked).toEqual(['', 'next', [0, AuditAction.UNSPECIFIED], [16, AuditAction.LOG_IN]]);
  });
});

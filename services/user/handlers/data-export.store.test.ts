import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { AuditAction } from '../../../gen/playmesh/user/v1/audit.ts';
import { MailPurpose, Role } from '../../../gen/playmesh/user/v1/user.ts';
import { ExportDataResponse, type DataRecord } from '../../../gen/playmesh/user/v1/user_service.ts';
import { startMailServer, type TestMailServer } from '../../../test/support/mailbox.ts';
import { refusalOf } from '../../../test/support/refusal.ts';
import {
  PASSWORD,
  sessionOf,
  signedBy,
  startUserService,
  type TestAccount,
  type TestUserService,
} from '../../../test/support/user-service.ts';
import { idFromBytes, idToBytes } from '../../harness/ids.ts';

type Kind = NonNullable<DataRecord['record']>['$case'];
type Value<K extends Kind> = Extract<NonNullable<DataRecord['record']>, { $case: K }>['value'];

let post: TestMailServer;
let service: TestUserService;
beforeAll(async () => {
  post = await startMailServer();
  service = await startUserService({ ...post.environment, PLAYMESH_EXPORT_LIMIT: '1000/1000' });
}, 30_000);
afterAll(async () => {
  await service?.stop();
  await post?.close();
});

async function exportOf({ tokens }: Pick<TestAccount, 'tokens'>, pageSize = 0): Promise<DataRecord[]> {
  const all: DataRecord[] = [];
  let pageToken = '';
  do {
    const page = await service.client.exportData({ pageSize, pageToken }, signedBy(tokens));
    if (pageSize > 0) expect(page.records.length).toBeLessThanOrEqual(pageSize);
    all.push(...page.records);
    pageToken = page.nextPageToken;
  } while (pageToken);
  return all;
}
const only = <K extends Kind>(records: readonly DataRecord[], kind: K): Value<K>[] =>
  records.flatMap(({ record }) => (record?.$case === kind ? [record.value as Value<K>] : []));

/** Two who have to do with each other, and with an operator. */
async function makeHistory() {
  const [ann, bob, operator] = [
    await service.register(),
    await service.register(),
    await service.registerAs('operator'),
  ];
  await service.client.verifyEmail({ token: (await post.mail(ann.user.email)).token });
  const second = await service.logIn(ann);
  await service.client.updateProfile(
    { profile: { userId: new Uint8Array(), displayName: 'Ann', areaCode: 300, locale: 'de' } },
    signedBy(ann.tokens),
  );
  await refusalOf((options) => service.client.logIn({ login: ann.user.email, password: 'wrong' }, options));
  const ended = await service.logIn(ann);
  await service.client.endSession({ sessionId: idToBytes(sessionOf(ended)) }, signedBy(operator.tokens));
  await service.client.blockUser({ userId: idToBytes(bob.id) }, signedBy(ann.tokens));
  await service.client.blockUser({ userId: idToBytes(ann.id) }, signedBy(bob.tokens));
  return { ann, bob, operator, second };
}

describe('ExportData', () => {
  test('hands out everything that is stored about the caller', async () => {
    const { ann, bob, second } = await makeHistory();
    const records = await exportOf(ann);
    const { user } = await service.client.getUser({}, signedBy(ann.tokens));
    expect(user).toMatchObject({ emailVerified: true, profile: { displayName: 'Ann', areaCode: 300, locale: 'de' } });
    expect(only(records, 'account')).toEqual([user]);
    expect(records[0]!.record!.$case).toBe('account');
    const { sessions } = await service.client.listSessions({}, signedBy(ann.tokens));
    expect(only(records, 'session')).toEqual([...sessions].reverse());
    expect(sessions.map(({ sessionId }) => idFromBytes(sessionId))).toEqual([sessionOf(second), sessionOf(ann.tokens)]);
    const { blockedUsers } = await service.client.listBlockedUsers({}, signedBy(ann.tokens));
    expect(blockedUsers).toHaveLength(1);
    expect(only(records, 'blockedUser')).toEqual(blockedUsers.map((each) => ({ ...each, profile: undefined })));
    const [mail] = only(records, 'mail');
    expect(mail).toMatchObject({ purpose: MailPurpose.VERIFY_EMAIL, sendTime: expect.any(Date) });
    const events = only(records, 'auditEvent');
    expect(events.map(({ action }) => action)).toEqual([
      AuditAction.REGISTER,
      AuditAction.VERIFY_EMAIL,
      AuditAction.LOG_IN,
      AuditAction.FAIL_LOG_IN,
      AuditAction.LOG_IN,
      AuditAction.END_SESSION,
      AuditAction.BLOCK_USER,
      AuditAction.EXPORT_DATA,
    ]);
    expect(idFromBytes(events[6]!.blockedUserId)).toBe(bob.id);
    expect(events.every(({ accountId }) => idFromBytes(accountId) === ann.id)).toBe(true);
  });

  test('holds nothing of others, and no secrets', async () => {
    const { ann, bob, operator } = await makeHistory();
    await service.client.getUser({ userId: idToBytes(ann.id) }, signedBy(operator.tokens));
    const bytes = (records: DataRecord[]) =>
      Buffer.from(ExportDataResponse.encode({ records, nextPageToken: '' }).finish());
    const bytesOf = (id: string) => Buffer.from(idToBytes(id));
    const own = await exportOf(ann);
    const [ended] = only(own, 'auditEvent').filter(({ action }) => action === AuditAction.END_SESSION);
    expect(ended).toMatchObject({ actorId: new Uint8Array(), clientAddress: '' });
    for (const { user } of [bob, operator]) {
      for (const text of [user.email, user.username]) expect(bytes(own).includes(text)).toBe(false);
    }
    expect(bytes(own).includes(bytesOf(operator.id))).toBe(false);
    expect(bytes(own).includes(bytesOf(sessionOf(bob.tokens)))).toBe(false);
    const [account] = await service.sql<{ password_hash: string }>('select password_hash from account where id = $1', [
      ann.id,
    ]);
    for (const secret of [
      account!.password_hash,
      PASSWORD,
      ann.tokens.refreshToken,
      (await post.mail(ann.user.email)).token,
    ]) {
      expect(bytes(own).includes(secret)).toBe(false);
    }
    // What the operator did to Ann's session is among what the operator did, without Ann.
    const records = await exportOf(operator);
    const acts = only(records, 'auditEvent').filter(({ action }) => action === AuditAction.END_SESSION);
    expect(acts).toHaveLength(1);
    expect(acts[0]).toMatchObject({ accountId: new Uint8Array(), sessionId: new Uint8Array() });
    expect(idFromBytes(acts[0]!.actorId)).toBe(operator.id);
    expect(bytes(records).includes(bytesOf(ann.id))).toBe(false);
  });

  test.each([1, 2, 3, 5])('holds the same in pages of %i', async (pageSize) => {
    const { ann } = await makeHistory();
    const whole = await exportOf(ann);
    const paged = await exportOf(ann, pageSize);
    const second = only(paged, 'auditEvent').filter(({ action }) => action === AuditAction.EXPORT_DATA);
    expect(second).toHaveLength(2); // once for each export, not for each page
    expect(paged.slice(0, whole.length)).toEqual(whole);
    expect(paged).toHaveLength(whole.length + 1);
  });

  test('is for guests too', async () => {
    const { user, tokens } = await service.client.createGuest({ requestId: randomBytes(16) });
    const records = await exportOf({ tokens: tokens! });
    expect(only(records, 'account')).toEqual([user]);
    expect(only(records, 'account')[0]!.roles).toEqual([Role.PLAYER]);
  });

  test("has no page that was begun in another's export, or in none", async () => {
    const { ann, bob } = await makeHistory();
    const { nextPageToken } = await service.client.exportData({ pageSize: 1 }, signedBy(ann.tokens));
    const parts = JSON.parse(Buffer.from(nextPageToken, 'base64url').toString()) as string[];
    const [loggedIn] = await service.sql<{ id: string }>(
      `select id from audit_event where account_id = $1 and action = 'log_in' limit 1`,
      [ann.id],
    );
    const forged = Buffer.from(JSON.stringify([loggedIn!.id, ...parts.slice(1)])).toString('base64url');
    for (const [{ tokens }, pageToken] of [
      [bob, nextPageToken],
      [ann, forged],
      [ann, 'nonsense'],
    ] as const) {
      const refusal = await refusalOf((options) =>
        service.client.exportData({ pageToken }, { ...signedBy(tokens), ...options }),
      );
      expect(Object.keys(refusal.fields!)).toEqual(['page_token']);
    }
  });

  test('leaves out no table that names accounts', async () => {
    const tables = await service.sql<{ name: string }>(
      `select distinct table_name as name from information_schema.columns
       where table_schema = 'users' and (column_name ~ '(account|actor|blocker)_id' or table_name = 'account')`,
    );
    const exported = ['account', 'audit_event', 'block', 'mail', 'session'];
    // A hash, and what the audit trail tells of a registration as well.
    const leftOut = ['mail_token', 'request'];
    expect(tables.map(({ name }) => name).sort()).toEqual([...exported, ...leftOut].sort());
  });
});

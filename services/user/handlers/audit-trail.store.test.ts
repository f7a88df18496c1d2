import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { AuditAction, type AuditEvent } from '../../../gen/playmesh/user/v1/audit.ts';
import { Role } from '../../../gen/playmesh/user/v1/user.ts';
import { refusalOf } from '../../../test/support/refusal.ts';
import {
  PASSWORD,
  sessionOf,
  signedBy,
  startUserService,
  type TestAccount,
  type TestUserService,
} from '../../../test/support/user-service.ts';
import { idFromBytes, idToBytes, newId } from '../../harness/ids.ts';
import { AUDIT_ACTIONS } from '../domain/audit.ts';

let service: TestUserService;
let operator: TestAccount;
beforeAll(async () => {
  service = await startUserService();
  operator = await service.registerAs('operator');
}, 30_000);
afterAll(() => service?.stop());

type Filter = { readonly accountId?: Uint8Array; readonly action?: AuditAction };

async function read(filter: Filter, pageSize = 0): Promise<AuditEvent[]> {
  const all = [];
  let pageToken = '';
  do {
    const page = await service.client.listAuditEvents({ ...filter, pageSize, pageToken }, signedBy(operator.tokens));
    all.push(...page.events);
    pageToken = page.nextPageToken;
  } while (pageToken);
  return all;
}
const NAMES = new Map(Object.entries(AuditAction).map(([name, action]) => [action, name]));
const actions = (events: readonly AuditEvent[]) => events.map(({ action }) => NAMES.get(action)!);

describe('ListAuditEvents', () => {
  test('tells who did what to an account, and from where, latest first', async () => {
    const [ann, admin] = [await service.register(), await service.registerAs('admin')];
    await refusalOf((options) => service.client.logIn({ login: ann.user.email, password: 'wrong' }, options));
    const request = { userId: idToBytes(ann.id), roles: [Role.HOST] };
    await service.client.setRoles(request, signedBy(admin.tokens));
    const events = await read({ accountId: idToBytes(ann.id) });
    const common = { eventId: expect.any(Uint8Array), accountId: idToBytes(ann.id), createTime: expect.any(Date) };
    const none = new Uint8Array();
    const plain = { roles: [], blockedUserId: none, clientAddress: '127.0.0.1' };
    expect(events).toEqual([
      {
        ...common,
        ...plain,
        action: AuditAction.SET_ROLES,
        actorId: idToBytes(admin.id),
        sessionId: none,
        roles: [Role.PLAYER, Role.HOST],
      },
      { ...common, ...plain, action: AuditAction.FAIL_LOG_IN, actorId: none, sessionId: none },
      {
        ...common,
        ...plain,
        action: AuditAction.REGISTER,
        actorId: idToBytes(ann.id),
        sessionId: idToBytes(sessionOf(ann.tokens)),
      },
    ]);
  });

  test('keeps to account and action, and pages hold the same', async () => {
    const [ann, bob] = [await service.register(), await service.register()];
    for (const account of [ann, bob, ann, ann, bob]) await service.logIn(account);
    const of = (account: TestAccount, action?: AuditAction) =>
      action === undefined ? { accountId: idToBytes(account.id) } : { accountId: idToBytes(account.id), action };
    expect(actions(await read(of(ann)))).toEqual(['LOG_IN', 'LOG_IN', 'LOG_IN', 'REGISTER']);
    expect(actions(await read(of(bob, AuditAction.LOG_IN)))).toEqual(['LOG_IN', 'LOG_IN']);
    expect(await read(of(bob, AuditAction.SET_ROLES))).toEqual([]);
    const registrations = await read({ action: AuditAction.REGISTER });
    expect(registrations.slice(0, 2).map(({ accountId }) => idFromBytes(accountId))).toEqual([bob.id, ann.id]);
    const all = await read({});
    for (const pageSize of [1, 2, 7]) expect(await read({}, pageSize)).toEqual(all);
    const times = all.map(({ createTime }) => createTime!.getTime());
    expect(times).toEqual([...times].sort((one, other) => other - one));
  });

  test('holds all where many happened in the same millisecond', async () => {
    const accountId = newId();
    await service.sql(
      `insert into audit_event (id, action, account_id, client_address, create_time)
       select gen_random_uuid(), 'log_in', $1, '', date_trunc('second', now()) from generate_series(1, 7)`,
      [accountId],
    );
    const events = await read({ accountId: idToBytes(accountId) }, 2);
    expect(new Set(events.map(({ eventId }) => idFromBytes(eventId))).size).toBe(7);
  });

  test('outlives the account', async () => {
    const ann = await service.register();
    await service.client.deleteAccount({ password: PASSWORD }, signedBy(ann.tokens));
    expect(actions(await read({ accountId: idToBytes(ann.id) }))).toEqual(['DELETE_ACCOUNT', 'REGISTER']);
  });

  test('has a name on the wire for every action', async () => {
    const accountId = newId();
    for (const action of AUDIT_ACTIONS) {
      await service.sql(`insert into audit_event (id, action, account_id, client_address) values ($1, $2, $3, '')`, [
        newId(),
        action,
        accountId,
      ]);
    }
    const told = actions(await read({ accountId: idToBytes(accountId) }));
    expect(told.map((action) => action.toLowerCase()).reverse()).toEqual([...AUDIT_ACTIONS]);
    expect(Object.values(AuditAction).filter((action) => action > 0)).toHaveLength(AUDIT_ACTIONS.length);
  });

  test('is for operators and admins alone', async () => {
    const admin = await service.registerAs('admin');
    await service.client.listAuditEvents({}, signedBy(admin.tokens));
    const ann = await service.register();
    const guest = await service.client.createGuest({ requestId: randomBytes(16) });
    await service.sql(`update account set roles = '{player,host}' where id = $1`, [ann.id]);
    const host = await service.logIn(ann);
    for (const tokens of [ann.tokens, host, guest.tokens!]) {
      const refusal = await refusalOf((options) =>
        service.client.listAuditEvents({ accountId: idToBytes(ann.id) }, { ...signedBy(tokens), ...options }),
      );
      expect(refusal).toMatchObject({ code: 'PERMISSION_DENIED', reason: 'ROLE_REQUIRED' });
    }
    const unsigned = await refusalOf((options) => service.client.listAuditEvents({}, options));
    expect(unsigned.code).toBe('UNAUTHENTICATED');
  });

  test.each<[string, object, string]>([
    ['an id of another length', { accountId: randomBytes(15) }, 'account_id'],
    ['an action that there is not', { action: 99 }, 'action'],
    ['a page token that it has not given out', { pageToken: 'nonsense' }, 'page_token'],
    ['a negative page size', { pageSize: -1 }, 'page_size'],
  ])('refuses %s', async (_, request, field) => {
    const refusal = await refusalOf((options) =>
      service.client.listAuditEvents(request, { ...signedBy(operator.tokens), ...options }),
    );
    expect(refusal.code).toBe('INVALID_ARGUMENT');
    expect(Object.keys(refusal.fields!)).toEqual([field]);
  });
});

import { describe, expect, test } from '@jest/globals';
import { Metadata } from '@grpc/grpc-js';
import type { Caller, Role } from './caller.ts';
import { Gate, SERVICE_TOKEN_HEADER } from './gate.ts';
import type { TokenVerifier } from './tokens.ts';

const SERVICE_TOKEN = 'a service token that only tests use';
const PUBLIC = '/playmesh.user.v1.UserService/LogIn';
const PLAYER = '/playmesh.user.v1.UserService/GetUser';
const ADMIN = '/playmesh.user.v1.UserService/SetRoles';
const SERVICE = '/playmesh.user.v1.SessionFeedService/ListEndedSessions';

const caller = (...roles: Role[]): Caller => ({ userId: 'ann', sessionId: 's', roles, expires: 0 });

/** Tokens that are the names of their roles. */
const verifier = { verify: async (token: string) => caller(...(token.split(',') as Role[])) } as TokenVerifier;
const gate = new Gate(verifier, { ended: () => false }, SERVICE_TOKEN);

function headers(values: Record<string, string>): Metadata {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(values)) metadata.set(name, value);
  return metadata;
}
const bearing = (token: string) => headers({ authorization: `Bearer ${token}` });

describe('Gate', () => {
  test('lets everyone into public methods, and looks at no token there', async () => {
    expect(await gate.admit(PUBLIC, headers({}))).toBeUndefined();
    expect(await gate.admit(PUBLIC, bearing('admin'))).toBeUndefined();
  });

  test('lets in who has the role, and admins everywhere', async () => {
    expect(await gate.admit(PLAYER, bearing('player'))).toEqual(caller('player'));
    expect(await gate.admit(ADMIN, bearing('player,admin'))).toEqual(caller('player', 'admin'));
    expect(await gate.admit(PLAYER, headers({ authorization: 'bearer admin' }))).toEqual(caller('admin'));
  });

  test.each([
    ['without a token', headers({})],
    ['with another scheme', headers({ authorization: 'Basic player' })],
    ['with a token and more', headers({ authorization: 'Bearer player admin' })],
    ['with a service token', headers({ [SERVICE_TOKEN_HEADER]: SERVICE_TOKEN })],
  ])('turns a caller away %s', async (_, metadata) => {
    await expect(gate.admit(PLAYER, metadata)).rejects.toMatchObject({ code: 16, reason: 'UNAUTHENTICATED' });
  });

  test('turns away who lacks the role', async () => {
    for (const roles of ['player', 'player,host,operator']) {
      await expect(gate.admit(ADMIN, bearing(roles))).rejects.toMatchObject({ code: 7, reason: 'ROLE_REQUIRED' });
    }
  });

  test('turns away whose session has ended, whatever the role', async () => {
    const ended = new Gate(verifier, { ended: async (id) => id === 's' }, SERVICE_TOKEN);
    await expect(ended.admit(PLAYER, bearing('admin'))).rejects.toMatchObject({ code: 16, reason: 'SESSION_ENDED' });
  });

  test('lets nobody into a method that the table does not know, not even admins', async () => {
    await expect(gate.admit('/playmesh.user.v1.UserService/Nope', bearing('admin'))).rejects.toMatchObject({ code: 7 });
  });

  test('lets services, and nobody else, into internal methods', async () => {
    expect(await gate.admit(SERVICE, headers({ [SERVICE_TOKEN_HEADER]: SERVICE_TOKEN }))).toBeUndefined();
    const wrong = ['', 'short', `${SERVICE_TOKEN}x`, SERVICE_TOKEN.replace('a', 'b')];
    for (const metadata of [bearing('admin'), ...wrong.map((token) => headers({ [SERVICE_TOKEN_HEADER]: token }))]) {
      await expect(gate.admit(SERVICE, metadata)).rejects.toMatchObject({ code: 16, reason: 'UNAUTHENTICATED' });
    }
  });
});

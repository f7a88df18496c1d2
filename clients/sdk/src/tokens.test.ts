import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { User } from '../../../gen/playmesh/user/v1/user.ts';
import { PlaymeshClient } from './client.ts';
import { Code } from './errors.ts';
import { formatId } from './ids.ts';
import { createNativeTransport } from './native.ts';
import type { StoredTokens, TokenStorage } from './tokens.ts';
import { snapshot, USERS } from '../test-support/messages.ts';
import { until } from '../test-support/player.ts';
import { Queue } from '../test-support/queue.ts';
import { failure, ScriptedMesh } from '../test-support/scripted-mesh.ts';
import { acceptGuests, tokens } from '../test-support/sign-in.ts';

class Storage implements TokenStorage {
  stored: StoredTokens | undefined;
  load = (): StoredTokens | undefined => this.stored;
  save = (stored: StoredTokens | undefined): void => void (this.stored = stored);
}

describe('signing in', () => {
  let mesh: ScriptedMesh;
  let client: PlaymeshClient;
  let storage: Storage;
  /** Refresh tokens and access tokens that the service was shown, in order. */
  let traded: string[];
  let shown: (string | undefined)[];
  const signedOut: string[] = [];

  const open = (): PlaymeshClient =>
    new PlaymeshClient(createNativeTransport(mesh.address), {
      storage,
      onSignedOut: ({ reason }) => signedOut.push(reason),
    });

  beforeEach(async () => {
    mesh = await ScriptedMesh.start();
    storage = new Storage();
    client = open();
    traded = [];
    shown = [];
    signedOut.length = 0;
    mesh.users.refreshTokens = async ({ refreshToken }) => {
      traded.push(refreshToken);
      return { tokens: tokens(Number(refreshToken.split('-')[1]) + 1) };
    };
    mesh.users.getUser = async (_, { metadata }) => {
      shown.push(metadata.get('authorization'));
      return { user: User.fromPartial({ userId: USERS[0]! }) };
    };
  });
  afterEach(() => {
    client.close();
    mesh.close();
  });

  const claims = (header: string | undefined): number =>
    (JSON.parse(Buffer.from(header!.split('.')[1]!, 'base64url').toString()) as { n: number }).n;

  test('calls carry the token, and nobody is asked for another while it is good', async () => {
    acceptGuests(mesh);
    expect((await client.guest()).guest).toBe(true);
    expect(client.userId).toBe(formatId(USERS[0]!));
    await client.getUser();
    expect(shown.map(claims)).toEqual([1]);
    expect(traded).toEqual([]);
  });

  test('a token about to expire is renewed once for all calls that wait for it, and a spent one is never sent', async () => {
    acceptGuests(mesh, 4);
    await client.guest();
    await Promise.all([1, 2, 3, 4, 5].map(() => client.getUser()));
    expect(traded).toEqual(['refresh-1']);
    expect(shown.map(claims)).toEqual([2, 2, 2, 2, 2]);
  });

  test('a refused token is renewed once, and the calls that it was refused to do not notice', async () => {
    acceptGuests(mesh);
    await client.guest();
    mesh.users.getUser = async (_, { metadata }) => {
      const n = claims(metadata.get('authorization'));
      shown.push(String(n));
      if (n < 3) throw failure(Code.UNAUTHENTICATED, { reason: 'TOKEN_EXPIRED' });
      return { user: User.fromPartial({ userId: USERS[0]! }) };
    };
    mesh.users.refreshTokens = async ({ refreshToken }) => {
      traded.push(refreshToken);
      await new Promise((resolve) => setTimeout(resolve, 30));
      return { tokens: tokens(3) };
    };
    await Promise.all([client.getUser(), client.getUser(), client.getUser()]);
    expect(traded).toEqual(['refresh-1']);
    expect(shown.sort()).toEqual(['1', '1', '1', '3', '3', '3']);
  });

  test('a call that was refused an old token takes the new one that there is by then', async () => {
    acceptGuests(mesh);
    await client.guest();
    const refusals: (() => void)[] = [];
    mesh.users.getUser = async (_, { metadata }) => {
      if (claims(metadata.get('authorization')) === 2) return { user: User.fromPartial({ userId: USERS[0]! }) };
      await new Promise<void>((resolve) => refusals.push(resolve));
      throw failure(Code.UNAUTHENTICATED, { reason: 'TOKEN_EXPIRED' });
    };
    const calls = [client.getUser(), client.getUser()];
    await until(() => refusals.length === 2);
    refusals[0]!();
    await Promise.race(calls);
    refusals[1]!();
    await Promise.all(calls);
    expect(traded).toEqual(['refresh-1']);
  });

  test('each renewal trades the token of the one before', async () => {
    acceptGuests(mesh, 4);
    mesh.users.refreshTokens = async ({ refreshToken }) => {
      traded.push(refreshToken);
      return { tokens: tokens(traded.length + 1, 4) };
    };
    await client.guest();
    await client.getUser();
    await client.getUser();
    expect(traded).toEqual(['refresh-1', 'refresh-2']);
    expect(storage.stored!.refreshToken).toBe('refresh-3');
  });

  test('calls do not wait for a renewal while the token is good for some seconds more', async () => {
    acceptGuests(mesh, 30);
    await client.guest();
    let answer: () => void = () => {};
    mesh.users.refreshTokens = () => new Promise((resolve) => (answer = () => resolve({ tokens: tokens(2) })));
    await client.getUser();
    answer();
    await until(() => storage.stored?.refreshToken === 'refresh-2');
    await client.getUser();
    expect(shown.map(claims)).toEqual([1, 2]);
  });

  test('while the user service is away a token is used as long as it is good', async () => {
    acceptGuests(mesh, 30);
    await client.guest();
    mesh.users.refreshTokens = async () => {
      throw failure(Code.UNAVAILABLE);
    };
    await client.getUser();
    await client.getUser();
    expect(shown.map(claims)).toEqual([1, 1]);
    expect(signedOut).toEqual([]);
  });

  test('a renewal whose answer was lost is repeated with the same token', async () => {
    acceptGuests(mesh, 4);
    await client.guest();
    mesh.users.refreshTokens = async ({ refreshToken }) => {
      traded.push(refreshToken);
      if (traded.length === 1) throw failure(Code.UNAVAILABLE);
      return { tokens: tokens(2) };
    };
    await client.getUser();
    expect(traded).toEqual(['refresh-1', 'refresh-1']);
    expect(shown.map(claims)).toEqual([2]);
  });

  test('a refused refresh token signs out, here and in the storage, and ends the matches', async () => {
    acceptGuests(mesh, 4);
    await client.guest();
    mesh.users.refreshTokens = async ({ refreshToken }) => {
      traded.push(refreshToken);
      if (traded.length === 1) return { tokens: tokens(2, 4) };
      throw failure(Code.UNAUTHENTICATED, { reason: 'BAD_REFRESH_TOKEN' });
    };
    const session = client.play(USERS[0]!);
    (await mesh.attached.take()).send(snapshot(1));
    await session.ready;
    await expect(client.getUser()).rejects.toMatchObject({ reason: 'BAD_REFRESH_TOKEN' });
    expect(signedOut).toEqual(['SESSION_ENDED']);
    expect(storage.stored).toBeUndefined();
    expect((await session.ended).state).toBe('ended');
    await expect(client.getUser()).rejects.toMatchObject({ code: Code.UNAUTHENTICATED, reason: 'SIGNED_OUT' });
    expect(traded).toHaveLength(2);
  });

  test('a token that is refused fresh from its renewal signs out', async () => {
    acceptGuests(mesh);
    await client.guest();
    mesh.users.getUser = async () => {
      throw failure(Code.UNAUTHENTICATED, { reason: 'SESSION_ENDED' });
    };
    await expect(client.getUser()).rejects.toMatchObject({ reason: 'SESSION_ENDED' });
    expect(traded).toEqual(['refresh-1']);
    expect(signedOut).toEqual(['SESSION_ENDED']);
  });

  test('a wrong password does not sign out', async () => {
    acceptGuests(mesh);
    await client.guest();
    mesh.users.deleteAccount = async () => {
      throw failure(Code.UNAUTHENTICATED, { reason: 'BAD_CREDENTIALS' });
    };
    await expect(client.deleteAccount('wrong')).rejects.toMatchObject({ reason: 'BAD_CREDENTIALS' });
    expect([signedOut, traded]).toEqual([[], []]);
    await client.getUser();
  });

  test('a stored sign-in outlives the client', async () => {
    acceptGuests(mesh);
    await client.guest();
    const next = open();
    expect(await next.restore()).toBe(true);
    await next.getUser();
    expect(shown.map(claims)).toEqual([1]);
    next.close();
  });

  test('a storage that could not be read is read again', async () => {
    acceptGuests(mesh);
    await client.guest();
    const next = open();
    const { load } = storage;
    storage.load = () => {
      throw new Error('locked');
    };
    await expect(next.getUser()).rejects.toThrow('locked');
    storage.load = load;
    await next.getUser();
    next.close();
  });

  test('a token that another client of the storage has traded is taken over instead of sent again', async () => {
    acceptGuests(mesh, 4);
    await client.guest();
    const other = open();
    await other.getUser();
    await client.getUser();
    expect(traded).toEqual(['refresh-1']);
    expect(shown.map(claims)).toEqual([2, 2]);
    other.close();
  });

  test("a device whose clock is wrong goes by the token's own lifetime", async () => {
    mesh.users.createGuest = async () => ({
      user: User.fromPartial({ userId: USERS[0]! }),
      tokens: { ...tokens(1), accessExpireTime: new Date(Date.now() - 3_600_000) },
    });
    await client.guest();
    await client.getUser();
    expect(traded).toEqual([]);
  });

  test('a sign-in while a renewal is on its way is not undone by it', async () => {
    acceptGuests(mesh, 4);
    await client.guest();
    let answer: () => void = () => {};
    const renewals = new Queue<true>('renewal');
    mesh.users.refreshTokens = () => {
      renewals.push(true);
      return new Promise((resolve) => (answer = () => resolve({ tokens: tokens(2) })));
    };
    const call = client.getUser();
    await renewals.take();
    mesh.users.logIn = async () => ({ user: User.fromPartial({ userId: USERS[1]! }), tokens: tokens(7) });
    await client.logIn('kim', 'password');
    answer();
    await call;
    expect(storage.stored).toMatchObject({ userId: formatId(USERS[1]!), refreshToken: 'refresh-7' });
    expect(shown.map(claims)).toEqual([7]);
  });

  test('logging out forgets the tokens even when the service cannot be told', async () => {
    acceptGuests(mesh);
    await client.guest();
    mesh.users.logOut = async () => {
      throw failure(Code.INTERNAL, { reason: 'INTERNAL' });
    };
    await expect(client.logOut()).rejects.toMatchObject({ code: Code.INTERNAL });
    expect(storage.stored).toBeUndefined();
    expect(signedOut).toEqual(['LOGGED_OUT']);
  });

  test('a guest is upgraded though the answer to the first try was lost', async () => {
    acceptGuests(mesh);
    await client.guest();
    let tries = 0;
    mesh.users.upgradeGuest = async () => {
      tries += 1;
      throw tries === 1 ? failure(Code.UNAVAILABLE) : failure(Code.FAILED_PRECONDITION, { reason: 'NOT_A_GUEST' });
    };
    mesh.users.getUser = async () => ({ user: User.fromPartial({ userId: USERS[0]!, username: 'Kim' }) });
    const credentials = { email: 'kim@example.com', username: 'kim', password: 'correct horse' };
    expect((await client.upgrade(credentials)).username).toBe('Kim');
    await expect(client.upgrade({ ...credentials, username: 'other' })).rejects.toMatchObject({
      reason: 'NOT_A_GUEST',
    });
  });
});

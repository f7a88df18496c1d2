import { beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWK } from 'jose';
import { TokenVerifier, type KeySource } from './tokens.ts';

const USER = '01890000-0000-7000-8000-000000000001';
const SESSION = '01890000-0000-7000-8000-000000000002';
const CLAIMS = { sub: USER, sid: SESSION, roles: ['player'], iss: 'playmesh', aud: 'playmesh' };
const inMinutes = (minutes: number) => Math.floor(Date.now() / 1000) + minutes * 60;

type Pair = { privateKey: CryptoKey; publicKey: CryptoKey; jwk: JWK };

async function makePair(kid: string): Promise<Pair> {
  const pair = await generateKeyPair('ES256');
  return { ...pair, jwk: { ...(await exportJWK(pair.publicKey)), kid, alg: 'ES256', use: 'sig' } };
}

const sign = (pair: Pair, claims: Record<string, unknown>) =>
  new SignJWT({ exp: inMinutes(15), ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: pair.jwk.kid! })
    .sign(pair.privateKey);

/** Keys of which `later` come only with a refresh. */
function source(now: Pair[], later: Pair[] = []): KeySource & { refreshed: number } {
  let set = { keys: now.map(({ jwk }) => jwk) };
  return {
    refreshed: 0,
    keys: () => set,
    async refresh() {
      this.refreshed += 1;
      set = { keys: [...now, ...later].map(({ jwk }) => jwk) };
    },
  };
}

describe('TokenVerifier', () => {
  let one: Pair;
  let two: Pair;
  beforeAll(async () => {
    [one, two] = await Promise.all([makePair('one'), makePair('two')]);
  });

  test('reads who calls from a good token, and leaves out roles that it does not know', async () => {
    const exp = inMinutes(15);
    const token = await sign(one, { ...CLAIMS, exp, roles: ['player', 'operator', 'emperor'] });
    expect(await new TokenVerifier(source([one])).verify(token)).toEqual({
      userId: USER,
      sessionId: SESSION,
      roles: ['player', 'operator'],
      expires: exp,
    });
  });

  test.each<[string, () => Promise<string> | string, string]>([
    ['no token at all', () => 'nonsense', 'UNAUTHENTICATED'],
    ['another issuer', () => sign(one, { ...CLAIMS, iss: 'other' }), 'UNAUTHENTICATED'],
    ['another audience', () => sign(one, { ...CLAIMS, aud: 'other' }), 'UNAUTHENTICATED'],
    ['no session', () => sign(one, { ...CLAIMS, sid: undefined }), 'UNAUTHENTICATED'],
    ['no user', () => sign(one, { sid: SESSION, iss: 'playmesh', aud: 'playmesh' }), 'UNAUTHENTICATED'],
    ['no expiry', () => sign(one, { ...CLAIMS, exp: undefined }), 'UNAUTHENTICATED'],
    ['a key that nobody published', () => sign(two, CLAIMS), 'UNAUTHENTICATED'],
    ['another key under a published id', () => sign({ ...two, jwk: one.jwk }, CLAIMS), 'UNAUTHENTICATED'],
    ['no signature', () => new UnsecuredJWT({ ...CLAIMS, exp: inMinutes(15) }).encode(), 'UNAUTHENTICATED'],
    ['a time that is over', () => sign(one, { ...CLAIMS, exp: inMinutes(-1) }), 'TOKEN_EXPIRED'],
  ])('refuses a token with %s', async (_, make, reason) => {
    const verified = new TokenVerifier(source([one])).verify(await make());
    await expect(verified).rejects.toMatchObject({ code: 16, reason });
  });

  test('refuses a token whose signature is made by the public key as a shared secret', async () => {
    const secret = new TextEncoder().encode(JSON.stringify(one.jwk));
    const token = await new SignJWT({ ...CLAIMS, exp: inMinutes(15) })
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .sign(secret);
    await expect(new TokenVerifier(source([one])).verify(token)).rejects.toMatchObject({ reason: 'UNAUTHENTICATED' });
  });

  test('asks once for newer keys when a token is signed with one that it does not know', async () => {
    const keys = source([one], [two]);
    const verifier = new TokenVerifier(keys);
    expect((await verifier.verify(await sign(two, CLAIMS))).userId).toBe(USER);
    expect((await verifier.verify(await sign(one, CLAIMS))).userId).toBe(USER);
    expect(keys.refreshed).toBe(1);
  });

  test('refuses nobody while it has no keys at all, but asks to come back', async () => {
    const token = await sign(one, CLAIMS);
    await expect(new TokenVerifier(source([])).verify(token)).rejects.toMatchObject({
      code: 14,
      reason: 'OUTCOME_UNKNOWN',
    });
    expect((await new TokenVerifier(source([], [one])).verify(token)).userId).toBe(USER);
  });

  test('does not remember a token past its expiry', async () => {
    const verifier = new TokenVerifier(source([one]));
    const token = await sign(one, { ...CLAIMS, exp: Math.floor(Date.now() / 1000) + 1 });
    await verifier.verify(token);
    await new Promise((resolve) => setTimeout(resolve, 1_100)); // the expiry has a resolution of one second
    await expect(verifier.verify(token)).rejects.toMatchObject({ reason: 'TOKEN_EXPIRED' });
  });
});

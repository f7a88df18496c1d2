import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { testLog } from '../../../test/support/service.ts';
import { KEY_SECRET } from '../../../test/support/user-service.ts';
import { TokenVerifier } from '../../harness/auth/tokens.ts';
import { newId } from '../../harness/ids.ts';
import type { Database } from '../../harness/store/database.ts';
import type { Account } from '../domain/account.ts';
import { ACCESS_TOKEN_MS } from '../domain/key-schedule.ts';
import { listKeys } from '../store/signing-keys.ts';
import { openUserDatabase } from '../store/user-database.ts';
import { signAccessToken } from './access-tokens.ts';
import { KeyRing } from './key-ring.ts';
import { rotateKeys } from './rotation.ts';

const DAY_MS = 24 * 3600_000;
const EVERY_MS = 30 * DAY_MS;

const account: Account = {
  id: newId(),
  credentials: undefined,
  emailVerified: false,
  roles: ['player'],
  profile: { displayName: 'Ann', areaCode: 0, locale: '' },
  createTime: new Date(),
};

describe('signing keys', () => {
  let server: TestDatabase;
  let database: Database;
  let rings: KeyRing[];

  beforeAll(async () => {
    server = await startDatabase('user');
    database = await openUserDatabase(server.url);
    await database.migrate();
  }, 30_000);
  afterAll(async () => {
    await database?.close();
    await server?.stop();
  });
  beforeEach(async () => {
    rings = [];
    await database.fork().execute('delete from signing_key');
  });
  afterEach(() => rings.forEach((ring) => ring.stop()));

  /** What a replica that starts now holds. */
  async function startRing(): Promise<KeyRing> {
    const ring = new KeyRing(database, KEY_SECRET, EVERY_MS, testLog('user'));
    await ring.start();
    rings.push(ring);
    return ring;
  }

  const published = (ring: KeyRing) => ring.keys().keys.map(({ kid }) => kid);
  const tokenOf = async (ring: KeyRing) => (await signAccessToken(ring, account, newId())).accessToken;

  /** Lets time pass for the keys, by moving all of them into the past. */
  const wait = (ms: number) =>
    database.fork().execute(`update signing_key set sign_time = sign_time - interval '${ms} milliseconds'`);

  test('are made by the first replica that starts, and only one when many start at once', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, startRing));
    expect(await listKeys(database.fork())).toHaveLength(1);
    expect(new Set(all.map((ring) => ring.signing().id)).size).toBe(1);
  });

  test('are published without what signs', async () => {
    const [key] = (await startRing()).keys().keys;
    expect(Object.keys(key!).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });

  test('are kept encrypted', async () => {
    const { id } = (await startRing()).signing();
    const [row] = await database
      .fork()
      .execute<{ sealed: string }[]>(
        `select encode(sealed_private_key, 'hex') as sealed from signing_key where id = ?`,
        [id],
      );
    const curve = '2a8648ce3d030107'; // the object id of P-256, which stands in every PKCS #8 text of such a key
    expect(row!.sealed).not.toContain(curve);
  });

  test('rotate without a token being refused: both keys are published before, during and after the change', async () => {
    const before = await startRing();
    const old = await tokenOf(before);
    const { made } = await rotateKeys(database, KEY_SECRET, 0);
    const during = await startRing();
    expect(published(during)).toEqual([before.signing().id, made!.id]);
    expect(during.signing().id).toBe(before.signing().id); // it signs once everyone can have heard of it

    await wait(made!.signTime - Date.now());
    const after = await startRing();
    expect(after.signing().id).toBe(made!.id);
    expect(published(after)).toEqual([before.signing().id, made!.id]);
    for (const ring of [during, after]) {
      const verifier = new TokenVerifier(ring);
      for (const token of [old, await tokenOf(after)]) expect((await verifier.verify(token)).userId).toBe(account.id);
    }
  });

  test('are removed when their last token has expired', async () => {
    const first = (await startRing()).signing().id;
    const { made } = await rotateKeys(database, KEY_SECRET, 0);
    await wait(made!.signTime - Date.now() + ACCESS_TOKEN_MS);
    expect(published(await startRing())).toEqual([first, made!.id]);
    await wait(60_000);
    expect(published(await startRing())).toEqual([made!.id]);
    expect(await listKeys(database.fork())).toHaveLength(1);
  });

  test('rotate by themselves when their time is over', async () => {
    await startRing();
    await wait(EVERY_MS - DAY_MS);
    expect(published(await startRing())).toHaveLength(1);
    await wait(DAY_MS);
    expect(published(await startRing())).toHaveLength(2);
  });

  test('rotate once when many ask at the same time', async () => {
    await startRing();
    const asked = await Promise.all(Array.from({ length: 4 }, () => rotateKeys(database, KEY_SECRET, 0)));
    expect(asked.filter(({ made }) => made)).toHaveLength(1);
  });

  test('are found by a replica that did not make them', async () => {
    const [one, other] = [await startRing(), await startRing()];
    await rotateKeys(database, KEY_SECRET, 0);
    await one.refresh();
    expect(published(one)).toHaveLength(2);
    expect(published(other)).toHaveLength(1);
  });

  test('do not open with another secret, and a service with it does not start', async () => {
    await startRing();
    const ring = new KeyRing(database, `${KEY_SECRET}!`, EVERY_MS, testLog('user'));
    await expect(ring.start()).rejects.toThrow('PLAYMESH_KEY_SECRET does not open the signing keys in the database.');
  });
});

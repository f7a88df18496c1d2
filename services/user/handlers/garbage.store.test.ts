import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { credentials, makeGenericClientConstructor, Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { randomBytes } from 'node:crypto';
import { UserServiceDefinition } from '../../../gen/playmesh/user/v1/user_service.ts';
import { startUserService, type TestAccount, type TestUserService } from '../../../test/support/user-service.ts';

const methods = Object.values(UserServiceDefinition.methods).map(({ name }) => name);

describe('bytes that are no request', () => {
  let service: TestUserService;
  let ann: TestAccount;
  let send: (method: string, bytes: Buffer) => Promise<ServiceError | null>;
  let close: () => void;

  beforeAll(async () => {
    service = await startUserService();
    ann = await service.register();
    const raw = new (makeGenericClientConstructor({}, 'raw'))(service.address, credentials.createInsecure());
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${ann.tokens.accessToken}`);
    send = (method, bytes) =>
      new Promise((resolve) => {
        const same = (value: Buffer): Buffer => value;
        raw.makeUnaryRequest(`/playmesh.user.v1.UserService/${method}`, same, same, bytes, metadata, (error) =>
          resolve(error),
        );
      });
    close = () => raw.close();
  }, 30_000);
  afterAll(async () => {
    close?.();
    await service?.stop();
  });

  /** Codes with which garbage may be answered: what only happens to be a message may also lack credentials. */
  const expected = [status.INVALID_ARGUMENT, status.UNAUTHENTICATED, status.PERMISSION_DENIED, status.NOT_FOUND];
  /** Empty requests are right for these. */
  const quiet = [
    ...['LogOut', 'DeleteAccount', 'ListSessions', 'GetUser'],
    ...['RequestEmailVerification', 'ListBlockedUsers', 'ExportData'],
  ];

  test.each(methods.filter((method) => !quiet.includes(method)))('are refused by %s', async (method) => {
    const all = [
      Buffer.from([0x0a]),
      Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]),
      Buffer.from([0x0a, 0x02, 0xc3, 0x28]), // a string, or bytes, that are not UTF-8
      Buffer.alloc(1_000, 0xff),
      ...Array.from({ length: 20 }, () => randomBytes(64)),
    ];
    for (const bytes of all) {
      const error = await send(method, bytes);
      const answer = { bytes: bytes.toString('hex'), refused: expected.includes(error?.code ?? status.OK) };
      expect(answer).toEqual({ ...answer, refused: true });
    }
  });

  test('are refused by their size above 64 KiB', async () => {
    expect((await send('LogIn', randomBytes(64 * 1024 + 1)))?.code).toBe(status.RESOURCE_EXHAUSTED);
  });

  test('are refused by a method that there is not', async () => {
    expect((await send('Nope', Buffer.alloc(0)))?.code).toBe(status.UNIMPLEMENTED);
  });

  test('leave the service as it was', async () => {
    expect(await service.hasEnded(ann.tokens)).toBe(false);
  });
});

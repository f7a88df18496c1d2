import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { refusalOf } from '../../../test/support/refusal.ts';
import {
  newRegistration,
  PASSWORD,
  signedBy,
  startUserService,
  type TestUserService,
} from '../../../test/support/user-service.ts';

/** A way to PostgreSQL's socket that can be closed. */
class Way {
  open = true;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  socketPath = '';

  constructor() {
    this.#server = createServer((socket) => {
      if (!this.open) return socket.destroy();
      const behind = connect(this.socketPath);
      for (const [one, other] of [
        [socket, behind],
        [behind, socket],
      ] as const) {
        this.#sockets.add(one);
        one.on('error', () => one.destroy());
        one.on('close', () => other.destroy());
        one.pipe(other);
      }
      return undefined;
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  /** The URL that leads through here to where a URL by a socket leads. */
  to(url: string): string {
    const folder = decodeURIComponent(/[?&]host=([^&]+)/.exec(url)![1]!);
    this.socketPath = join(folder, '.s.PGSQL.5432');
    const { port } = this.#server.address() as AddressInfo;
    return url.replace(/@\//, `@127.0.0.1:${port}/`).replace(/\?.*/, '');
  }

  /** Cuts every connection, and lets none in until it is opened again. */
  cut(): void {
    this.open = false;
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}

describe('while PostgreSQL is away', () => {
  let way: Way;
  let service: TestUserService;

  beforeAll(async () => {
    way = new Way();
    await way.listen();
    service = await startUserService({}, (url) => way.to(url));
  }, 30_000);
  afterAll(async () => {
    await service?.stop();
    way?.close();
  });

  const unavailable = { code: 'UNAVAILABLE', reason: 'OUTCOME_UNKNOWN', retryDelayMs: 500 };

  test('calls are told to come back, and are answered again once it is there', async () => {
    const ann = await service.register();
    way.cut();
    const calls: Parameters<typeof refusalOf>[0][] = [
      (options) => service.client.getUser({}, { ...signedBy(ann.tokens), ...options }),
      (options) => service.client.logIn({ login: ann.registered.email, password: PASSWORD }, options),
      (options) => service.client.refreshTokens({ refreshToken: ann.tokens.refreshToken }, options),
      (options) => service.client.register(newRegistration(), options),
    ];
    for (const call of calls) expect(await refusalOf(call)).toMatchObject(unavailable);
    way.open = true;
    expect((await service.client.getUser({}, signedBy(ann.tokens))).user).toEqual(ann.user);
    await service.logIn(ann);
  });

  test('a registration whose answer was lost is found again by its request id', async () => {
    const wanted = newRegistration();
    const first = service.client.register(wanted);
    const settled = first.then(
      () => 'answered',
      () => 'lost',
    );
    await new Promise((resolve) => setTimeout(resolve, 30)); // somewhere in its work
    way.cut();
    await settled;
    way.open = true;
    const { user } = await service.client.register(wanted);
    expect(user!.email).toBe(wanted.email);
    const rows = await service.sql('select from account where username = $1', [wanted.username]);
    expect(rows).toHaveLength(1);
  });
});

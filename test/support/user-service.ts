import { randomBytes } from 'node:crypto';
import { decodeJwt } from 'jose';
import {
  ClientError,
  createChannel,
  createClient,
  Metadata,
  Status,
  type CallOptions,
  type Channel,
  type Client,
} from 'nice-grpc';
import pg from 'pg';
import { BlockServiceDefinition } from '../../gen/playmesh/user/v1/block_service.ts';
import { SessionFeedServiceDefinition } from '../../gen/playmesh/user/v1/session_feed_service.ts';
import type { Tokens, User } from '../../gen/playmesh/user/v1/user.ts';
import { UserServiceDefinition, type RegisterRequest } from '../../gen/playmesh/user/v1/user_service.ts';
import { SERVICE_TOKEN_HEADER } from '../../services/harness/auth/gate.ts';
import { readConfig } from '../../services/harness/config.ts';
import { idFromBytes } from '../../services/harness/ids.ts';
import type { App } from '../../services/harness/run.ts';
import { buildApp } from '../../services/user/app.ts';
import { variables } from '../../services/user/config.ts';
import { openUserDatabase } from '../../services/user/store/user-database.ts';
import { startDatabase } from './database.ts';
import { startRedis, type TestRedis } from './redis.ts';
import { SERVICE_TOKEN } from './scripted-mesh.ts';
import { startService, testLog } from './service.ts';

/** A password that every rule allows. */
export const PASSWORD = 'correct horse battery';

/** The secret that the signing keys of a test are encrypted with. */
export const KEY_SECRET = 'a key secret that only tests ever use';

/** An account with a session, as its owner holds it. */
export type TestAccount = {
  readonly id: string;
  readonly user: User;
  readonly tokens: Tokens;
  readonly registered: RegisterRequest;
};

/** The user service on a database and a Redis of its own, with clients. */
export type TestUserService = {
  readonly client: Client<UserServiceDefinition>;
  readonly feed: Client<SessionFeedServiceDefinition>;
  readonly blocks: Client<BlockServiceDefinition>;
  /** `host:port` of its gRPC listener. */
  readonly address: string;
  readonly databaseUrl: string;
  readonly redis: TestRedis;
  readonly app: App;
  /** SQL as the superuser, in the service's schema. */
  sql<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Registers an account with names that nobody has. */
  register(wanted?: Partial<RegisterRequest>): Promise<TestAccount>;
  /** Registers an account and gives it a role beside that of a player. */
  registerAs(role: 'operator' | 'admin'): Promise<TestAccount>;
  /** Opens another session of an account. */
  logIn(account: TestAccount): Promise<Tokens>;
  /** Whether a session is over, as its own access token sees it. */
  hasEnded(tokens: Pick<Tokens, 'accessToken'>): Promise<boolean>;
  /** What the audit trail tells of an account, in order. */
  trail(accountId: string): Promise<readonly string[]>;
  stop(): Promise<void>;
};

/** Call options that sign a call with an access token. */
export const signedBy = ({ accessToken }: Pick<Tokens, 'accessToken'>): CallOptions => ({
  metadata: Metadata().set('authorization', `Bearer ${accessToken}`),
});

/** The session that an access token belongs to. */
export const sessionOf = ({ accessToken }: Pick<Tokens, 'accessToken'>): string =>
  decodeJwt(accessToken)['sid'] as string;

/** Call options of another service. */
export const asService = (): CallOptions => ({ metadata: Metadata().set(SERVICE_TOKEN_HEADER, SERVICE_TOKEN) });

/** A registration with names that nobody has. */
export function newRegistration(wanted: Partial<RegisterRequest> = {}): RegisterRequest {
  const name = `player-${randomBytes(6).toString('hex')}`;
  const password = wanted.password ?? PASSWORD;
  return {
    requestId: randomBytes(16),
    email: `${name}@example.org`,
    username: name,
    password,
    passwordConfirmation: password,
    profile: undefined,
    ...wanted,
  };
}

/**
 * Starts it, with variables beyond the ones it must have.
 * @param way the URL by which the service itself shall reach the database, where a test wants to cut it off
 */
export async function startUserService(
  environment: Readonly<Record<string, string>> = {},
  way: (url: string) => string = (url) => url,
): Promise<TestUserService> {
  const [database, redis] = await Promise.all([startDatabase('user'), startRedis()]);
  const migrating = await openUserDatabase(database.url);
  await migrating.migrate();
  await migrating.close();
  const config = readConfig(variables, {
    DATABASE_URL: way(database.url),
    REDIS_URL: redis.url,
    PLAYMESH_GRPC_PORT: '1',
    PLAYMESH_HTTP_PORT: '1',
    PLAYMESH_MESH_ADDRESS: '127.0.0.1:1',
    PLAYMESH_SERVICE_TOKEN: SERVICE_TOKEN,
    PLAYMESH_KEY_SECRET: KEY_SECRET,
    ...environment,
  });
  const app = await buildApp(config, testLog('user'));
  const service = await startService(app);
  const channel: Channel = createChannel(service.address);
  const client: Client<UserServiceDefinition> = createClient(UserServiceDefinition, channel);
  const sql = async <Row>(text: string, values: readonly unknown[] = []) =>
    (await admin.query(text, [...values])).rows as Row[];
  const register = async (wanted?: Partial<RegisterRequest>): Promise<TestAccount> => {
    const registered = newRegistration(wanted);
    const { user, tokens } = await client.register(registered);
    return { id: idFromBytes(user!.userId), user: user!, tokens: tokens!, registered };
  };
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  await admin.query('set search_path = users');
  return {
    client,
    feed: createClient(SessionFeedServiceDefinition, channel),
    blocks: createClient(BlockServiceDefinition, channel),
    address: service.address,
    databaseUrl: database.url,
    redis,
    app,
    sql,
    register,
    async registerAs(role) {
      const account = await register();
      await sql('update account set roles = $2 where id = $1', [account.id, ['player', role]]);
      const { user, tokens } = await client.logIn({ login: account.registered.email, password: PASSWORD });
      return { ...account, user: user!, tokens: tokens! };
    },
    async logIn({ registered: { email, password } }) {
      return (await client.logIn({ login: email, password })).tokens!;
    },
    async hasEnded(tokens) {
      try {
        await client.getUser({}, signedBy(tokens));
        return false;
      } catch (error) {
        if (error instanceof ClientError && error.code === Status.UNAUTHENTICATED) return true;
        throw error;
      }
    },
    async trail(accountId) {
      const order = 'select action from audit_event where account_id = $1 order by id';
      return (await sql<{ action: string }>(order, [accountId])).map(({ action }) => action);
    },
    async stop() {
      channel.close();
      await service.stop();
      await admin.end();
      await Promise.all([database.stop(), redis.stop()]);
    },
  };
}

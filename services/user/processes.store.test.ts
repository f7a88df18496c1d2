import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createChannel, createClient } from 'nice-grpc';
import type { JSONWebKeySet } from 'jose';
import { UserServiceDefinition } from '../../gen/playmesh/user/v1/user_service.ts';
import { findPortBlock } from '../../local/ports.ts';
import { startDatabase, type TestDatabase } from '../../test/support/database.ts';
import { startMailServer, SMTP_PASSWORD, type TestMailServer } from '../../test/support/mailbox.ts';
import { startProcess, type Ended } from '../../test/support/process.ts';
import { startRedis, type TestRedis } from '../../test/support/redis.ts';
import { SERVICE_TOKEN } from '../../test/support/scripted-mesh.ts';
import { KEY_SECRET, newRegistration, PASSWORD, signedBy } from '../../test/support/user-service.ts';
import { Role } from '../../gen/playmesh/user/v1/user.ts';

describe('the programs of the user service', () => {
  let database: TestDatabase;
  let redis: TestRedis;
  let post: TestMailServer;
  let ports: Awaited<ReturnType<typeof findPortBlock>>;
  let environment: Record<string, string>;

  beforeAll(async () => {
    [database, redis, post] = await Promise.all([startDatabase('user'), startRedis(), startMailServer()]);
    ports = await findPortBlock(2);
    environment = {
      ...post.environment,
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      PLAYMESH_GRPC_PORT: String(ports.first),
      PLAYMESH_HTTP_PORT: String(ports.first + 1),
      PLAYMESH_MESH_ADDRESS: '127.0.0.1:1',
      PLAYMESH_SERVICE_TOKEN: SERVICE_TOKEN,
      PLAYMESH_KEY_SECRET: KEY_SECRET,
    };
  }, 30_000);
  afterAll(async () => {
    ports?.release();
    await Promise.all([database?.stop(), redis?.stop(), post?.close()]);
  });

  const run = (program: string, ...args: readonly string[]): Promise<Ended> =>
    startProcess(`services/user/${program}`, environment, args).ended;

  test('main.ts does not start on a schema that lacks a migration, and says what to do', async () => {
    const { code, output } = await run('main.ts');
    expect(code).toBe(1);
    expect(output).toContain('The schema lacks 0001-accounts, 0002-keeping; run migrate.ts.');
  }, 20_000);

  test('main.ts says in one sentence what is wrong with its environment', async () => {
    for (const [wrong, output] of [
      [{ PLAYMESH_KEY_SECRET: 'short' }, 'PLAYMESH_KEY_SECRET is not valid: must have at least 32 characters.\n'],
      [{ PLAYMESH_MAIL_FROM: '' }, 'PLAYMESH_MAIL_FROM must be set where PLAYMESH_SMTP_URL is.\n'],
    ] as const) {
      const { ended } = startProcess('services/user/main.ts', { ...environment, ...wrong });
      expect(await ended).toEqual({ code: 2, output });
    }
  }, 20_000);

  test('a service lives from migration to SIGTERM, while keys rotate and an admin is made', async () => {
    expect(await run('migrate.ts')).toMatchObject({ code: 0, output: 'user: applied 0001-accounts, 0002-keeping\n' });
    expect(await run('migrate.ts')).toMatchObject({ code: 0, output: 'user: the schema is up to date\n' });

    const main = startProcess('services/user/main.ts', environment);
    await main.said('"serving"');
    const http = `http://127.0.0.1:${ports.first + 1}`;
    expect(await (await fetch(`${http}/healthz`)).json()).toEqual({ serving: true });
    const jwks = async () => ((await (await fetch(`${http}/.well-known/jwks.json`)).json()) as JSONWebKeySet).keys;
    expect(await jwks()).toHaveLength(1);

    const channel = createChannel(`127.0.0.1:${ports.first}`);
    const client = createClient(UserServiceDefinition, channel);
    const wanted = newRegistration();
    const { tokens } = await client.register(wanted);
    await client.requestPasswordReset({ email: wanted.email });
    const mails = [await post.mail(wanted.email), await post.mail(wanted.email, 2)];

    const [rotated, unnamed, unknown] = await Promise.all([
      run('rotate-keys.ts'),
      run('grant-admin.ts'),
      run('grant-admin.ts', 'nobody'),
    ]);
    expect(rotated).toMatchObject({ code: 0, output: expect.stringMatching(/^Key \S+ is published, and signs from /) });
    expect(unnamed).toEqual({ code: 2, output: 'Usage: node services/user/grant-admin.ts <username>\n' });
    expect(unknown).toEqual({ code: 2, output: 'There is no such account.\n' });
    const [rotatedAgain, granted] = await Promise.all([run('rotate-keys.ts'), run('grant-admin.ts', wanted.username)]);
    expect(rotatedAgain).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^The next key is published already/),
    });
    expect(granted).toEqual({ code: 0, output: `${wanted.username} is an admin, and has to log in again.\n` });
    await expect(client.getUser({}, signedBy(tokens!))).rejects.toThrow('The session has ended');
    const admin = await client.logIn({ login: wanted.username, password: PASSWORD });
    expect(admin.user!.roles).toEqual([Role.PLAYER, Role.ADMIN]);

    main.child.kill('SIGTERM');
    await main.said('"draining"');
    expect((await fetch(`${http}/healthz`)).status).toBe(503);
    await client.getUser({}, signedBy(admin.tokens!)); // still served, for two health intervals
    const { code, output } = await main.ended;
    channel.close();
    expect(code).toBe(0);
    expect(output).toContain('"a mail was sent"');
    for (const secret of [
      PASSWORD,
      KEY_SECRET,
      SERVICE_TOKEN,
      tokens!.accessToken,
      tokens!.refreshToken,
      wanted.email,
      SMTP_PASSWORD,
      ...mails.map(({ token }) => token),
    ]) {
      expect(output).not.toContain(secret);
    }
  }, 60_000);
});

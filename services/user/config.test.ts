import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../harness/config.ts';
import { variables } from './config.ts';

const environment = {
  DATABASE_URL: 'postgres://role:secret@127.0.0.1/playmesh',
  REDIS_URL: 'redis://127.0.0.1:6379/0',
  PLAYMESH_GRPC_PORT: '8110',
  PLAYMESH_HTTP_PORT: '8111',
  PLAYMESH_MESH_ADDRESS: '127.0.0.1:8081',
  PLAYMESH_SERVICE_TOKEN: 'x'.repeat(32),
  PLAYMESH_KEY_SECRET: 'x'.repeat(32),
};

describe('the configuration of the user service', () => {
  test('has defaults for limits and rotation', () => {
    expect(readConfig(variables, environment)).toMatchObject({
      PLAYMESH_KEY_ROTATION_DAYS: 30,
      PLAYMESH_REGISTRATION_LIMIT: { perMinute: 60, burst: 100 },
    });
  });

  test('reads a limit as per minute and burst', () => {
    expect(readConfig(variables, { ...environment, PLAYMESH_GUEST_LIMIT: '5/10' }).PLAYMESH_GUEST_LIMIT).toEqual({
      perMinute: 5,
      burst: 10,
    });
  });

  test.each(['60', '0/5', '5/0', '-1/5', 'many/more', '5/5/5'])('refuses the limit %s', (PLAYMESH_GUEST_LIMIT) => {
    expect(() => readConfig(variables, { ...environment, PLAYMESH_GUEST_LIMIT })).toThrow(
      'PLAYMESH_GUEST_LIMIT is not valid: must be <per minute>/<burst>, such as 60/100.',
    );
  });

  test('refuses a short key secret without repeating it', () => {
    const read = () => readConfig(variables, { ...environment, PLAYMESH_KEY_SECRET: 'hunter2' });
    expect(read).toThrow(/^PLAYMESH_KEY_SECRET is not valid: must have at least 32 characters\.$/);
  });
});

import { describe, expect, test } from '@jest/globals';
import { commonVariables, ConfigError, readConfig, redisVariable } from './config.ts';

const environment = {
  DATABASE_URL: 'postgres://role:secret@127.0.0.1:5432/playmesh',
  REDIS_URL: 'redis://:secret@127.0.0.1:6379/0',
  PLAYMESH_GRPC_PORT: '8110',
  PLAYMESH_HTTP_PORT: '8111',
  PLAYMESH_MESH_ADDRESS: '127.0.0.1:8081',
  PLAYMESH_SERVICE_TOKEN: 'x'.repeat(32),
};
const variables = { ...commonVariables, ...redisVariable };

describe('readConfig', () => {
  test('reads what is set and fills in the defaults', () => {
    expect(readConfig(variables, environment)).toMatchObject({
      PLAYMESH_HOST: '127.0.0.1',
      PLAYMESH_GRPC_PORT: 8110,
      PLAYMESH_LOG_LEVEL: 'info',
      PLAYMESH_REPLICA: expect.stringMatching(/^\S+-\d+$/),
    });
  });

  test.each([
    ['postgres://role:secret@/playmesh?host=/var/run/postgresql'],
    ['postgresql://role@db.internal/playmesh'],
    ['postgres://role:p%40ss@[::1]:5432/playmesh'],
  ])('takes the database URL %s', (DATABASE_URL) => {
    expect(readConfig(variables, { ...environment, DATABASE_URL }).DATABASE_URL).toBe(DATABASE_URL);
  });

  test.each([['unix:///run/redis.sock?password=secret'], ['rediss://cache.internal:6380']])(
    'takes the Redis URL %s',
    (REDIS_URL) => {
      expect(readConfig(variables, { ...environment, REDIS_URL }).REDIS_URL).toBe(REDIS_URL);
    },
  );

  test.each([
    ['a missing variable', { PLAYMESH_GRPC_PORT: undefined }, /^PLAYMESH_GRPC_PORT must be set\.$/],
    ['a port that is none', { PLAYMESH_HTTP_PORT: '70000' }, /^PLAYMESH_HTTP_PORT is not valid: .*\.$/],
    [
      'a database that is not PostgreSQL',
      { DATABASE_URL: 'mysql://x@y/z' },
      /^DATABASE_URL is not valid: must be postgres:/,
    ],
    ['a Redis URL that is none', { REDIS_URL: 'localhost:6379' }, /^REDIS_URL is not valid: must begin with/],
    [
      'a short service token',
      { PLAYMESH_SERVICE_TOKEN: 'short' },
      /^PLAYMESH_SERVICE_TOKEN is not valid: must have at least 32/,
    ],
    [
      'a mesh address with a scheme',
      { PLAYMESH_MESH_ADDRESS: 'http://mesh:1' },
      /^PLAYMESH_MESH_ADDRESS is not valid: must be host:port/,
    ],
    [
      'a misspelt variable',
      { PLAYMESH_GRPC_PROT: '1' },
      /^PLAYMESH_GRPC_PROT is not a variable of this service; it knows /,
    ],
  ])('says in one sentence what is wrong with %s', (_, wrong, message) => {
    const read = () => readConfig(variables, { ...environment, ...wrong });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(message);
  });

  test('never repeats a value, since it may be a secret', () => {
    const read = () => readConfig(variables, { ...environment, PLAYMESH_SERVICE_TOKEN: 'hunter2' });
    expect(read).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter2') }));
  });
});

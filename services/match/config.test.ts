import { expect, test } from '@jest/globals';
import { readConfig } from '../harness/config.ts';
import { variables } from './config.ts';

const least = {
  DATABASE_URL: 'postgres://match@127.0.0.1/playmesh',
  REDIS_URL: 'redis://127.0.0.1',
  PLAYMESH_GRPC_PORT: '8130',
  PLAYMESH_HTTP_PORT: '8131',
  PLAYMESH_MESH_ADDRESS: '127.0.0.1:8081',
  PLAYMESH_SERVICE_TOKEN: 'x'.repeat(32),
};

test('modes that are there to be measured with are offered only where it is said', () => {
  expect(readConfig(variables, least).PLAYMESH_BENCH_MODES).toBe(false);
  expect(readConfig(variables, { ...least, PLAYMESH_BENCH_MODES: 'true' }).PLAYMESH_BENCH_MODES).toBe(true);
  expect(() => readConfig(variables, { ...least, PLAYMESH_BENCH_MODES: 'yes' })).toThrow('PLAYMESH_BENCH_MODES');
});

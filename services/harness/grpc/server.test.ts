import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createChannel, createClient, type Channel, type Client } from 'nice-grpc';
import { pino } from 'pino';
import { NameServiceDefinition } from '../../../gen/playmesh/user/v1/name_service.ts';
import { findPortBlock } from '../../../local/ports.ts';
import { refusalOf } from '../../../test/support/refusal.ts';
import { SERVICE_TOKEN } from '../../../test/support/scripted-mesh.ts';
import { asService } from '../../../test/support/user-service.ts';
import { Gate } from '../auth/gate.ts';
import { TokenVerifier } from '../auth/tokens.ts';
import { outcomeUnknown } from '../errors.ts';
import { newId, idToBytes } from '../ids.ts';
import { GrpcServer } from './server.ts';
import { bind } from './service.ts';

let lines: string[];
let fault: unknown;
let server: GrpcServer;
let channel: Channel;
let client: Client<NameServiceDefinition>;
let release: () => void;

beforeEach(async () => {
  lines = [];
  const names = bind(NameServiceDefinition, {
    async batchGetNames() {
      throw fault;
    },
  });
  const gate = new Gate(
    new TokenVerifier({ keys: () => ({ keys: [] }), refresh: async () => {} }),
    { ended: () => false },
    SERVICE_TOKEN,
  );
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  server = new GrpcServer([names], gate, log, 'test');
  const port = await findPortBlock(1);
  release = port.release;
  await server.listen('127.0.0.1', port.first);
  channel = createChannel(`127.0.0.1:${port.first}`);
  client = createClient(NameServiceDefinition, channel);
});
afterEach(async () => {
  channel.close();
  await server.close(500);
  release();
});

const refused = () =>
  refusalOf((options) => client.batchGetNames({ userIds: [idToBytes(newId())] }, { ...asService(), ...options }));

test('why nobody knows the outcome of calls is told in the log, once for many, and to no caller', async () => {
  fault = outcomeUnknown(500, 'Error: deadlock detected');
  const refusals = [await refused(), await refused(), await refused()];
  expect(JSON.stringify(refusals)).not.toContain('deadlock');
  expect(refusals.map(({ reason }) => reason)).toEqual(Array(3).fill('OUTCOME_UNKNOWN'));
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({
    path: '/playmesh.user.v1.NameService/BatchGetNames',
    cause: 'Error: deadlock detected',
  });
});

test('what is unexpected is told in the log under the id that its caller is given', async () => {
  fault = new Error('a secret of the service');
  const refusal = await refused();
  expect(refusal).toMatchObject({ code: 'INTERNAL', reason: 'INTERNAL' });
  expect(JSON.stringify(refusal)).not.toContain('secret');
  const { errorId, err } = JSON.parse(lines[0]!) as { errorId: string; err: { message: string } };
  expect(refusal.message).toContain(errorId);
  expect(err.message).toBe('a secret of the service');
});

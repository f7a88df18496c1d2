import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Redis } from 'ioredis';
import { startRedis, type TestRedis } from '../../../test/support/redis.ts';
import { testLog } from '../../../test/support/service.ts';
import { newId } from '../../harness/ids.ts';
import { openRedis } from '../../harness/redis.ts';
import type { LinkedEntry } from '../room/entry.ts';
import { describeBusContract } from '../room/simulation/bus-contract.ts';
import { decodeEntry, encodeEntry, RedisBus } from './redis-bus.ts';

let redis: TestRedis;
let connections: Redis[];

beforeAll(async () => {
  redis = await startRedis();
}, 20_000);
beforeEach(() => {
  connections = [];
});
afterEach(() => {
  for (const connection of connections) connection.disconnect();
});
afterAll(() => redis?.stop());

const connect = async (): Promise<Redis> => {
  const connection = openRedis(redis.url, 'bus-test', testLog('match'));
  connections.push(connection);
  await new Promise((resolve) => connection.once('ready', resolve));
  return connection;
};

/** One replica's bus, with the connections that it is on. */
async function open(onEntry: (entry: LinkedEntry) => void, onReturn: () => void = () => {}) {
  const [publisher, subscriber] = [await connect(), await connect()];
  return { bus: new RedisBus(publisher, subscriber, onEntry, onReturn), publisher, subscriber };
}

describeBusContract('Redis', () => ({
  open: async (onEntry, onReturn) => (await open(onEntry, onReturn)).bus,
  leave: async () => {
    const ends = connections.map((connection) => new Promise((resolve) => connection.once('end', resolve)));
    for (const connection of connections) connection.disconnect();
    await Promise.all(ends);
  },
  comeBack: async () => {
    await Promise.all(connections.map((connection) => connection.connect()));
  },
}));

const entry = (matchId: string, seq: number): LinkedEntry => ({
  matchId,
  seq,
  entryId: newId(),
  previousEntryId: newId(),
  actor: newId(),
  commandId: newId(),
  at: 1_800_000_000_123,
  body: '["\\u0000 ü"]',
});

test('An entry crosses the wire field by field.', () => {
  const one = entry(newId(), 2 ** 31 + 5);

  expect(decodeEntry(one.matchId, encodeEntry(one))).toEqual(one);
});

test('What is no entry is ignored.', async () => {
  const matchId = newId();
  const told = entry(matchId, 1);
  const heard = Promise.withResolvers<LinkedEntry>();
  const { bus, publisher } = await open(heard.resolve);
  await bus.subscribe(matchId);
  await publisher.publish(`match:${matchId}`, 'rubbish');
  bus.publish(told);

  expect(await heard.promise).toEqual(told);
});

test('A subscription that was ended while Redis was away is not taken up again.', async () => {
  const matchId = newId();
  const { bus, publisher, subscriber } = await open(() => {});
  await bus.subscribe(matchId);
  subscriber.disconnect();
  await new Promise((resolve) => subscriber.once('end', resolve));
  bus.unsubscribe(matchId);
  await subscriber.connect();
  await bus.subscribe(newId()); // what the connection does by itself is done by then

  expect(await publisher.pubsub('NUMSUB', `match:${matchId}`)).toEqual([`match:${matchId}`, 0]);
});

test('Redis that hangs with its connections open is away within 3 s, and no longer when it has answered for 2 s.', async () => {
  const { bus } = await open(() => {});
  const until = async (isAway: boolean, milliseconds: number): Promise<void> => {
    const began = performance.now();
    while (bus.isAway !== isAway) {
      if (performance.now() - began > milliseconds)
        throw new Error(`isAway was not ${isAway} after ${milliseconds} ms`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  await until(false, 3_000);
  process.kill(redis.pid, 'SIGSTOP');
  try {
    await until(true, 3_000);
  } finally {
    process.kill(redis.pid, 'SIGCONT');
  }
  const back = performance.now();
  await until(false, 5_000);

  expect(performance.now() - back).toBeGreaterThan(2_000);
}, 15_000);

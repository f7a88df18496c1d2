import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Redis } from 'ioredis';
import { startRedis, type TestRedis } from '../../../test/support/redis.ts';
import { testLog } from '../../../test/support/service.ts';
import { newId } from '../../harness/ids.ts';
import { openRedis } from '../../harness/redis.ts';
import type { Entry } from '../room/entry.ts';
import { decodeEntry, encodeEntry, RedisBus } from './redis-bus.ts';

let redis: TestRedis;
let connections: Redis[];

beforeEach(async () => {
  connections = [];
  redis = await startRedis();
}, 20_000);
afterEach(async () => {
  for (const connection of connections) connection.disconnect();
  await redis.stop();
});

const connect = (name: string): Redis => {
  const connection = openRedis(redis.url, name, testLog('match'));
  connections.push(connection);
  return connection;
};

/** One replica's bus, with what it has heard. */
function open(name: string) {
  const heard: Entry[] = [];
  const [publisher, subscriber] = [connect(`${name}-publish`), connect(`${name}-subscribe`)];
  const returned = { times: 0 };
  const bus = new RedisBus(
    publisher,
    subscriber,
    (entry) => heard.push(entry),
    () => (returned.times += 1),
  );
  return { bus, heard, publisher, subscriber, returned };
}

const entry = (matchId: string, seq: number): Entry => ({
  matchId,
  seq,
  entryId: newId(),
  actor: newId(),
  commandId: newId(),
  at: 1_800_000_000_123,
  body: Buffer.from([0, 1, 255, 10]),
});

/** Waits for something that another process brings about. */
async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 8_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('It did not come about within 8 s.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const ready = async (...buses: readonly ReturnType<typeof open>[]): Promise<void> => {
  await until(() =>
    buses.every(({ publisher, subscriber }) => publisher.status === 'ready' && subscriber.status === 'ready'),
  );
  await until(() => buses.every(({ returned }) => returned.times > 0));
};

test('An entry crosses the wire field by field.', () => {
  const one = entry(newId(), 2 ** 31 + 5);

  expect(decodeEntry(one.matchId, encodeEntry(one))).toEqual(one);
});

describe('the bus', () => {
  test('brings entries of subscribed matches, and of no others', async () => {
    const [mine, theirs] = [open('a'), open('b')];
    await ready(mine, theirs);
    const [watched, other] = [newId(), newId()];
    await mine.bus.subscribe(watched);
    const told = [entry(watched, 1), entry(other, 1), entry(watched, 2)];
    for (const one of told) theirs.bus.publish(one);
    await until(() => mine.heard.length >= 2);

    expect(mine.heard).toEqual([told[0], told[2]]);
  });

  test('has subscribed once it says so: whatever is published from then on arrives', async () => {
    const [mine, theirs] = [open('a'), open('b')];
    await ready(mine, theirs);
    for (let round = 0; round < 50; round += 1) {
      const matchId = newId();
      await mine.bus.subscribe(matchId);
      theirs.bus.publish(entry(matchId, round));
    }
    await until(() => mine.heard.length === 50);
  });

  test('is subscribed when it was so asked last, whatever was under way', async () => {
    const [mine, theirs] = [open('a'), open('b')];
    await ready(mine, theirs);
    const matchId = newId();
    void mine.bus.subscribe(matchId);
    mine.bus.unsubscribe(matchId);
    await mine.bus.subscribe(matchId);
    theirs.bus.publish(entry(matchId, 1));
    await until(() => mine.heard.length === 1);
    mine.bus.unsubscribe(matchId);
    void mine.bus.subscribe(matchId);
    mine.bus.unsubscribe(matchId);
    await mine.bus.subscribe(newId());
    theirs.bus.publish(entry(matchId, 2));
    const marker = newId();
    await mine.bus.subscribe(marker);
    theirs.bus.publish(entry(marker, 1));
    await until(() => mine.heard.length === 2);

    expect(mine.heard[1]!.matchId).toBe(marker);
  });

  test('ignores what is no entry', async () => {
    const [mine, theirs] = [open('a'), open('b')];
    await ready(mine, theirs);
    const matchId = newId();
    await mine.bus.subscribe(matchId);
    await theirs.publisher.publish(`match:${matchId}`, 'rubbish');
    theirs.bus.publish(entry(matchId, 1));
    await until(() => mine.heard.length === 1);
  });

  test('answers at once while Redis is away, and brings what was subscribed meanwhile when it is back', async () => {
    const [mine, theirs] = [open('a'), open('b')];
    await ready(mine, theirs);
    const [before, meanwhile] = [newId(), newId()];
    await mine.bus.subscribe(before);
    for (const { publisher, subscriber } of [mine, theirs]) {
      publisher.disconnect();
      subscriber.disconnect();
    }
    await until(() => mine.subscriber.status === 'end');
    const began = performance.now();
    await mine.bus.subscribe(meanwhile);
    theirs.bus.publish(entry(before, 1));
    expect(performance.now() - began).toBeLessThan(500);

    const returns = mine.returned.times;
    await Promise.all(
      [mine, theirs].flatMap(({ publisher, subscriber }) => [publisher.connect(), subscriber.connect()]),
    );
    await until(() => mine.returned.times > returns);
    theirs.bus.publish(entry(before, 2));
    theirs.bus.publish(entry(meanwhile, 1));
    await until(() => mine.heard.length === 2);
    expect(mine.heard.map(({ matchId }) => matchId)).toEqual([before, meanwhile]);
  });
});

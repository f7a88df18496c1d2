import { beforeEach, expect, test } from '@jest/globals';
import { SYSTEM_ACTOR } from '../../harness/ids.ts';

import { decodeEvents } from './entry.ts';
import { countingGame, type CountingState } from './simulation/counting-game.ts';
import { ALICE, BOB, move } from './simulation/match.ts';
import { SimulatedWorld, type SimulatedReplica } from './simulation/replica.ts';

/** From two on somebody is to find a word for the count, until there is one. */
const game = {
  ...countingGame,
  errand: {
    wanted: ({ count, whispers }: CountingState) => (count >= 2 && whispers.length === 0 ? { count } : undefined),
    done: ({ whispers }: CountingState, word: unknown) =>
      whispers.length === 0
        ? { events: [{ kind: 'whispered' as const, seat: 0, word: String(word) }] }
        : { refusal: 'NOT_WANTED' },
  },
};

let world: SimulatedWorld;
let matchId: string;
let replicas: SimulatedReplica[];
/** What was asked of the workers. */
let tasks: unknown[];
let work: () => Promise<unknown>;

beforeEach(async () => {
  world = new SimulatedWorld();
  tasks = [];
  work = () => Promise.resolve('two');
  const worker = (task: unknown): Promise<unknown> => {
    tasks.push(task);
    return work();
  };
  world.workers = { counting: worker };
  replicas = [await world.replica([game]), await world.replica([game])];
  matchId = world.create(game, [ALICE, BOB], { paceMs: 1_000_000_000 });
  await replicas[0]!.attach(matchId, ALICE);
  await replicas[1]!.attach(matchId, BOB);
  await world.time.advance(10);
});

const count = async (replica: number, to: number): Promise<void> => {
  const room = await replicas[replica]!.rooms.get(matchId);
  expect((await room.submit(move(ALICE, to))).kind).toBe('accepted');
};

/** What the service itself has put in. */
const found = (): unknown[] =>
  world.database
    .log(matchId)
    .filter(({ actor }) => actor === SYSTEM_ACTOR)
    .flatMap(({ body }) => decodeEvents(body).flatMap((event) => (event.kind === 'game' ? [event.event] : [])));

test('what the game asks for is worked on where it was written, at once, and put in once', async () => {
  await count(0, 1);
  await world.time.advance(5_000);
  expect(tasks).toEqual([]);
  await count(0, 2);
  await world.time.advance(100);
  expect(found()).toEqual([{ kind: 'whispered', seat: 0, word: 'two' }]);
  await world.time.advance(10_000);
  expect(tasks).toEqual([{ count: 2 }]);
  expect(found()).toHaveLength(1);
});

test('another replica does it when nothing has come of it', async () => {
  work = () => new Promise(() => {});
  await count(0, 1);
  await count(0, 2);
  await world.time.advance(1_900);
  expect(tasks).toHaveLength(1);
  replicas[0]!.kill();
  work = () => Promise.resolve('later');
  await world.time.advance(200);
  expect(found()).toEqual([{ kind: 'whispered', seat: 0, word: 'later' }]);
});

test('a match that is loaded is looked at too', async () => {
  work = () => Promise.reject(new Error('no worker here'));
  await count(0, 1);
  await count(0, 2);
  await world.time.advance(5_000);
  expect(found()).toEqual([]);
  work = () => Promise.resolve('afterwards');
  const third = await world.replica([game]);
  await third.rooms.get(matchId);
  await world.time.advance(2_100);
  expect(found()).toEqual([{ kind: 'whispered', seat: 0, word: 'afterwards' }]);
});

test('what is found too late leaves no trace', async () => {
  let finish: (word: string) => void = () => {};
  work = () => new Promise((resolve) => (finish = resolve));
  await count(0, 1);
  await count(0, 2);
  const room = await replicas[0]!.rooms.get(matchId);
  await room.submit(move(BOB, 0, { kind: 'whisper', word: 'mine' }));
  const { length } = world.database.log(matchId);
  finish('too late');
  await world.time.advance(5_000);
  expect(world.database.log(matchId)).toHaveLength(length);
});

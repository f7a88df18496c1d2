import { describe, expect, test } from '@jest/globals';
import { newId } from '../../harness/ids.ts';
import { countingGame } from './simulation/counting-game.ts';
import { ALICE, BOB, move, SimulatedMatch } from './simulation/match.ts';
import { settle } from './simulation/time.ts';

/** The kinds of the room's own events in a match's log. */
const kinds = (match: SimulatedMatch): string[] =>
  match.log.flatMap(({ body }) => (JSON.parse(body) as { kind: string }[]).map(({ kind }) => kind));

const count = (match: SimulatedMatch, kind: string): number => kinds(match).filter((other) => other === kind).length;

describe('a player', () => {
  test('whose stream comes back within 3 s was never away', async () => {
    const match = await SimulatedMatch.start();
    for (let flap = 0; flap < 5; flap += 1) {
      const old = match.streams[0];
      await match.replicas[0]!.detach(match.id, old);
      await match.world.time.advance(2_000);
      await match.replicas[0]!.attach(match.id, ALICE, old.cursor);
      await match.world.time.advance(2_000);
    }

    expect(count(match, 'seatLeft')).toBe(0);
  });

  test('whose stream is gone for 3 s has left the seat, once, and forfeits 30 s later', async () => {
    const match = await SimulatedMatch.start();
    const { now } = match.world.time;
    await match.replicas[0]!.detach(match.id, match.streams[0]);
    await match.world.time.advance(20_000);
    expect(count(match, 'seatLeft')).toBe(1);
    const { awaySince } = (await match.state()).seats[0]!;
    expect(awaySince! - now).toBeGreaterThanOrEqual(3_000);
    expect(awaySince! - now).toBeLessThan(5_000);

    await match.world.time.advance(20_000);
    const state = await match.state();
    expect(state.outcome).toMatchObject({ reason: 'forfeited', winnerSeats: [1] });
    expect(state.finishedAt! - awaySince!).toBeLessThan(31_000);
  });

  test('who comes back in time plays on', async () => {
    const match = await SimulatedMatch.start();
    await match.replicas[0]!.detach(match.id, match.streams[0]);
    await match.world.time.advance(25_000);
    const back = await match.replicas[1]!.attach(match.id, ALICE, match.streams[0].cursor);
    await match.world.time.advance(60_000);

    expect((await match.state()).status).toBe('running');
    expect(back.ended).toBeUndefined();
  });

  test('who is on a second device is told so on the first', async () => {
    const match = await SimulatedMatch.start();
    await match.world.time.advance(10);
    await match.replicas[1]!.attach(match.id, ALICE);
    await settle();

    expect(match.streams[0].ended?.code).toBe('replaced');
  });

  test('whose first device is written late keeps the second: the latest to come wins', async () => {
    const match = await SimulatedMatch.start();
    const { tasks, time } = match.world;
    await time.advance(1_000);
    tasks.held = true;
    const first = await match.replicas[0]!.attach(match.id, ALICE);
    await time.advance(20);
    const second = await match.replicas[0]!.attach(match.id, ALICE);
    await tasks.release();

    expect(first.ended?.code).toBe('replaced');
    expect(second.ended).toBeUndefined();
    expect((await match.state()).seats[0]!.connection).toBe(second.connection);
  });

  test('keeps the connection that it made last, though one that it gave up came to a replica whose clock is ahead', async () => {
    const match = await SimulatedMatch.start();
    const { tasks, time } = match.world;
    const ahead = await match.world.replica([countingGame], { ahead: 40 });
    await ahead.rooms.get(match.id);
    await time.advance(1_000);
    tasks.held = true;
    const second = await match.replicas[0]!.attach(match.id, ALICE, 0, { id: 'phone', number: 2 });
    await time.advance(10);
    const first = await ahead.attach(match.id, ALICE, 0, { id: 'phone', number: 1 });
    await tasks.release();
    await time.advance(1_000);

    expect(second.ended).toBeUndefined();
    expect(first.ended?.code).toBe('replaced'); // nobody listens there any more
    expect((await match.state()).seats[0]!.connection).toBe(second.connection);
  });
});

describe('a replica', () => {
  test('that dies is noticed, and its players forfeit only then', async () => {
    const match = await SimulatedMatch.start();
    match.replicas[0]!.kill();
    await match.world.time.advance(4_000);
    expect(count(match, 'seatLeft')).toBe(0);
    await match.world.time.advance(4_000);
    expect(count(match, 'seatLeft')).toBe(1);
    await match.world.time.advance(31_000);

    expect((await match.state()).outcome).toMatchObject({ reason: 'forfeited', winnerSeats: [1] });
  });

  test('that dies with everybody’s streams is noticed by whoever takes the match up', async () => {
    const match = await SimulatedMatch.start(1);
    const other = await match.world.replica([countingGame]);
    match.replicas[0]!.kill();
    await match.world.time.advance(25_000);

    expect([...other.rooms.loaded()]).toHaveLength(1);
    expect(count(match, 'seatLeft')).toBe(2);
  });

  test('that was called dead while it was not gets its players’ seats back before they forfeit', async () => {
    const match = await SimulatedMatch.start();
    match.replicas[0]!.stop();
    await match.world.time.advance(10_000);
    expect(count(match, 'seatLeft')).toBe(1);
    match.replicas[0]!.continue();
    await match.world.tasks.release();
    await match.world.time.advance(60_000);

    const state = await match.state();
    expect(state.status).toBe('running');
    expect(state.seats[0]!.connection).toBe(match.streams[0].connection);
    await match.replicas[0]!.detach(match.id, match.streams[0]); // and is noticed when it is really gone
    await match.world.time.advance(5_000);
    expect((await match.state()).seats[0]!.connection).toBeUndefined();
  });

  test('that wakes with the stream of a player who is long elsewhere does not take the seat from there', async () => {
    const match = await SimulatedMatch.start();
    const { time } = match.world;
    const zombie = await match.world.replica([countingGame]);
    zombie.log.fault = () => 'lost';
    const stale = await zombie.attach(match.id, ALICE);
    zombie.stop(); // before it hears that its `connect` was not written
    zombie.log.fault = () => 'none';
    await time.advance(10_000);
    const now = await match.replicas[1]!.attach(match.id, ALICE);
    await time.advance(1_000);
    zombie.continue();
    await match.world.tasks.release();
    await time.advance(20_000);

    expect((await match.state()).seats[0]!.connection).toBe(now.connection);
    expect(now.ended).toBeUndefined();
    expect(stale.ended).toBeDefined();
  });
});

describe('a replica that another has not heard of yet', () => {
  /** The second replica looks after the seats all the time, and hears of others only with each heartbeat. */
  const watch = async (match: SimulatedMatch, ms: number): Promise<void> => {
    const { rooms, presence } = match.replicas[1]!;
    for (let passed = 0; passed < ms; passed += 100) {
      presence.check(await rooms.get(match.id));
      await match.world.time.advance(100);
    }
  };

  test('because it has just started keeps the players that come to it', async () => {
    const match = await SimulatedMatch.start();
    await match.world.time.advance(500);
    const started = await match.world.replica([countingGame]);
    await started.attach(match.id, ALICE);
    await watch(match, 3_000);

    expect(count(match, 'seatLeft')).toBe(0);
    expect((await match.state()).seats[0]!.replica).toBe(started.id);
  });

  test('because it has just woken keeps the seats that it has taken back', async () => {
    const match = await SimulatedMatch.start();
    match.replicas[0]!.stop();
    await match.world.time.advance(10_500);
    match.replicas[0]!.continue();
    await match.world.tasks.release();
    await watch(match, 5_000);

    expect(count(match, 'seatLeft')).toBe(1);
    expect((await match.state()).seats[0]!.replica).toBe(match.replicas[0]!.id);
  });
});

describe('while the database is away', () => {
  test('nobody leaves, and afterwards the living are not taken for dead', async () => {
    const match = await SimulatedMatch.start(3);
    match.world.database.away = true;
    await match.world.time.advance(12_000);
    match.world.database.away = false;
    await match.world.time.advance(60_000);

    expect(count(match, 'seatLeft')).toBe(0);
    expect((await match.state()).status).toBe('running');
  });

  test('who goes has all of the time to come back that is given, counted from the end of the outage', async () => {
    const match = await SimulatedMatch.start();
    match.world.database.away = true;
    await match.replicas[0]!.detach(match.id, match.streams[0]);
    await match.world.time.advance(40_000);
    match.world.database.away = false;
    await match.world.time.advance(25_000);

    expect((await match.state()).status).toBe('running');
    await match.world.time.advance(12_000);
    expect((await match.state()).outcome).toMatchObject({ reason: 'forfeited', winnerSeats: [1] });
  });

  test('a replica that cannot reach it calls nobody dead', async () => {
    const match = await SimulatedMatch.start();
    match.replicas[1]!.kill();
    match.world.database.away = true;
    await match.world.time.advance(30_000);

    expect(match.replicas[0]!.heartbeat.isAlive(match.replicas[1]!.id)).toBe(true);
    expect(match.replicas[0]!.heartbeat.isAlive(newId())).toBe(true);
  });
});

test('moves go on while a seat is empty', async () => {
  const match = await SimulatedMatch.start();
  await match.replicas[0]!.detach(match.id, match.streams[0]);
  await match.world.time.advance(10_000);

  expect((await match.play(1, move(BOB, 1))).kind).toBe('accepted');
});

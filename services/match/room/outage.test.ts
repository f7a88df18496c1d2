import { describe, expect, test } from '@jest/globals';
import { decodeEvents, type RoomEvent } from './entry.ts';
import { countingGame } from './simulation/counting-game.ts';
import { ALICE, BOB, move, SimulatedMatch, whisper } from './simulation/match.ts';

const givenBack = (match: SimulatedMatch): (RoomEvent & { kind: 'timeGivenBack' })[] =>
  match.log.flatMap(({ body }) => decodeEvents(body).filter((event) => event.kind === 'timeGivenBack'));

const outage = async (match: SimulatedMatch, ms: number): Promise<void> => {
  match.world.database.away = true;
  await match.world.time.advance(ms);
  match.world.database.away = false;
};

describe('an outage', () => {
  test('is given back once, by whichever replicas, exact to a second', async () => {
    const match = await SimulatedMatch.start(3, { paceMs: 60_000 });
    await match.world.time.advance(500);
    const due = (await match.state()).gameState.until;
    await outage(match, 20_000);
    await match.world.time.advance(2_000);
    for (const replica of [0, 1, 2]) await match.play(replica, whisper(ALICE, 'still here'));

    expect(givenBack(match)).toHaveLength(1);
    expect(Math.abs((await match.state()).gameState.until - due - 20_000)).toBeLessThanOrEqual(1_000);
  });

  test('is given back before anything else is decided, a deadline that passed in it too', async () => {
    const match = await SimulatedMatch.start(2, { paceMs: 5_000 });
    await outage(match, 20_000);
    const length = match.log.length;
    const answer = match.submit(0, whisper(BOB, 'first'));
    await match.world.time.advance(1_000);

    expect((await answer).kind).toBe('accepted');
    expect(decodeEvents(match.log[length]!.body)[0]!.kind).toBe('timeGivenBack');
    expect(givenBack(match)).toHaveLength(1);
    expect((await match.state()).gameState.until).toBeGreaterThan(match.world.time.now);
  });

  test('that follows another before anybody could decide is given back with it', async () => {
    const match = await SimulatedMatch.start(2);
    const due = (await match.state()).gameState.until;
    const before = match.world.time.now;
    for (const replica of match.replicas) replica.stop();
    await match.world.time.advance(10_000);
    match.world.database.beat('a replica that holds no match', 0);
    await match.world.time.advance(10_000);
    for (const replica of match.replicas) replica.continue();
    await match.world.tasks.release();
    await match.world.time.advance(2_000);
    await match.play(0, whisper(ALICE, 'on we go'));

    expect(match.world.database.outages).toHaveLength(2);
    const shifted = (await match.state()).gameState.until - due;
    expect(match.world.time.now - before - shifted).toBeLessThan(3_500);
  });

  test('is none while a single replica can write', async () => {
    const match = await SimulatedMatch.start();
    match.replicas[0]!.stop();
    await match.world.time.advance(20_000);

    expect(match.world.database.outages).toEqual([]);
  });

  test('of before a match was made is not its own', async () => {
    const match = await SimulatedMatch.start();
    await outage(match, 10_000);
    await match.world.time.advance(1_000);
    const later = match.world.create(countingGame, [ALICE, BOB]);
    await match.replicas[0]!.attach(later, ALICE);
    await match.replicas[1]!.attach(later, BOB);
    await match.world.time.advance(100);

    const kinds = match.world.database.log(later).flatMap(({ body }) => decodeEvents(body).map(({ kind }) => kind));
    expect(kinds).not.toContain('timeGivenBack');
  });

  test('that lost its race to be given back is read from the log, and not asked for again and again', async () => {
    const match = await SimulatedMatch.start();
    await match.world.time.advance(500);
    match.world.channels.away = true;
    await outage(match, 5_000);
    await match.world.time.advance(1_100);
    const before = match.replicas[1]!.log.sentAt.size;
    await match.play(0, whisper(ALICE, 'gave it back'));
    await match.play(1, whisper(BOB, 'tried to'));

    expect(givenBack(match)).toHaveLength(1);
    expect(match.replicas[1]!.log.sentAt.size - before).toBe(2);
  });

  test('is waited for without deciding: commands are answered as unknown, and go through afterwards', async () => {
    const match = await SimulatedMatch.start();
    match.world.database.away = true;
    expect(await match.play(0, move(ALICE, 1))).toEqual({ kind: 'unknown' });
    await match.world.time.advance(4_000);
    expect(await match.play(0, move(ALICE, 1))).toEqual({ kind: 'unknown' });
    expect(match.streams.map(({ ended }) => ended)).toEqual([undefined, undefined]);

    match.world.database.away = false;
    await match.world.time.advance(1_000);
    expect((await match.play(0, move(ALICE, 1))).kind).toBe('accepted');
  });
});

describe('a whole cluster that stops and starts again', () => {
  test('gives the time back, and then lets deadlines come as they would have', async () => {
    const match = await SimulatedMatch.start(2, { paceMs: 5_000 });
    await match.world.time.advance(1_000);
    for (const replica of match.replicas) replica.kill();
    await match.world.time.advance(3_600_000);
    const fresh = await match.world.replica([countingGame]);
    await match.world.time.advance(12_000);

    expect([...fresh.rooms.loaded()]).toHaveLength(1);
    const after = match.log.slice(3).flatMap(({ body }) => decodeEvents(body));
    expect(after[0]).toMatchObject({ kind: 'timeGivenBack' });
    expect(Math.abs((after[0] as { byMs: number }).byMs - 3_600_000)).toBeLessThan(1_500);
    const [first] = after.flatMap((event) =>
      event.kind === 'game' && (event.event as { kind: string }).kind === 'reminded' ? [event.event] : [],
    );
    expect((first as { due: number }).due).toBeGreaterThan(match.world.time.now - 12_000);
    await match.world.time.advance(60_000);
    expect((await match.state()).status).toBe('finished'); // nobody came back
  });
});

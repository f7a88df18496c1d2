import { describe, expect, test } from '@jest/globals';
import { newId } from '../../harness/ids.ts';
import { encodeEvents } from './entry.ts';
import { MatchNotFoundError, TooManyLoadsError } from './rooms.ts';
import { UnknownGameError } from './state.ts';
import { countingGame } from './simulation/counting-game.ts';
import { ALICE, BOB, move, SimulatedMatch, whisper } from './simulation/match.ts';
import { SimulatedWorld } from './simulation/replica.ts';
import { settle } from './simulation/time.ts';

describe('loading a match', () => {
  test('misses nothing that is stored while it is under way', async () => {
    const match = await SimulatedMatch.start(1);
    const late = await match.world.replica([countingGame]);
    const { tasks } = match.world;
    tasks.held = true;
    const loading = late.rooms.get(match.id);
    const answer = match.submit(0, whisper(ALICE, 'meanwhile'));
    // Subscribed, and the log is read, but neither answer nor message has come when the entry is stored.
    for (let count = 0; count < 60 && tasks.size > 0; count += 1)
      await tasks.runOne(count % 2 === 0 ? 0 : tasks.size - 1);
    await tasks.release();
    await answer;
    await settle();

    expect((await loading).state.seq).toBe(match.log.length);
  });

  test('misses nothing in whatever order its parts and another replica’s writing happen', async () => {
    for (let order = 0; order < 200; order += 1) {
      const match = await SimulatedMatch.start(1);
      const late = await match.world.replica([countingGame]);
      const { tasks } = match.world;
      tasks.held = true;
      const loading = late.rooms.get(match.id);
      const answers = ['a', 'b'].map((word) => match.submit(0, whisper(ALICE, word)));
      let chance = order;
      while (tasks.size > 0 || chance === order) {
        chance = (Math.imul(chance, 1_664_525) + 1_013_904_223) >>> 0;
        await settle();
        await tasks.runOne(chance >>> 8);
      }
      await Promise.all(answers);
      await match.world.time.advance(5); // a gap is waited for that long; the poll comes a second later
      await tasks.release();

      expect((await loading).state.seq).toBe(match.log.length);
    }
  });

  test('happens once for all who ask at a time', async () => {
    const match = await SimulatedMatch.start(1);
    const late = await match.world.replica([countingGame]);
    const rooms = await Promise.all([1, 2, 3].map(() => late.rooms.get(match.id)));

    expect(new Set(rooms).size).toBe(1);
    expect(late.log.reads).toBe(1);
  });

  test('that fails leaves nothing behind, and is tried again by the next who asks', async () => {
    const match = await SimulatedMatch.start(1);
    const late = await match.world.replica([countingGame]);
    match.world.database.away = true;
    await expect(late.rooms.get(match.id)).rejects.toThrow('away');
    expect(late.bus.subscriptions.size).toBe(0);
    match.world.database.away = false;

    expect((await late.rooms.get(match.id)).state.seq).toBe(match.log.length);
    expect(late.bus.subscriptions.has(match.id)).toBe(true);
    await match.play(0, move(ALICE, 1));
    expect((await late.rooms.get(match.id)).state.seq).toBe(match.log.length);
  });

  test('finds no match where there is none', async () => {
    const replica = await new SimulatedWorld().replica([countingGame]);

    await expect(replica.rooms.get(newId())).rejects.toThrow(MatchNotFoundError);
    expect(replica.bus.subscriptions.size).toBe(0);
  });

  test('of another version’s match is refused, and never folded', async () => {
    const match = await SimulatedMatch.start(1);
    const older = await match.world.replica([{ ...countingGame, version: 2 }]);

    await expect(older.rooms.get(match.id)).rejects.toThrow('No rules here for counting@1');
  });

  test('from a snapshot is the same as from the whole log, and still knows every command', async () => {
    const match = await SimulatedMatch.start(1);
    match.world.database.uniqueCommands = false;
    const first = whisper(ALICE, 'first');
    const answer = await match.play(0, first);
    for (let count = 0; match.log.length < 205; count += 1) await match.play(0, whisper(BOB, `word ${count}`));
    expect(match.world.database.snapshots.get(match.id)?.seq).toBe(200);
    const fresh = await match.world.replica([countingGame]);
    const room = await fresh.rooms.get(match.id);

    expect(room.state).toEqual(await match.state());
    expect(room.accepted.entries()).toEqual((await match.replicas[0]!.rooms.get(match.id)).accepted.entries());
    expect(await room.submit(first)).toEqual(answer);
    expect(match.log).toHaveLength(205);
  });

  test('ignores a snapshot of a format or a game that it does not know', async () => {
    const match = await SimulatedMatch.start(1);
    while (match.log.length < 201) await match.play(0, whisper(BOB, 'x'));
    const snapshot = match.world.database.snapshots.get(match.id)!;
    for (const changes of [{ format: 99 }, { game: 'counting@7' }]) {
      match.world.database.snapshots.set(match.id, { ...snapshot, ...changes, body: Buffer.from('{"state":{}}') });
      const fresh = await match.world.replica([countingGame]);

      expect((await fresh.rooms.get(match.id)).state).toEqual(await match.state());
    }
  });

  test('is let go when what came meanwhile cannot be folded', async () => {
    const match = await SimulatedMatch.start(1);
    const late = await match.world.replica([countingGame]);
    const head = match.log.at(-1)!;
    match.world.tasks.held = true;
    const loading = late.rooms.get(match.id);
    for (let count = 0; count < 5; count += 1) await match.world.tasks.runOne(0);
    const body = encodeEvents([{ kind: 'sung' } as never]);
    const unknown = { ...head, seq: head.seq + 1, entryId: newId(), previousEntryId: head.entryId, body };
    late.rooms.receive(unknown);
    await match.world.tasks.release();

    await expect(loading).rejects.toThrow(UnknownGameError);
    expect((await late.rooms.get(match.id)).closed).toBe(false);
  });
});

describe('forgetting', () => {
  test('a match that nobody has watched for a minute says first when somebody must look at it', async () => {
    const match = await SimulatedMatch.start(2, { paceMs: 600_000 });
    const idle = await match.world.replica([countingGame]);
    await idle.rooms.get(match.id);
    await match.world.time.advance(58_000);
    expect([...idle.rooms.loaded()]).toHaveLength(1);
    match.world.database.due.delete(match.id);
    match.replicas.forEach((replica) => replica.stop()); // so that nobody else says when it is due
    await match.world.time.advance(5_000);

    expect([...idle.rooms.loaded()]).toEqual([]);
    expect(match.world.database.due.get(match.id)).toBe((await match.state()).gameState.until);
    expect(idle.bus.subscriptions.size).toBe(0);
  });

  test('is not done to a match that is watched, and not while the database is away', async () => {
    const match = await SimulatedMatch.start();
    const idle = await match.world.replica([countingGame]);
    await idle.rooms.get(match.id);
    await match.world.time.advance(50_000);
    match.world.database.away = true;
    await match.world.time.advance(30_000);
    expect([...idle.rooms.loaded()]).toHaveLength(1);
    match.world.database.away = false;
    await match.world.time.advance(3_000);

    expect([...idle.rooms.loaded()]).toEqual([]);
    expect([...match.replicas[0]!.rooms.loaded()]).toHaveLength(1);
  });

  test('leaves a match to whoever comes while that is said', async () => {
    const match = await SimulatedMatch.start(1);
    const idle = await match.world.replica([countingGame]);
    await idle.rooms.get(match.id);
    match.world.tasks.held = true;
    const forgetting = idle.rooms.forgetAll();
    await idle.attach(match.id, newId());
    await match.world.tasks.release();
    await forgetting;

    expect([...idle.rooms.loaded()]).toHaveLength(1);
    match.world.tasks.held = false;
    await match.play(0, move(ALICE, 1));
    expect((await idle.rooms.get(match.id)).state.seq).toBe(match.log.length);
  });

  test('ends no deadline: the match is taken up when it is due', async () => {
    const match = await SimulatedMatch.start(1, { paceMs: 20_000 });
    await match.replicas[0]!.rooms.forgetAll();
    match.replicas[0]!.kill();
    const other = await match.world.replica([countingGame]);
    await match.world.time.advance(45_000);

    expect([...other.rooms.loaded()]).toHaveLength(1);
    expect((await match.state()).seq).toBeGreaterThan(3);
  });
});

describe('when very many come at once', () => {
  test('some matches are read at a time, more wait, and the rest are told so at once and are let in later', async () => {
    const match = await SimulatedMatch.start(1);
    const busy = await match.world.replica([countingGame]);
    match.world.tasks.held = true;
    const waiting = Array.from({ length: 10_256 }, () => busy.rooms.get(newId()).catch((error: unknown) => error));
    await expect(busy.rooms.get(match.id)).rejects.toThrow(TooManyLoadsError);
    expect(busy.log.reads).toBeLessThanOrEqual(256);
    await match.world.tasks.release();
    match.world.tasks.held = false;

    for (const error of await Promise.all(waiting)) expect(error).toBeInstanceOf(MatchNotFoundError);
    expect((await busy.rooms.get(match.id)).state.seq).toBe(match.log.length);
  });
});

describe('upkeep', () => {
  test('finds what a lost message hid within 5 s, however long a match has been silent', async () => {
    const match = await SimulatedMatch.start();
    await match.world.time.advance(40_000);
    match.world.channels.copies = () => 0;
    for (const wait of [0, 700, 1_300, 3_900]) {
      await match.world.time.advance(wait);
      await match.play(0, whisper(ALICE, 'lost'));
      await match.world.time.advance(5_100);
      expect(match.streams[1].cursor).toBe(match.log.length);
      await match.world.time.advance(20_000);
    }
  });

  test('finds what nobody tells of within 2 s while the bus is away', async () => {
    const match = await SimulatedMatch.start();
    await match.world.time.advance(40_000);
    match.world.channels.away = true;
    for (const wait of [0, 700, 20_000]) {
      await match.world.time.advance(wait);
      await match.play(0, whisper(ALICE, 'lost'));
      await match.world.time.advance(2_000);
      expect(match.streams[1].cursor).toBe(match.log.length);
    }
  });

  test('asks less and less often for a silent match', async () => {
    const match = await SimulatedMatch.start(1);
    await match.world.time.advance(30_000);
    const { reads } = match.replicas[0]!.log;
    await match.world.time.advance(60_000);

    expect(match.replicas[0]!.log.reads - reads).toBeLessThanOrEqual(13);
  });

  test('polls again at once when the database is back', async () => {
    const match = await SimulatedMatch.start();
    await match.world.time.advance(30_000);
    match.world.channels.away = true;
    await match.play(0, whisper(ALICE, 'lost'));
    match.replicas[1]!.log.readTails = ((original) => {
      let failures = 1;
      return (heads) =>
        failures-- > 0 ? Promise.reject(new Error('away')) : original.call(match.replicas[1]!.log, heads);
    })(match.replicas[1]!.log.readTails);
    await match.world.time.advance(7_000);

    expect(match.streams[1].cursor).toBe(match.log.length);
  });

  test('tells on what it found, so that others need not find it too', async () => {
    const match = await SimulatedMatch.start(3);
    match.world.channels.copies = () => 0;
    await match.play(0, whisper(ALICE, 'lost'));
    match.world.channels.copies = () => 1;
    match.replicas[2]!.log.readTails = () => Promise.resolve(new Map());
    await match.world.time.advance(2_100);

    expect(match.streams[1].cursor).toBe(match.log.length);
  });
});

describe('a deadline', () => {
  const reminders = (match: SimulatedMatch): number => match.log.filter(({ body }) => body.includes('reminded')).length;

  test('fires 250 ms late, once, whoever holds the match', async () => {
    const match = await SimulatedMatch.start(3, { paceMs: 10_000 });
    await match.world.time.advance(10_200);
    expect(reminders(match)).toBe(0);
    await match.world.time.advance(60);
    expect(reminders(match)).toBe(1);
    await match.world.time.advance(5_000);
    expect(reminders(match)).toBe(1);
  });

  test('is asked for by the one replica that wrote last, and by others only when it is still due a little later', async () => {
    const match = await SimulatedMatch.start(3, { paceMs: 10_000 });
    await match.play(1, move(ALICE, 1));
    const before = match.replicas.map(({ log }) => log.sentAt.size);
    await match.world.time.advance(10_200);
    match.world.tasks.held = true; // nobody hears of anything yet
    await match.world.time.advance(100);

    expect(match.replicas.map(({ log }, index) => log.sentAt.size - before[index]!)).toEqual([0, 1, 0]);
  });

  test('is fired by another when who wrote last is dead', async () => {
    const match = await SimulatedMatch.start(2, { paceMs: 10_000 });
    await match.play(0, move(ALICE, 1));
    match.replicas[0]!.kill();
    await match.world.time.advance(10_800);

    expect(reminders(match)).toBe(1);
  });

  test('in the past fires at once', async () => {
    const match = await SimulatedMatch.start(1, { paceMs: 10_000 });
    match.replicas[0]!.stop();
    const other = await match.world.replica([countingGame]);
    await match.world.time.advance(60_000);
    const before = reminders(match);
    await other.rooms.get(match.id);
    await match.world.time.advance(300);

    expect(reminders(match)).toBeGreaterThanOrEqual(before);
    expect(reminders(match)).toBeGreaterThan(0);
  });

  test('further away than a timer reaches comes in its time, and costs nothing until then', async () => {
    const DAY = 86_400_000;
    const match = await SimulatedMatch.start(1, { paceMs: 30 * DAY });
    const room = await match.replicas[0]!.rooms.get(match.id);
    match.replicas[0]!.upkeep.stop();
    match.replicas[0]!.heartbeat.stop();
    match.world.database.beat = () => ({ alive: new Set(), outages: [] }); // a beat a second for a month takes too long
    await match.world.time.advance(29 * DAY);
    expect(reminders(match)).toBe(0);
    expect(room.closed).toBe(false);
    await match.world.time.advance(1 * DAY + 1_000);

    expect(reminders(match)).toBe(1);
  });
});

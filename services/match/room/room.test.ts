import { describe, expect, test } from '@jest/globals';
import type { Entry } from './entry.ts';
import { countingGame } from './simulation/counting-game.ts';
import { ALICE, BOB, move, SimulatedMatch, whisper } from './simulation/match.ts';
import { settle } from './simulation/time.ts';

const GAMES = [countingGame];
const RESEND_OF = (submission: ReturnType<typeof move>) => ({ ...submission });

describe('a command', () => {
  test('is answered once it is in the log, with its entry’s number', async () => {
    const match = await SimulatedMatch.start();
    const command = move(ALICE, 1);

    expect(await match.play(0, command)).toEqual({ kind: 'accepted', seq: match.log.length });
    expect(match.log.at(-1)).toMatchObject({ actor: ALICE, commandId: command.commandId });
  });

  test('that makes several events is one entry, so that no other replica’s decision comes between them', async () => {
    const match = await SimulatedMatch.start(2, { upTo: 1 });
    const before = match.log.length;

    await match.play(0, move(ALICE, 1));

    expect(match.log).toHaveLength(before + 1);
    const events = JSON.parse(match.log.at(-1)!.body) as { kind: string }[];
    expect(events.map(({ kind }) => kind)).toEqual(['game', 'game', 'finished']);
  });

  test('waits for the one before it: a replica never has two entries of a match under way', async () => {
    const match = await SimulatedMatch.start();
    match.world.tasks.held = true;
    const answers = [match.submit(0, move(ALICE, 1)), match.submit(0, move(ALICE, 2))];
    await settle();
    expect(match.world.tasks.size).toBe(1);
    await match.world.tasks.release();

    expect((await Promise.all(answers)).map(({ kind }) => kind)).toEqual(['accepted', 'accepted']);
  });

  test('that lost its place to another replica is decided anew behind it', async () => {
    const match = await SimulatedMatch.start();
    match.world.channels.away = true;
    const [mine, theirs] = [whisper(ALICE, 'a'), whisper(BOB, 'b')];
    const answers = await Promise.all([match.submit(0, mine), match.submit(1, theirs)]);

    expect(answers.map((answer) => answer.kind)).toEqual(['accepted', 'accepted']);
    expect(
      match.log
        .slice(-2)
        .map(({ commandId }) => commandId)
        .sort(),
    ).toEqual([mine.commandId, theirs.commandId].sort());
  });

  test('sent again is answered with the entry that it made, even at another replica', async () => {
    const match = await SimulatedMatch.start();
    match.world.database.uniqueCommands = false;
    const command = move(ALICE, 1);
    const first = await match.play(0, command);
    await match.play(1, move(BOB, 2));
    const length = match.log.length;

    expect(await match.play(0, RESEND_OF(command))).toEqual(first);
    expect(await match.play(1, RESEND_OF(command))).toEqual(first);
    expect(match.log).toHaveLength(length);
  });

  test('sent again at a replica that has not heard of it is not decided again', async () => {
    const match = await SimulatedMatch.start();
    match.world.database.uniqueCommands = false;
    match.world.channels.away = true;
    const command = whisper(ALICE, 'once');
    const first = await match.play(0, command);

    expect(await match.play(1, RESEND_OF(command))).toEqual(first);
    expect((await match.state()).gameState.whispers).toEqual(['once']);
  });

  test('whose storing had an unknown outcome is found in the log', async () => {
    const match = await SimulatedMatch.start();
    match.replicas[0]!.log.fault = () => 'answerLost';

    expect(await match.play(0, whisper(ALICE, 'once'))).toEqual({ kind: 'accepted', seq: match.log.length });
    expect((await match.state()).gameState.whispers).toEqual(['once']);
  });

  test('whose storing never arrived is decided anew', async () => {
    const match = await SimulatedMatch.start();
    const faults = ['lost', 'none'] as const;
    let tried = 0;
    match.replicas[0]!.log.fault = () => faults[tried++]!;

    expect((await match.play(0, move(ALICE, 1))).kind).toBe('accepted');
    expect(tried).toBe(2);
    expect((await match.state()).gameState.count).toBe(1);
  });

  test('whose storing is late, and is overtaken by its own second try, happens once', async () => {
    const match = await SimulatedMatch.start();
    match.world.database.uniqueCommands = false;
    const { tasks } = match.world;
    const log = match.replicas[0]!.log;
    log.fault = () => 'late';
    tasks.held = true;
    const answer = match.submit(0, whisper(ALICE, 'once'));
    await settle();
    log.fault = () => 'none';
    await tasks.runOne(0); // the answer; the statement itself stays under way
    while (tasks.size > 1) await tasks.runOne(1);
    await tasks.release();

    expect((await answer).kind).toBe('accepted');
    expect((await match.state()).gameState.whispers).toEqual(['once']);
  });

  test('is not answered with a refusal while its outcome is unknown', async () => {
    const match = await SimulatedMatch.start();
    match.replicas[0]!.log.fault = () => {
      match.world.database.away = true;
      return 'none';
    };
    expect(await match.play(0, move(ALICE, 1))).toEqual({ kind: 'unknown' });

    match.world.database.away = false;
    match.replicas[0]!.log.fault = () => 'none';
    expect((await match.play(0, move(ALICE, 1))).kind).toBe('accepted');
  });

  test('is decided on what its sender has seen', async () => {
    const match = await SimulatedMatch.start();
    match.world.channels.away = true;
    await match.play(0, move(ALICE, 1));
    const { reads } = match.replicas[1]!.log;

    const answer = await match.play(1, { ...whisper(BOB, 'seen'), seenSeq: match.log.length });

    expect(answer.kind).toBe('accepted');
    expect(match.replicas[1]!.log.reads).toBe(reads + 1);
  });

  test('is dropped undecided when it has waited for more than 5 s', async () => {
    const match = await SimulatedMatch.start();
    const { answerAppends } = slowAppends(match, 0);
    const first = match.submit(0, move(ALICE, 1));
    const second = match.submit(0, move(ALICE, 2));
    await match.world.time.advance(5_001);
    answerAppends();
    await settle();

    expect((await first).kind).toBe('accepted');
    expect(await second).toEqual({ kind: 'unknown' });
    expect((await match.state()).gameState.count).toBe(1);
  });

  test('whose entry the poll has found before its own answer comes is folded once', async () => {
    const match = await SimulatedMatch.start();
    const { answerAppends } = slowAppends(match, 0);
    const answer = match.submit(0, whisper(ALICE, 'once'));
    await match.world.time.advance(3_000);
    expect(match.streams[0].cursor).toBe(match.log.length);
    answerAppends();

    expect(await answer).toEqual({ kind: 'accepted', seq: match.log.length });
    expect(match.streams[0].ended).toBeUndefined();
    expect((await match.state(0)).gameState.whispers).toEqual(['once']);
  });

  test('is dropped undecided when nobody waits for it any more', async () => {
    const match = await SimulatedMatch.start();
    const length = match.log.length;

    expect(await match.play(0, { ...move(ALICE, 1), abandoned: () => true })).toEqual({ kind: 'unknown' });
    expect(match.log).toHaveLength(length);
  });

  test('that nobody waits for any more, but whose storing is under way, is stored once and for all', async () => {
    const match = await SimulatedMatch.start();
    let gone = false;
    match.world.tasks.held = true;
    const answer = match.submit(0, { ...whisper(ALICE, 'still'), abandoned: () => gone });
    await settle();
    gone = true;
    await match.world.tasks.release();

    expect((await answer).kind).toBe('accepted');
    expect((await match.state(1)).gameState.whispers).toEqual(['still']);
  });

  test('beyond a thousand waiting ones is turned away, and none of the others suffers', async () => {
    const match = await SimulatedMatch.start();
    match.world.tasks.held = true;
    const answers = Array.from({ length: 1_002 }, () => match.submit(0, whisper(ALICE, 'x')));
    await match.world.tasks.release();
    const kinds = (await Promise.all(answers)).map(({ kind }) => kind);

    expect(kinds.filter((kind) => kind === 'accepted')).toHaveLength(1_001);
    expect(kinds.at(-1)).toBe('overloaded');
  });

  test('whose time is too far ahead of the database’s is decided again by the right time', async () => {
    const match = await SimulatedMatch.start(1);
    const ahead = await match.world.replica(GAMES, { ahead: 10_000 });
    const room = await ahead.rooms.get(match.id);

    expect((await room.submit(move(ALICE, 1))).kind).toBe('accepted');
    expect(match.log.at(-1)!.at).toBeLessThanOrEqual(match.world.time.now);
  });
});

describe('a refusal', () => {
  test('is given only on a log that was read after the command came', async () => {
    const match = await SimulatedMatch.start();
    match.world.channels.away = true;
    await match.play(0, move(ALICE, 1));

    // Bob saw Alice's move elsewhere; the replica that he asks has not heard of it.
    expect((await match.play(1, move(BOB, 2))).kind).toBe('accepted');
  });

  test('is not given on a read that had begun before the command came', async () => {
    const match = await SimulatedMatch.start();
    const { tasks, channels } = match.world;
    channels.away = true;
    tasks.held = true;
    const room = await match.replicas[1]!.rooms.get(match.id);
    const early = room.catchUp();
    await tasks.runOne(0); // the log has been read, its answer is on the way
    tasks.held = false;
    await match.play(0, move(ALICE, 1));
    tasks.held = true;
    const answer = room.submit(move(BOB, 2));
    await tasks.release();
    await early;

    expect((await answer).kind).toBe('accepted');
  });

  test('leaves no trace, and the same command is decided anew', async () => {
    const match = await SimulatedMatch.start();
    const length = match.log.length;
    const command = move(ALICE, 2);
    expect(await match.play(0, command)).toEqual({ kind: 'refused', reason: 'WRONG_NUMBER' });
    expect(match.log).toHaveLength(length);

    await match.play(0, move(BOB, 1));
    expect(await match.play(0, RESEND_OF(command))).toEqual({ kind: 'accepted', seq: length + 2 });
    expect((await match.state()).gameState.count).toBe(2);
  });

  test('costs a read of the log only as often as the actor’s budget allows', async () => {
    const match = await SimulatedMatch.start();
    const { log } = match.replicas[0]!;
    const before = log.reads;
    const answers = [];
    for (let count = 0; count < 30; count += 1) answers.push(await match.play(0, move(ALICE, 9)));

    expect(log.reads - before).toBe(20);
    expect(answers.at(-1)).toEqual({ kind: 'unknown' });
    expect((await match.play(0, move(BOB, 9))) as object).toMatchObject({ reason: 'WRONG_NUMBER' });
  });

  test('is not the answer to what happened at another replica, however often its sender has been refused', async () => {
    const match = await SimulatedMatch.start();
    for (let count = 0; count < 20; count += 1) await match.play(1, move(ALICE, 9));
    const command = move(ALICE, 2);
    match.world.channels.copies = () => 0; // replica 1 hears of neither
    await match.play(0, move(BOB, 1));
    const first = match.submit(0, command);
    await first;
    const again = match.submit(1, command);

    expect((await first).kind).toBe('accepted');
    expect((await again).kind).not.toBe('refused');
  });
});

describe('what another replica stored', () => {
  test('is shown at once when it is told', async () => {
    const match = await SimulatedMatch.start();
    await match.play(0, move(ALICE, 1));

    expect(match.streams[1].cursor).toBe(match.log.length);
  });

  test('is shown in order when messages overtake each other, and once when they repeat', async () => {
    const match = await SimulatedMatch.start();
    match.world.tasks.held = true;
    match.world.channels.copies = () => 2;
    const answers = [match.submit(0, whisper(ALICE, 'a')), match.submit(0, whisper(ALICE, 'b'))];
    await settle();
    for (let steps = 0; match.world.tasks.size > 0; steps += 1) {
      await match.world.tasks.runOne(steps < 8 ? 0 : match.world.tasks.size - 1);
    }
    await Promise.all(answers);
    await match.world.time.advance(5);
    await match.world.tasks.release();

    expect(match.streams[1].cursor).toBe(match.log.length);
  });

  test('is read from the log after 5 ms when its message is lost and a later one comes', async () => {
    const match = await SimulatedMatch.start();
    match.world.channels.copies = () => 0;
    await match.play(0, whisper(ALICE, 'lost'));
    match.world.channels.copies = () => 1;
    await match.play(0, whisper(ALICE, 'told'));
    await match.world.time.advance(5);

    expect((await match.state(1)).gameState.whispers).toEqual(['lost', 'told']);
  });

  test('is read also when a second gap opens while the first is waited for', async () => {
    const match = await SimulatedMatch.start();
    const room = await match.replicas[1]!.rooms.get(match.id);
    match.world.channels.away = true;
    for (const word of ['a', 'b', 'c', 'd']) await match.play(0, whisper(ALICE, word));
    const [before, a, b, c, d] = match.log.slice(-5);
    const told = (entry: Entry, after: Entry): void => room.receive({ ...entry, previousEntryId: after.entryId });
    told(b!, a!); // a gap
    told(a!, before!); // closed
    told(b!, a!);
    told(d!, c!); // and another one
    await match.world.time.advance(5);

    expect((await match.state(1)).gameState.whispers).toEqual(['a', 'b', 'c', 'd']);
  });

  test('comes to light within a second or two when its message is lost and nothing follows it', async () => {
    const match = await SimulatedMatch.start();
    match.world.channels.away = true;
    await match.play(0, move(ALICE, 1));
    await match.world.time.advance(2_100);

    expect(match.streams[1].cursor).toBe(match.log.length);
  });
});

/** From now on a replica's entries are stored at once, and the answers to that wait until they are asked for. */
function slowAppends(match: SimulatedMatch, replica: number): { answerAppends: () => void } {
  const { log } = match.replicas[replica]!;
  const { promise, resolve } = Promise.withResolvers<void>();
  log.append = async (entry) => {
    const outcome = match.world.database.append(entry);
    await promise;
    return outcome;
  };
  return { answerAppends: resolve };
}

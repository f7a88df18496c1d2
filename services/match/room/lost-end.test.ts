import { describe, expect, test } from '@jest/globals';
import { newId } from '../../harness/ids.ts';
import type { Entry } from './entry.ts';
import { countingGame } from './simulation/counting-game.ts';
import { ALICE, BOB, move, SimulatedMatch, whisper } from './simulation/match.ts';
import type { SimulatedReplica } from './simulation/replica.ts';
import { encodeSnapshot } from './snapshot.ts';

/*
 * A standby without the end of the log has been promoted. Replicas that have folded what was lost must notice, whatever
 * they hear first, and must fold nothing of the new log onto it.
 */

/** A match whose log has lost its newest entry, which both replicas have folded, and a third that comes after that. */
async function lostEnd(): Promise<{ match: SimulatedMatch; fresh: SimulatedReplica; lost: Entry }> {
  const match = await SimulatedMatch.start();
  await match.play(0, whisper(ALICE, 'lost'));
  const [lost] = match.world.database.cut(match.id, match.log.length - 1);
  const fresh = await match.world.replica([countingGame]);
  return { match, fresh, lost: lost! };
}

/** Whispers at a replica that knows only the new log. */
async function write(match: SimulatedMatch, replica: SimulatedReplica, ...words: readonly string[]): Promise<void> {
  const room = await replica.rooms.get(match.id);
  for (const word of words) expect((await room.submit(whisper(BOB, word))).kind).toBe('accepted');
}

/** Both old replicas have let the match go and told their viewers to come for a snapshot. */
function expectLetGo(match: SimulatedMatch): void {
  for (const { rooms } of match.replicas) expect([...rooms.loaded()]).toEqual([]);
  for (const { ended, problems } of match.streams) {
    expect(ended).toEqual({ code: 'resume', resumeAfter: 0 });
    expect(problems).toEqual([]);
  }
}

describe('the end of a log is lost, and a replica that has folded it', () => {
  test('hears of what is now in its place: it lets the match go after 5 ms', async () => {
    const { match, fresh } = await lostEnd();
    await write(match, fresh, 'instead');
    await match.world.time.advance(5);

    expectLetGo(match);
  });

  test('hears only of the entry behind that: it does not fold it onto what was lost', async () => {
    const { match, fresh } = await lostEnd();
    match.world.channels.copies = () => 0;
    await write(match, fresh, 'instead');
    match.world.channels.copies = () => 1;
    const shown = match.streams[1].messages.length;
    await write(match, fresh, 'behind');
    expect(match.streams[1].messages).toHaveLength(shown);
    await match.world.time.advance(5);

    expectLetGo(match);
  });

  test('finds another entry and more behind it in the log: it takes none of them over', async () => {
    const { match, fresh } = await lostEnd();
    match.world.channels.away = true;
    await write(match, fresh, 'instead', 'behind');
    const shown = match.streams[1].entries.length;
    await match.world.time.advance(2_100);

    expectLetGo(match);
    expect(match.streams[1].entries).toHaveLength(shown);
  });

  test('finds that its head is missing, though nothing is said or written any more', async () => {
    const { match } = await lostEnd();
    await match.world.time.advance(2_100);

    expectLetGo(match);
  });

  test('was its end for good: the match is taken up again when it is due', async () => {
    const match = await SimulatedMatch.start(2, { upTo: 1, paceMs: 20_000 });
    await match.play(0, move(ALICE, 1));
    expect((await match.state()).status).toBe('finished');
    match.world.database.cut(match.id, match.log.length - 1);
    match.world.database.due.set(match.id, match.world.time.now + 15_000);
    await match.world.time.advance(60_000);

    expect(match.log.at(-1)!.body).toContain('reminded');
  });

  test('shows the new log to whoever comes back', async () => {
    const { match, fresh } = await lostEnd();
    await write(match, fresh, 'instead');
    await match.world.time.advance(5);
    const back = await match.replicas[0]!.attach(match.id, ALICE, match.streams[0].cursor);

    expect(back.messages[0]!.kind).toBe('snapshot');
    expect((await match.state(0)).gameState.whispers).toEqual(['instead']);
  });

  test('writes nothing behind it, and does not say that it did', async () => {
    const { match } = await lostEnd();

    expect(await match.play(0, whisper(ALICE, 'behind'))).toEqual({ kind: 'unknown' });
    expect((await match.state()).gameState.whispers).toEqual([]);
  });
});

describe('a replica that holds the log as it is', () => {
  test('does not believe a late message of the lost end', async () => {
    const { match, fresh, lost } = await lostEnd();
    await write(match, fresh, 'instead');
    const room = await fresh.rooms.get(match.id);
    const { state } = room;
    const before = match.log.at(-2)!.entryId;
    room.receive({ ...lost, previousEntryId: before });
    room.receive({ ...lost, seq: lost.seq + 1, entryId: before, previousEntryId: lost.entryId });
    await match.world.time.advance(10);

    expect(room.closed).toBe(false);
    expect(room.state).toBe(state);
  });

  test('lets the match go when it has been told of what a read of the log contradicts', async () => {
    const { match, fresh, lost } = await lostEnd();
    const room = await fresh.rooms.get(match.id);
    const before = room.state.entryId;
    match.world.tasks.held = true;
    const reading = room.catchUp();
    room.receive({ ...lost, previousEntryId: before }); // the end that was lost, after it was lost
    match.world.database.append({ ...lost, entryId: newId(), previousEntryId: before });
    const failing = expect(reading).rejects.toThrow('lacks an entry that was folded');
    await match.world.tasks.release();
    await failing;

    expect(room.closed).toBe(true);
  });

  test('does not go on from a snapshot of the lost end', async () => {
    const { match, fresh } = await lostEnd();
    const old = await match.replicas[0]!.rooms.get(match.id);
    await write(match, fresh, 'instead', 'behind');
    match.world.database.snapshots.set(match.id, encodeSnapshot(old.state, old.accepted));
    const late = await match.world.replica([countingGame]);

    expect((await late.rooms.get(match.id)).state).toEqual(await match.state());
    expect((await match.state()).gameState.whispers).toEqual(['instead', 'behind']);
  });
});

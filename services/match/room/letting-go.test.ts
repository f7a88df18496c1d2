import { describe, expect, test } from '@jest/globals';
import { newId, SYSTEM_ACTOR } from '../../harness/ids.ts';
import { encodeEvents, type LinkedEntry } from './entry.ts';
import { ALICE, BOB, move, SimulatedMatch, whisper } from './simulation/match.ts';
import { SimulatedStream } from './simulation/viewer.ts';

describe('a room that cannot go on', () => {
  const newEvent = (match: SimulatedMatch, event: object): LinkedEntry => {
    const head = match.log.at(-1)!;
    const entry: LinkedEntry = {
      matchId: match.id,
      seq: head.seq + 1,
      entryId: newId(),
      previousEntryId: head.entryId,
      actor: SYSTEM_ACTOR,
      commandId: newId(),
      at: match.world.time.now,
      body: encodeEvents([event as never]),
    };
    match.world.database.append(entry);
    return entry;
  };

  for (const [what, event] of [
    ['the room', { kind: 'seatPainted', seat: 1 }],
    ['the game', { kind: 'game', event: { kind: 'sang' } }],
  ] as const) {
    test(`because ${what} has an event of a newer version is let go, and its viewers are told to resume`, async () => {
      const match = await SimulatedMatch.start();
      const room = await match.replicas[1]!.rooms.get(match.id);
      const cursor = match.streams[1].cursor;

      room.receive(newEvent(match, event));

      expect(match.streams[1].ended).toEqual({ code: 'resume', resumeAfter: cursor });
      expect([...match.replicas[1]!.rooms.loaded()]).toEqual([]);
      expect(await room.submit(move(BOB, 1))).toEqual({ kind: 'unknown' });
      await expect(match.replicas[1]!.rooms.get(match.id)).rejects.toThrow('No rules here');
    });
  }

  test('is let go when the poll finds what it cannot fold, and the other matches are read on', async () => {
    const match = await SimulatedMatch.start();
    newEvent(match, { kind: 'seatPainted' });
    await match.world.time.advance(2_100);

    expect([...match.replicas[1]!.rooms.loaded()]).toEqual([]);
    expect(match.streams.map(({ ended }) => ended?.code)).toEqual(['resume', 'resume']);
  });

  test('is let go when the log has another entry in the place of the one folded', async () => {
    const match = await SimulatedMatch.start();
    await match.play(0, whisper(ALICE, 'lost with the old primary'));
    match.world.database.cut(match.id, match.log.length - 1);

    expect(await match.play(0, whisper(ALICE, 'next'))).toEqual({ kind: 'unknown' });
    expect(match.streams[0].ended?.code).toBe('resume');
    expect((await match.play(0, whisper(ALICE, 'again'))).kind).toBe('accepted');
    expect((await match.state(0)).gameState.whispers).toEqual(['again']);
  });

  test('ends a stream that is attached to it too late', async () => {
    const match = await SimulatedMatch.start();
    const room = await match.replicas[0]!.rooms.get(match.id);
    match.replicas[0]!.rooms.drop(room);
    const late = new SimulatedStream(ALICE, 0);
    room.viewers.attach(late, room.state, 0, match.world.time.now);

    expect(late.ended?.code).toBe('resume');
  });
});

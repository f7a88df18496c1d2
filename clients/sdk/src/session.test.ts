import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EndCode, TriviaPhase } from './messages.ts';
import { end, events, MATCH_ID, seatJoined, seatLeft, snapshot } from '../test-support/messages.ts';
import { Player, TRANSPORTS } from '../test-support/player.ts';

describe.each(TRANSPORTS)('a match session over %s', (transport) => {
  let player: Player;
  beforeEach(async () => {
    player = await Player.start(transport);
  });
  afterEach(() => player.stop());

  test('begins with the snapshot and tells each event once, in order, with the state after its entry', async () => {
    const { session, seen } = player.play();
    const stream = await player.mesh.attached.take();
    expect(stream.matchId).toEqual(MATCH_ID);
    expect(stream.afterSeq).toBe(0);
    stream.send(snapshot(3), events(3, 5, [4, seatLeft(1, 99)], [5, seatJoined(1)]));

    await player.until(() => session.state?.seq === 5);
    expect(seen()).toEqual(['connecting', 'live', 'snapshot 3', 'event 4', 'event 5']);
    expect(session.state!.match.seq).toBe(5);
  });

  test('goes on after what it has seen when the connection is cut, and drops what comes twice', async () => {
    const { session, seen } = player.play();
    (await player.mesh.attached.take()).send(snapshot(3), events(3, 4, [4, seatLeft(1)]));
    await player.until(() => session.state?.seq === 4);
    player.cut();

    const second = await player.mesh.attached.take();
    expect(second.afterSeq).toBe(4);
    second.send(events(2, 5, [3, seatJoined(0)], [4, seatLeft(1)], [5, seatJoined(1)]));
    await player.until(() => session.state?.seq === 5);
    expect(seen()).toEqual(['connecting', 'live', 'snapshot 3', 'event 4', 'reconnecting 1', 'live', 'event 5']);
  });

  test('hidden entries are no gap, and a real gap makes it connect anew', async () => {
    const { session, seen } = player.play();
    const first = await player.mesh.attached.take();
    first.send(snapshot(3), events(3, 6));
    await player.until(() => session.state?.seq === 6);
    first.send(events(7, 8, [8, seatLeft(1)]));

    const second = await player.mesh.attached.take();
    expect(second.afterSeq).toBe(6);
    await first.closed;
    second.send(events(6, 8, [7, seatJoined(1)], [8, seatLeft(1)]));
    await player.until(() => session.state?.seq === 8);
    expect(seen().filter((entry) => entry.startsWith('event'))).toEqual(['event 7', 'event 8']);
  });
});

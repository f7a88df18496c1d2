import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Code } from './errors.ts';
import { answerTrivia } from './games/trivia.ts';
import { EndCode } from './messages.ts';
import type { MatchSession } from './session.ts';
import { end, events, MATCH_ID, seatJoined, seatLeft, snapshot, USERS } from '../test-support/messages.ts';
import { Player, TRANSPORTS, until } from '../test-support/player.ts';

/** How long the session has waited before each try, as it goes. */
function waitsOf(session: MatchSession): number[] {
  const waits: number[] = [];
  session.subscribe((update) => {
    if (update.kind === 'connection' && update.connection.state === 'reconnecting') {
      waits.push(update.connection.retryInMs);
    }
  });
  return waits;
}

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

    await until(() => session.state?.seq === 5);
    expect(seen()).toEqual(['connecting', 'live', 'snapshot 3', 'event 4', 'event 5']);
    expect(session.state!.match.seq).toBe(5);
    expect((await session.ready).seq).toBe(3);
  });

  test('shows no state in the middle of an entry', async () => {
    const { session } = player.play();
    const away: boolean[][] = [];
    session.subscribe((update) => {
      if (update.kind === 'event') away.push(update.state.match.players.map(({ connected }) => !connected));
    });
    const stream = await player.mesh.attached.take();
    stream.send(snapshot(3), events(3, 4, [4, seatLeft(0)], [4, seatLeft(1)]));
    await until(() => session.state?.seq === 4);
    expect(away).toEqual([
      [true, true],
      [true, true],
    ]);
  });

  test('never changes a state that it has given out', async () => {
    const { session } = player.play();
    const stream = await player.mesh.attached.take();
    stream.send(snapshot(3));
    const before = structuredClone(await session.ready);
    const given = session.state!;
    stream.send(events(3, 4, [4, seatLeft(1, 99)]));
    await until(() => session.state?.seq === 4);
    expect(given).toEqual(before);
    expect(session.state!.match.players[1]!.forfeitTimeMs).toBe(99);
  });

  test('goes on after what it has seen when the connection is cut, and drops what comes twice', async () => {
    const { session, seen } = player.play();
    (await player.mesh.attached.take()).send(snapshot(3), events(3, 4, [4, seatLeft(1)]));
    await until(() => session.state?.seq === 4);
    player.cut();

    const second = await player.mesh.attached.take();
    expect(second.afterSeq).toBe(4);
    second.send(events(2, 5, [3, seatJoined(0)], [4, seatLeft(1)], [5, seatJoined(1)]), events(3, 4, [4, seatLeft(1)]));
    await until(() => session.state?.seq === 5);
    expect(seen()).toEqual(['connecting', 'live', 'snapshot 3', 'event 4', 'reconnecting 1', 'live', 'event 5']);
  });

  test('hidden entries are no gap, and a real gap makes it connect anew', async () => {
    const { session, seen } = player.play();
    const first = await player.mesh.attached.take();
    first.send(snapshot(3), events(3, 6));
    await until(() => session.state?.seq === 6);
    first.send(events(7, 8, [8, seatLeft(1)]));

    const second = await player.mesh.attached.take();
    expect(second.afterSeq).toBe(6);
    await first.closed;
    second.send(events(6, 8, [7, seatJoined(1)], [8, seatLeft(1)]));
    await until(() => session.state?.seq === 8);
    expect(seen().filter((entry) => entry.startsWith('event'))).toEqual(['event 7', 'event 8']);
  });

  test('takes a snapshot in place of what it missed', async () => {
    const { session, seen } = player.play();
    (await player.mesh.attached.take()).send(snapshot(3)).end();
    (await player.mesh.attached.take()).send(snapshot(40), events(40, 41, [41, seatLeft(1)]));
    await until(() => session.state?.seq === 41);
    expect(seen().slice(-2)).toEqual(['snapshot 40', 'event 41']);
  });

  test('does not go back to the past of a replica that is behind', async () => {
    const { session, seen } = player.play();
    (await player.mesh.attached.take()).send(snapshot(9)).end();
    (await player.mesh.attached.take()).send(snapshot(7));
    const third = await player.mesh.attached.take();
    expect(third.afterSeq).toBe(9);
    expect(session.state!.seq).toBe(9);
    third.send(events(9, 10, [10, seatLeft(1)]));
    await until(() => session.state?.seq === 10);
    expect(seen().filter((entry) => entry.startsWith('snapshot'))).toEqual(['snapshot 9']);
  });

  test('accepts that the log has become shorter when that is what replicas keep saying', async () => {
    const { session, seen } = player.playWith({ behindMs: 60 });
    (await player.mesh.attached.take()).send(snapshot(9)).end();
    const saying = (async () => {
      while (session.state?.seq !== 7) (await player.mesh.attached.take(1_000)).send(snapshot(7), events(7, 7));
    })();
    await until(() => session.state?.seq === 7);
    await saying.catch(() => {}); // waits for a stream that need not come any more
    expect(seen().filter((entry) => entry.startsWith('snapshot'))).toEqual(['snapshot 9', 'snapshot 7']);
  });

  test('opens its stream anew when its viewer takes a seat, to see and do what players may', async () => {
    const { session } = player.play();
    const watching = snapshot(3);
    if (watching.$case === 'snapshot') watching.value.ownSeat = undefined;
    const first = await player.mesh.attached.take();
    first.send(watching, events(3, 4, [4, { $case: 'playerJoined', value: { seat: 2, userId: USERS[0]! } }]));
    const second = await player.mesh.attached.take();
    expect(second.afterSeq).toBe(0);
    await first.closed;
    second.send(snapshot(5), events(5, 6, [6, seatJoined(0)]));
    await until(() => session.state?.seq === 6);
    expect(session.state!.ownSeat).toBe(0);
  });

  test.each([
    ['FINISHED', EndCode.FINISHED],
    ['LEFT', EndCode.LEFT],
    ['REPLACED', EndCode.REPLACED],
    ['SESSION_ENDED', EndCode.SESSION_ENDED],
  ])('does not come back after %s', async (_, code) => {
    const { session, seen } = player.play();
    (await player.mesh.attached.take()).send(snapshot(3), events(3, 4, [4, seatLeft(1)]), end(code));
    expect(await session.ended).toEqual({ state: 'ended', code });
    await expect(player.mesh.attached.take(300)).rejects.toThrow('no stream came');
    expect(seen().slice(-2)).toEqual(['event 4', `ended ${code}`]);
    expect(player.signedOut).toEqual(code === EndCode.SESSION_ENDED ? ['SESSION_ENDED'] : []);
  });

  test.each([
    ['RESUME', EndCode.RESUME],
    ['DRAINING', EndCode.DRAINING],
    ['a code of the future', 99 as EndCode],
  ])('comes back at once after %s', async (_, code) => {
    const { session } = player.play();
    const waits = waitsOf(session);
    (await player.mesh.attached.take()).send(snapshot(3), end(code, 3)).end();
    expect((await player.mesh.attached.take()).afterSeq).toBe(3);
    expect(waits).toEqual([0]);
  });

  test('takes the match anew when the log lost its end, though what comes is older', async () => {
    const { session, seen } = player.play();
    (await player.mesh.attached.take()).send(snapshot(3), events(3, 4, [4, seatLeft(1)]), end(EndCode.RESUME, 0)).end();
    const second = await player.mesh.attached.take();
    expect(second.afterSeq).toBe(0);
    second.send(snapshot(3));
    await until(() => session.state?.seq === 3);
    expect(seen().slice(-1)).toEqual(['snapshot 3']);
  });

  test('moves to another replica before a draining one stops, and nobody notices', async () => {
    const { session, seen } = player.play();
    const first = await player.mesh.attached.take();
    first.send(snapshot(3), { $case: 'draining', value: { reconnectAfterMs: 50 } });
    const second = await player.mesh.attached.take();
    expect(second.afterSeq).toBe(3);
    // The old stream works until the new one speaks; both bring entry 4, and the seat goes to the new one.
    first.send(events(3, 4, [4, seatLeft(1)]));
    await until(() => session.state?.seq === 4);
    second.send(events(3, 5, [4, seatLeft(1)], [5, seatJoined(1)]));
    await first.closed;
    await until(() => session.state?.seq === 5);
    expect(seen()).toEqual(['connecting', 'live', 'snapshot 3', 'event 4', 'live', 'event 5']);
  });

  test('is not replaced by its own move to another replica', async () => {
    const { session } = player.play();
    const first = await player.mesh.attached.take();
    first.send(snapshot(3), { $case: 'draining', value: { reconnectAfterMs: 1 } });
    const second = await player.mesh.attached.take();
    first.send(end(EndCode.REPLACED));
    await first.closed;
    second.send(events(3, 4, [4, seatLeft(1)]));
    await until(() => session.state?.seq === 4);
    expect(session.connection.state).toBe('live');
  });

  test('counts its connections, so that replicas know the newest; another session of the player counts for itself', async () => {
    player.play();
    const first = await player.mesh.attached.take();
    first.send(snapshot(3));
    first.fail(Code.UNAVAILABLE);
    const second = await player.mesh.attached.take();
    player.play();
    const other = await player.mesh.attached.take();

    expect([first, second, other].map(({ connection }) => connection!.number)).toEqual([1, 2, 1]);
    expect(second.connection!.clientId).toEqual(first.connection!.clientId);
    expect(second.connection!.clientId).toHaveLength(16);
    expect(other.connection!.clientId).not.toEqual(first.connection!.clientId);
  });

  test('stays where it is when the move to another replica fails, and tries again', async () => {
    const { session, seen } = player.play();
    const first = await player.mesh.attached.take();
    first.send(snapshot(3), { $case: 'draining', value: { reconnectAfterMs: 1 } });
    (await player.mesh.attached.take()).fail(Code.UNAVAILABLE);
    const third = await player.mesh.attached.take();
    first.send(events(3, 4, [4, seatLeft(1)]));
    await until(() => session.state?.seq === 4);
    third.send(events(4, 5));
    await first.closed;
    expect(seen().filter((entry) => entry.startsWith('reconnecting'))).toEqual([]);
  });

  test('a snapshot that the new connection took before the old one brought more does not take it back', async () => {
    const { session, seen } = player.play();
    const first = await player.mesh.attached.take();
    first.send(snapshot(3), { $case: 'draining', value: { reconnectAfterMs: 1 } });
    const second = await player.mesh.attached.take();
    first.send(events(3, 5, [4, seatLeft(1)], [5, seatJoined(1)]));
    await until(() => session.state?.seq === 5);
    second.send(snapshot(4), events(4, 6, [5, seatJoined(1)], [6, seatLeft(0)]));
    await until(() => session.state?.seq === 6);
    expect(seen()).toEqual(['connecting', 'live', 'snapshot 3', 'event 4', 'event 5', 'live', 'event 6']);
  });

  test.each([
    ['UNAVAILABLE', Code.UNAVAILABLE, 'No connection established'],
    ['CANCELLED by the server', Code.CANCELLED, 'Call cancelled'],
    ['UNKNOWN from the way', Code.UNKNOWN, 'Transport error'],
    ['INTERNAL of a reset stream', Code.INTERNAL, 'Received RST_STREAM with code 2'],
    ['RESOURCE_EXHAUSTED at the edge', Code.RESOURCE_EXHAUSTED, 'local_rate_limited'],
  ])('connects anew after %s', async (_, code, message) => {
    player.play();
    (await player.mesh.attached.take()).fail(code, message);
    await player.mesh.attached.take();
  });

  test.each([
    ['NOT_FOUND', Code.NOT_FOUND, 'MATCH_NOT_FOUND'],
    ['PERMISSION_DENIED', Code.PERMISSION_DENIED, 'BAD_INVITE_CODE'],
    ['INVALID_ARGUMENT', Code.INVALID_ARGUMENT, 'INVALID_REQUEST'],
    ['INTERNAL of the service', Code.INTERNAL, 'INTERNAL'],
  ])('ends with %s', async (_, code, reason) => {
    const { session, seen } = player.play();
    const ready = expect(session.ready).rejects.toMatchObject({ code, reason });
    (await player.mesh.attached.take()).fail(code, 'no', { reason });
    expect((await session.ended).error).toMatchObject({ name: 'PlaymeshError', code, reason });
    await ready;
    await until(() => seen().at(-1) === 'threw PlaymeshError');
    await expect(player.mesh.attached.take(200)).rejects.toThrow('no stream came');
  });

  test('waits as long as a limit asks for', async () => {
    const { session } = player.play();
    (await player.mesh.attached.take()).fail(Code.RESOURCE_EXHAUSTED, 'slow', { retryAfterMs: 400 });
    const asked = performance.now();
    await until(() => session.connection.state === 'reconnecting');
    await player.mesh.attached.take();
    expect(performance.now() - asked).toBeGreaterThanOrEqual(380);
  });

  test('waits longer from try to try, each time anything up to the bound', async () => {
    const { session } = player.play();
    const waits = waitsOf(session);
    for (let loss = 0; loss < 4; loss += 1) (await player.mesh.attached.take()).fail(Code.UNAVAILABLE);
    await player.mesh.attached.take();
    expect(waits).toHaveLength(4);
    waits.forEach((wait, loss) => {
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(100 * 2 ** loss);
    });
  });

  test('renews a refused token once and goes on', async () => {
    player.renewals();
    player.play();
    const first = await player.mesh.attached.take();
    first.fail(Code.UNAUTHENTICATED, 'expired', { reason: 'TOKEN_EXPIRED' });
    const second = await player.mesh.attached.take();
    expect(second.headers.get('authorization')).not.toBe(first.headers.get('authorization'));
    expect(player.traded).toEqual(['refresh-1']);
  });

  test('signs out when even the renewed token is refused', async () => {
    player.renewals();
    const { session } = player.play();
    for (const _ of [1, 2]) {
      (await player.mesh.attached.take()).fail(Code.UNAUTHENTICATED, 'ended', { reason: 'SESSION_ENDED' });
    }
    expect((await session.ended).error).toMatchObject({ code: Code.UNAUTHENTICATED });
    expect(player.traded).toEqual(['refresh-1']);
    expect(player.signedOut).toEqual(['SESSION_ENDED']);
  });

  test('tells how many are watching, and which replica serves it', async () => {
    const { session, seen } = player.play();
    (await player.mesh.attached.take()).send(snapshot(3), { $case: 'presence', value: { watchers: 12 } });
    await until(() => seen().includes('watchers 12'));
    expect(session.replica).toBe('scripted-0');
    expect(session.connection).toEqual({ state: 'live', replica: 'scripted-0' });
  });

  test('sends the route of the match, once it is known', async () => {
    player.play();
    const first = await player.mesh.attached.take();
    expect(first.headers.get('x-match-route')).toBeUndefined();
    first.send(snapshot(3)).end();
    expect((await player.mesh.attached.take()).headers.get('x-match-route')).toBe('route-of-the-match');
  });

  test.each([
    ['that of the match', { matchId: MATCH_ID, route: 'route-of-the-match' }, {}, 'route-of-the-match'],
    ['none to spread', { matchId: MATCH_ID, route: 'known' }, { route: 'spread' }, undefined],
    ['a key of the app', { matchId: MATCH_ID, route: 'known' }, { route: { key: 'mine' } }, 'mine'],
  ] as const)('streams and commands are routed by %s', async (_, match, options, expected) => {
    const session = player.client.play(match, options);
    const stream = await player.mesh.attached.take();
    expect(stream.headers.get('x-match-route')).toBe(expected);
    stream.send(snapshot(3));
    await session.ready;
    const sent = session.send(answerTrivia(0), 1);
    const commanded = await player.mesh.commands.take();
    expect(commanded.headers.get('x-match-route')).toBe(expected);
    commanded.accept(4);
    await sent;
  });

  test("tells the time by the match's clock, as snapshots and pongs tell it", async () => {
    const { session } = player.play();
    const hour = 3_600_000;
    const isAhead = (ms: number) => (): boolean => Math.abs(session.serverNow() - Date.now() - ms) < 200;
    const stream = await player.mesh.attached.take();
    stream.pongs = false;
    const shown = snapshot(3);
    if (shown.$case === 'snapshot') shown.value.timeMs = Date.now() + hour;
    stream.send(shown);
    await until(isAhead(hour));
    stream.send({ $case: 'pong', value: { nonce: 0, timeMs: Date.now() + 2 * hour } });
    await until(isAhead(2 * hour));
  });

  test('leaves the seat and ends as the service says', async () => {
    const left: Uint8Array[] = [];
    const { session } = player.play();
    const stream = await player.mesh.attached.take();
    stream.send(snapshot(3));
    player.mesh.matches.leaveMatch = async ({ matchId }) => {
      left.push(matchId);
      stream.send(events(3, 4, [4, seatLeft(0)]), end(EndCode.FINISHED));
      return {};
    };
    await session.leave();
    expect(left).toEqual([new Uint8Array(MATCH_ID)]);
    expect(session.state!.seq).toBe(4);
    expect(session.connection).toEqual({ state: 'ended', code: EndCode.FINISHED });
  });

  test('a reader that comes later begins with how things stand', async () => {
    const { session } = player.play();
    (await player.mesh.attached.take()).send(snapshot(3));
    await session.ready;
    const reader = session[Symbol.asyncIterator]();
    expect((await reader.next()).value).toMatchObject({ kind: 'connection', connection: { state: 'live' } });
    expect((await reader.next()).value).toMatchObject({ kind: 'snapshot', state: { seq: 3 } });
  });

  test('closing ends it, cuts its stream and makes no other', async () => {
    const { session, seen } = player.play();
    const stream = await player.mesh.attached.take();
    stream.send(snapshot(3));
    await session.ready;
    session.close();
    await stream.closed;
    expect(await session.ended).toEqual({ state: 'ended' });
    await expect(player.mesh.attached.take(200)).rejects.toThrow('no stream came');
    expect(seen().at(-1)).toBe('ended');
  });
});

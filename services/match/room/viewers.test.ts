import { describe, expect, test } from '@jest/globals';
import { newId } from '../../harness/ids.ts';
import { encodeEvents } from './entry.ts';
import { RecentEntries } from './recent-entries.ts';
import { ALICE, BOB, move, SimulatedMatch, whisper } from './simulation/match.ts';
import { settle } from './simulation/time.ts';
import { simulatedCodec, SimulatedStream } from './simulation/viewer.ts';
import { Viewers } from './viewers.ts';
import { countingGame } from './simulation/counting-game.ts';

describe('a viewer', () => {
  test('is told of entries that it may see nothing of, so that what follows shows no gap', async () => {
    const match = await SimulatedMatch.start();
    const bob = match.streams[1];
    const cursor = bob.cursor;
    await match.play(0, whisper(ALICE, 'hidden from Bob'));
    await match.play(0, move(ALICE, 1));

    expect(bob.messages.slice(-2)).toMatchObject([
      { kind: 'events', after: cursor, seq: cursor + 1, entries: [{ events: [] }] },
      { kind: 'events', after: cursor + 1, seq: cursor + 2, entries: [{ events: [{ kind: 'game' }] }] },
    ]);
    expect(JSON.stringify(bob.messages)).not.toContain('hidden from Bob');
    expect(JSON.stringify(match.streams[0].messages)).toContain('hidden from Bob');
  });

  test('sees no secret in what it is sent, by snapshot or by entries, whoever it is', async () => {
    const match = await SimulatedMatch.start();
    await match.play(0, move(ALICE, 1));
    const all = [
      ...match.streams,
      await match.replicas[0]!.attach(match.id, ALICE),
      await match.replicas[0]!.attach(match.id, newId()),
      await match.replicas[1]!.attach(match.id, newId(), 1),
    ];
    const replayed = await Promise.all(
      [undefined, 0, 1].map((viewer) => match.replicas[0]!.rooms.replay(match.id, viewer)),
    );

    for (const shown of [...all.map(({ messages }) => messages), ...replayed])
      expect(JSON.stringify(shown)).not.toContain('5ec2e7');
  });

  test('is not told which connections and replicas the others are on, nor of what is not listed', async () => {
    const match = await SimulatedMatch.start();
    const [first] = await match.replicas[0]!.rooms.replay(match.id, undefined);

    expect(first!.events.map(({ kind }) => kind)).toEqual(['playerJoined', 'playerJoined']); // `created` is not listed
    const shown = JSON.stringify([
      ...match.streams.map(({ messages }) => messages),
      await match.replicas[0]!.rooms.replay(match.id, 0),
    ]);
    for (const hidden of [...match.streams.map(({ connection }) => connection), ...match.replicas.map(({ id }) => id)])
      expect(shown).not.toContain(hidden);
  });

  test('that comes back gets exactly what it missed, at whichever replica', async () => {
    const match = await SimulatedMatch.start();
    const { cursor } = match.streams[1];
    for (const word of ['a', 'b', 'c']) await match.play(0, whisper(BOB, word));
    for (const replica of [0, 1]) {
      const back = await match.replicas[replica]!.attach(match.id, BOB, cursor);

      expect(back.messages[0]).toMatchObject({ kind: 'events', after: cursor, seq: cursor + 3 });
      expect(back.entries.map(({ seq }) => seq)).toEqual([cursor + 1, cursor + 2, cursor + 3]);
    }
  });

  test('that missed nothing is told so, and one that missed very much gets a snapshot', async () => {
    const match = await SimulatedMatch.start();
    const { cursor } = match.streams[1];
    const current = await match.replicas[0]!.attach(match.id, newId(), cursor);
    expect(current.messages).toEqual([{ kind: 'events', after: cursor, seq: cursor, entries: [] }]);

    for (let count = 0; count < 100; count += 1) await match.play(0, whisper(ALICE, 'x'));
    const late = await match.replicas[0]!.attach(match.id, newId(), cursor);
    expect(late.messages).toMatchObject([{ kind: 'snapshot', view: { seq: match.log.length } }]);
  });

  test('that claims to have seen what is not in the log gets a snapshot', async () => {
    const match = await SimulatedMatch.start();

    const ahead = await match.replicas[0]!.attach(match.id, newId(), 1_000);
    expect(ahead.messages).toMatchObject([{ kind: 'snapshot' }]);
  });

  test('gets the last entry before the end, and only a snapshot and the end when it comes later', async () => {
    const match = await SimulatedMatch.start(2, { upTo: 1 });
    await match.play(0, move(ALICE, 1));

    for (const stream of match.streams) {
      expect(stream.cursor).toBe(match.log.length);
      expect(stream.ended).toEqual({ code: 'finished', resumeAfter: match.log.length });
      expect(stream.problems).toEqual([]);
    }
    const late = await match.replicas[1]!.attach(match.id, BOB);
    expect(late.messages).toMatchObject([{ kind: 'snapshot', view: { status: 'finished' } }]);
    expect(late.ended?.code).toBe('finished');
  });

  test('has the answer to the command that ends a match after the entry, and before its stream need end', async () => {
    const match = await SimulatedMatch.start(1, { upTo: 1 });
    const order: string[] = [];
    const alice = match.streams[0];
    alice.onEnd = () => order.push('end is asked for');
    const answer = match.submit(0, move(ALICE, 1)).then(({ kind }) => order.push(kind));
    await answer;

    expect(order).toEqual(['end is asked for', 'accepted']);
  });

  test('is sent a sign of life when it had nothing for 10 s', async () => {
    const match = await SimulatedMatch.start();
    const before = match.streams[0].messages.length;
    await match.world.time.advance(9_000);
    expect(match.streams[0].messages).toHaveLength(before);
    await match.world.time.advance(3_000);

    expect(match.streams[0].messages.slice(before)).toEqual([{ kind: 'pong' }]);
  });
});

describe('a big audience', () => {
  /** Viewers of one match, without a room: what is delivered is said by the test. */
  async function crowd(size: number) {
    const match = await SimulatedMatch.start(1);
    const state = await match.state();
    const recent = new RecentEntries(countingGame, state);
    const viewers = new Viewers(match.id, countingGame, simulatedCodec, recent);
    const attach = (afterSeq: number): SimulatedStream => {
      const stream = new SimulatedStream(newId(), undefined, afterSeq);
      stream.onEnd = () => viewers.detach(stream);
      viewers.attach(stream, { ...state, seq: head }, afterSeq, 0);
      return stream;
    };
    let head = state.seq;
    const deliver = (): void => {
      head += 1;
      const [event, next] = [{ kind: 'started' } as const, { ...state, seq: head }];
      recent.add({ seq: head, at: state.at, body: encodeEvents([event]) }, next);
      viewers.deliver(next, [{ event, state: next }], 0);
    };
    const streams = Array.from({ length: size }, () => attach(head));
    return { viewers, streams, attach, deliver, head: () => head };
  }

  test('does not hold the loop up: it is written to in chunks', async () => {
    const { streams, deliver, head } = await crowd(1_200);
    deliver();
    expect(streams.filter(({ cursor }) => cursor === head())).toHaveLength(500);
    await settle();
    await settle();

    expect(streams.every(({ cursor }) => cursor === head())).toBe(true);
  });

  test('gets everything in order and once, also who comes or goes between two chunks', async () => {
    const { viewers, streams, attach, deliver, head } = await crowd(1_200);
    const started = head();
    deliver();
    deliver();
    const fresh = attach(0);
    const resumed = attach(started);
    viewers.detach(streams[1_100]!);
    await settle();
    deliver();
    const later = attach(started + 1);
    for (let turn = 0; turn < 12; turn += 1) await settle();

    for (const stream of [...streams, fresh, resumed, later]) expect(stream.problems).toEqual([]);
    expect(
      new Set([...streams.filter((_, index) => index !== 1_100), fresh, resumed, later].map(({ cursor }) => cursor)),
    ).toEqual(new Set([head()]));
    expect(streams[1_100]!.cursor).toBe(started);
  });

  test('is ended with the place where each stream really is', async () => {
    const { viewers, streams, deliver, head } = await crowd(1_200);
    deliver();
    viewers.close('resume', false);

    expect(streams[0]!.ended).toEqual({ code: 'resume', resumeAfter: head() });
    expect(streams[1_199]!.ended).toEqual({ code: 'resume', resumeAfter: head() - 1 });
    await settle();
    await settle();
    expect(streams.every(({ problems }) => problems.length === 0)).toBe(true);
  });
});

import { describe, expect, test } from '@jest/globals';
import { newId } from '../../harness/ids.ts';
import { ALICE, BOB, SimulatedMatch } from './simulation/match.ts';
import type { Submission } from './room.ts';

const CAROL = newId();

const say = (userId: string, text: string): Submission => ({
  actor: userId,
  commandId: newId(),
  command: { kind: 'say', userId, text },
});
const react = (userId: string): Submission => ({
  actor: userId,
  commandId: newId(),
  command: { kind: 'react', userId, reaction: 'fire' },
});

/** What somebody was shown of what was said and shown, in order. */
async function talkSeenBy(match: SimulatedMatch, viewer: number | undefined): Promise<unknown[]> {
  const entries = await match.replicas[0]!.rooms.replay(match.id, viewer);
  return entries.flatMap(({ events }) => events.filter(({ kind }) => kind === 'said' || kind === 'reacted'));
}

describe('what is said', () => {
  test('by a player is for the players, by a watcher for the watchers', async () => {
    const match = await SimulatedMatch.start();
    await match.play(0, say(ALICE, 'good luck'));
    await match.play(1, say(CAROL, 'alice will win'));
    const players = [{ kind: 'said', userId: ALICE, seat: 0, text: 'good luck' }];

    expect(await talkSeenBy(match, 0)).toEqual(players);
    expect(await talkSeenBy(match, 1)).toEqual(players);
    expect(await talkSeenBy(match, undefined)).toEqual([
      { kind: 'said', userId: CAROL, seat: undefined, text: 'alice will win' },
    ]);
  });

  test('changes nothing in the match but where its log ends', async () => {
    const match = await SimulatedMatch.start();
    const { seq, entryId, at, ...before } = await match.state();
    await match.play(0, say(ALICE, 'hello'));
    const { seq: nextSeq, entryId: nextId, at: nextAt, ...after } = await match.state();

    expect(after).toEqual(before);
    expect(nextSeq).toBe(seq + 1);
    expect(nextId).not.toBe(entryId);
    expect(nextAt).toBeGreaterThanOrEqual(at);
  });

  test('is said once, however often it is sent', async () => {
    const match = await SimulatedMatch.start();
    const once = say(ALICE, 'once');
    const answers = [await match.play(0, once), await match.play(1, once), await match.play(0, once)];

    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await talkSeenBy(match, 0)).toHaveLength(1);
  });

  test('is too much after five at once; two seconds later there may be another', async () => {
    const match = await SimulatedMatch.start();
    const answers = [];
    for (let count = 0; count < 7; count += 1) answers.push(await match.play(0, say(ALICE, `${count}`)));
    expect(answers.map(({ kind }) => kind)).toEqual([...Array<string>(5).fill('accepted'), 'refused', 'refused']);
    expect(answers.at(-1)).toEqual({ kind: 'refused', reason: 'RATE_LIMITED' });
    expect((await match.play(0, say(BOB, 'mine'))).kind).toBe('accepted');
    await match.world.time.advance(2_000);

    expect((await match.play(0, say(ALICE, 'again'))).kind).toBe('accepted');
  });

  test('is never refused as too much when it is in the log, though this replica has not heard of it', async () => {
    const match = await SimulatedMatch.start();
    for (let count = 0; count < 5; count += 1) await match.play(1, say(ALICE, `${count}`));
    match.world.channels.copies = () => 0;
    const sent = say(ALICE, 'sent before');
    await match.play(0, sent);
    const again = match.submit(1, sent);
    await match.world.time.advance(1);

    expect(await again).toEqual(await match.play(0, sent));
  });
});

test.each([['a'], ['x'.repeat(500)], ['😀'.repeat(500)], ['zwei Wörter 👩‍👩‍👧 ']])('One may say %j.', async (text) => {
  const match = await SimulatedMatch.start();

  expect((await match.play(0, say(ALICE, text))).kind).toBe('accepted');
});

test.each([[''], ['  '], ['x'.repeat(501)], ['😀'.repeat(501)], ['a\nb'], ['a\u0000'], ['\u0007'], ['\u009b31m']])(
  'One may not say %j.',
  async (text) => {
    const match = await SimulatedMatch.start();

    expect(await match.play(0, say(ALICE, text))).toEqual({ kind: 'refused', reason: 'INVALID_TEXT' });
  },
);

describe('a reaction', () => {
  test('of a player is seen by everybody; a watcher has none', async () => {
    const match = await SimulatedMatch.start();
    await match.play(1, react(BOB));
    const shown = [{ kind: 'reacted', seat: 1, reaction: 'fire' }];

    for (const viewer of [0, 1, undefined]) expect(await talkSeenBy(match, viewer)).toEqual(shown);
    expect(await match.play(0, react(CAROL))).toEqual({ kind: 'refused', reason: 'NOT_SEATED' });
  });

  test('counts as talk', async () => {
    const match = await SimulatedMatch.start();
    for (let count = 0; count < 3; count += 1) await match.play(0, say(ALICE, `${count}`));
    const answers = [
      await match.play(0, react(ALICE)),
      await match.play(0, react(ALICE)),
      await match.play(0, react(ALICE)),
    ];

    expect(answers.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'refused']);
  });
});

test('A match that is over hears nothing more.', async () => {
  const match = await SimulatedMatch.start();
  await match.play(0, { actor: ALICE, commandId: newId(), command: { kind: 'leave', userId: ALICE } });
  expect((await match.state()).status).toBe('finished');

  expect(await match.play(0, say(BOB, 'bye'))).toEqual({ kind: 'refused', reason: 'MATCH_FINISHED' });
});

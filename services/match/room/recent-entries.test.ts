import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide } from './decide.ts';
import { encodeEvents, type RoomEvent } from './entry.ts';
import { RecentEntries } from './recent-entries.ts';
import { countingGame } from './simulation/counting-game.ts';
import { ALICE, SimulatedMatch } from './simulation/match.ts';
import type { RoomState, Step } from './state.ts';

/** A running match's state, and what follows from one whisper after another. */
async function talk(length: number): Promise<{ base: RoomState; folded: { steps: readonly Step[] }[] }> {
  const match = await SimulatedMatch.start(1);
  const base = await match.state();
  let state: RoomState = base;
  const folded = Array.from({ length }, (_, index) => {
    const command = { kind: 'whisper', word: String(index) };
    const asked = { kind: 'play', userId: ALICE, game: 'counting', position: 0, command } as const;
    const decision = decide(countingGame, state, asked, state.at + index);
    if ('refusal' in decision) throw new Error(decision.refusal);
    state = decision.steps.at(-1)!.state;
    return { steps: decision.steps };
  });
  return { base, folded };
}

const shown = (steps: readonly Step[]): { events: readonly RoomEvent[]; gameState: unknown; at: number } => ({
  events: steps.map(({ event }) => event),
  gameState: steps.at(-1)!.state.gameState,
  at: steps.at(-1)!.state.at,
});

test('whoever missed up to 64 entries gets just these, as they were folded first; who missed more may not', async () => {
  const { base, folded } = await talk(300);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }), (length, missed) => {
      const recent = new RecentEntries(countingGame, base);
      for (const { steps } of folded.slice(0, length)) {
        const { state } = steps.at(-1)!;
        recent.add({ seq: state.seq, at: state.at, body: encodeEvents(steps.map(({ event }) => event)) }, state);
      }
      const newest = base.seq + length;
      const got = recent.after(newest - missed);
      if (missed <= Math.min(64, length)) expect(got).toBeDefined();
      if (missed > Math.min(80, length)) expect(got).toBeUndefined();
      if (!got) return;
      const wanted = folded.slice(length - missed, length);
      expect(got.map(({ seq }) => seq)).toEqual(wanted.map((_, index) => newest - missed + 1 + index));
      expect(got.map(({ steps }) => shown(steps))).toEqual(wanted.map(({ steps }) => shown(steps)));
    }),
    { numRuns: 300 },
  );
});

test('a match is kept from its first entry on where nothing stands for it', async () => {
  const match = await SimulatedMatch.start(1);
  const recent = new RecentEntries(countingGame, undefined);
  const { log } = match;
  const state = await match.state();
  for (const entry of log) recent.add(entry, state);

  expect(recent.after(0)?.map(({ seq }) => seq)).toEqual(log.map(({ seq }) => seq));
  expect(recent.after(log.length)).toEqual([]);
});

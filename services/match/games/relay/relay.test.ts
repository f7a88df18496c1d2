import { expect, test } from '@jest/globals';
import type { GameInput } from '../game.ts';
import { relay, type RelayState } from './relay.ts';
import type { RelayCommand } from './wire.ts';

const START = 1_800_000_000_000;

const folded = (state: RelayState | undefined, input: GameInput<RelayCommand>, now: number): RelayState => {
  const decision = relay.decide(state!, input, now);
  if ('refusal' in decision) throw new Error(decision.refusal);
  return decision.events.reduce<RelayState | undefined>(relay.evolve, state)!;
};
const pass = (seat: number, position: number, baton = 'baton'): GameInput<RelayCommand> => ({
  kind: 'command',
  seat,
  position,
  command: { $case: 'pass', value: { baton } },
});
const started = (requested: { passes?: number; passMs?: number } = {}): RelayState => {
  const prepared = relay.init(relay.configure(requested), '', undefined);
  return folded(prepared.reduce<RelayState | undefined>(relay.evolve, undefined), { kind: 'start' }, START);
};

test('the first seat begins, and the baton goes to and fro until enough passes are made: a draw', () => {
  let state = started({ passes: 3 });
  expect(relay.view(state, undefined)).toMatchObject({ passesMade: 0, nextSeat: 0, baton: '' });
  for (const [seat, position] of [
    [0, 1],
    [1, 2],
    [0, 3],
  ] as const) {
    expect(relay.outcome(state)).toBeUndefined();
    state = folded(state, pass(seat, position, `pass ${position}`), START);
  }
  expect(relay.outcome(state)).toEqual({ reason: 'completed', winnerSeats: [], scores: [0, 0] });
  expect(relay.view(state, 0)).toEqual({ passes: 3, passesMade: 3, baton: 'pass 3', untilTimeMs: 0 });
});

test.each([
  ['out of turn', pass(1, 1), 'NOT_YOUR_TURN'],
  ['for another position', pass(0, 2), 'WRONG_PASS'],
  ['that hands on too much', pass(0, 1, 'x'.repeat(65)), 'BATON_TOO_LONG'],
])('a pass %s is refused', (_, input, refusal) => {
  expect(relay.decide(started(), input, START)).toEqual({ refusal });
});

test('who lets the time of a pass run out loses; the last moment counts', () => {
  const state = started({ passMs: 1_000 });
  expect(relay.decide(state, pass(0, 1), START + 1_001)).toEqual({ refusal: 'TOO_LATE' });
  expect(relay.decide(state, { kind: 'tick' }, START + 999)).toEqual({ refusal: 'NOT_DUE' });
  expect(folded(state, pass(0, 1), START + 1_000).passesMade).toBe(1);
  expect(relay.outcome(folded(state, { kind: 'tick' }, START + 1_000))).toMatchObject({ winnerSeats: [1] });
});

test('time given back moves the deadline', () => {
  const state = folded(started({ passMs: 1_000 }), { kind: 'timeGivenBack', byMs: 700 }, START + 500);
  expect(relay.deadline(state)).toBe(START + 1_700);
});

test('the defaults are a million passes of a minute', () => {
  expect(relay.configure({ passes: 0, passMs: 0 })).toEqual({ passes: 1_000_000, passMs: 60_000 });
});

import { describe, expect, test } from '@jest/globals';
import { T0 } from './drawn-game.ts';
import { go } from './go.ts';
import { colourOf, type GoState } from './state.ts';
import { BLACK, WHITE } from './point.ts';
import { GoColours, type GoConfig } from './wire.ts';

/** Seeds by which the lot gives Black to seat 0, and to seat 1. */
const SEEDS = ['00', '01'] as const;

const prepare = (config: Partial<GoConfig>, seed: string): GoState =>
  go.evolve(undefined, go.init(go.configure({ size: 9, ...config }), seed, undefined)[0]!);

/** A game that has begun between players of these ratings. */
function begin(
  config: Partial<GoConfig>,
  ratings: readonly (number | undefined)[] | undefined,
  seed: string = SEEDS[0],
): GoState {
  const prepared = prepare(config, seed);
  const decision = go.decide(prepared, { kind: 'start', ...(ratings && { ratings }) }, T0);
  if ('refusal' in decision) throw new Error(decision.refusal);
  return decision.events.reduce(go.evolve, prepared);
}

const byRating = { colours: GoColours.BY_RATING };

describe('colours by rating', () => {
  test.each([
    [[1_499.9, 1_500], 0],
    [[1_500, 1_499.9], 1],
    [[900, 2_400], 0],
    [[2_400, 900], 1],
  ])('give Black to who is rated lower of %j, whatever the lot: seat %d', (ratings, blackSeat) => {
    expect(SEEDS.map((seed) => begin(byRating, ratings, seed).blackSeat)).toEqual([blackSeat, blackSeat]);
  });

  test.each([
    ['both are rated the same', [1_500, 1_500]],
    ['one is not known', [undefined, 1_500]],
    ['the other is not known', [1_500, undefined]],
    ['neither is known', [undefined, undefined]],
    ['the room hands over none', undefined],
  ])('are drawn by lot where %s', (_, ratings) => {
    expect(SEEDS.map((seed) => begin(byRating, ratings, seed).blackSeat)).toEqual([0, 1]);
  });

  test('give the weaker player the handicap stones, and White the first move', () => {
    const game = begin({ ...byRating, handicap: 4 }, [2_000, 1_400]);

    expect(game.board.points.filter((stone) => stone === BLACK)).toHaveLength(4);
    expect([colourOf(game, 0), colourOf(game, 1), game.toMove]).toEqual([WHITE, BLACK, WHITE]);
  });

  test('are told with the start, and not before it', () => {
    const prepared = prepare(byRating, SEEDS[0]);
    expect(go.view(prepared, undefined)).not.toHaveProperty('blackSeat');
    const decision = go.decide(prepared, { kind: 'start', ratings: [2_000, 1_400] }, T0);
    if ('refusal' in decision) throw new Error(decision.refusal);
    const [event] = decision.events;
    const started = go.evolve(prepared, event!);
    expect(go.project(event!, started, undefined)).toMatchObject({ $case: 'started', value: { blackSeat: 1 } });
    expect(go.view(started, undefined).blackSeat).toBe(1);
  });

  test('are exchanged by a rematch, whoever is rated lower then', () => {
    const game = begin(byRating, [2_000, 1_400]); // seat 1 has Black, and is seat 0 of the rematch
    const rematch = begin({ ...game.config, ...go.rematch!(game) }, [1_300, 2_100]);

    expect(rematch.blackSeat).toBe(1);
  });
});

test.each([
  ['by lot', GoColours.NIGIRI, [0, 1]],
  ['to the creator', GoColours.CREATOR_BLACK, [0, 0]],
  ['to the other one', GoColours.CREATOR_WHITE, [1, 1]],
])('Black that is given %s is not moved by ratings', (_, colours, seats) => {
  expect(SEEDS.map((seed) => begin({ colours }, [2_000, 1_400], seed).blackSeat)).toEqual(seats);
  expect(SEEDS.map((seed) => begin({ colours }, [1_400, 2_000], seed).blackSeat)).toEqual(seats);
});

test('logs from before there were colours by rating fold as they did', () => {
  const folded = SEEDS.map((seed) =>
    go.evolve(prepare({}, seed), { kind: 'started', sinceMs: T0, untilMs: T0 + 600_000 }),
  );

  expect(folded.map(({ blackSeat, phase }) => [blackSeat, phase])).toEqual([
    [0, 'play'],
    [1, 'play'],
  ]);
});

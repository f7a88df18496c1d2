import fc from 'fast-check';
import type { AnyProof } from './proof.ts';

/** When a step happens: some time after the step before, or at, just before or after the deadline, if there is one. */
export interface Moment {
  readonly from: 'clock' | 'deadline';
  readonly offsetMs: number;
}

export type Step = { readonly moment: Moment } & (
  | { readonly kind: 'start' }
  | { readonly kind: 'tick' }
  | { readonly kind: 'gone'; readonly seat: number; readonly reason: 'forfeited' | 'resigned' }
  | { readonly kind: 'timeGivenBack'; readonly byMs: number }
  | {
      readonly kind: 'command';
      readonly seat: number;
      readonly command: unknown;
      /** Added to the position that would be legal. */
      readonly offset: number;
    }
);

export interface Script {
  readonly requested: Record<string, unknown>;
  readonly material: unknown;
  readonly seed: string;
  /** By seat, for a game that wants them. */
  readonly ratings?: readonly (number | undefined)[] | undefined;
  readonly steps: readonly Step[];
}

/** Plays of a game, legal and illegal inputs mixed, long enough to reach the end of a short match in most of them. */
export function scripts(proof: AnyProof): fc.Arbitrary<Script> {
  return fc
    .record({
      setup: proof.setups,
      seed: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      steps: fc.array(steps(proof), { minLength: 0, maxLength: 40, size: 'max' }),
      ratings: proof.game.wantsRatings ? ratings(proof) : fc.constant(undefined),
    })
    .map(({ setup, seed, ...script }) => ({ ...setup, seed: Buffer.from(seed).toString('hex'), ...script }));
}

/** Equal ones often enough, and unknown ones. */
const ratings = ({ game }: AnyProof): fc.Arbitrary<(number | undefined)[]> => {
  const rating = fc.option(fc.constantFrom(1_400, 1_500, 1_600.5), { nil: undefined });
  return fc.array(rating, { minLength: game.seats, maxLength: game.seats });
};

function steps({ game, commands }: AnyProof): fc.Arbitrary<Step> {
  const seat = fc.nat(game.seats - 1);
  const later = moments(0);
  return fc.oneof(
    {
      weight: 24,
      arbitrary: fc.record({
        kind: fc.constant('command' as const),
        seat,
        command: commands,
        offset: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: -2, max: 2 })),
        moment: moments(-400),
      }),
    },
    { weight: 12, arbitrary: fc.record({ kind: fc.constant('tick' as const), moment: later }) },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('timeGivenBack' as const),
        byMs: fc.integer({ min: 1, max: 60_000 }),
        moment: later,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('gone' as const),
        seat,
        reason: fc.constantFrom('forfeited' as const, 'resigned' as const),
        moment: later,
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('start' as const), moment: later }) },
  );
}

function moments(leastMs: number): fc.Arbitrary<Moment> {
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ from: fc.constant('clock' as const), offsetMs: fc.integer({ min: leastMs, max: 4_000 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        from: fc.constant('deadline' as const),
        offsetMs: fc.constantFrom(-1, 0, 1, 250, 90_000),
      }),
    },
  );
}

import fc from 'fast-check';
import { applyGo } from '../../../../clients/sdk/src/games/go.ts';
import { proveGame } from '../kit/prove-game.ts';
import { go } from './go.ts';
import type { GoLogEvent } from './state.ts';
import {
  GoKoRule,
  GoRequest,
  GoRuleset,
  GoSuicide,
  type GoCommand,
  type GoConfig,
  type GoTimeControl,
} from './wire.ts';

const nothing = fc.constant({});
const anyRequest = fc.constantFrom<GoRequest>(-1, 0, GoRequest.UNDO, GoRequest.DRAW, GoRequest.ANNUL);

/** Points of a 5x5 board and beside it, and pairs of passes often enough to come to the scoring. */
const commands: fc.Arbitrary<GoCommand> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.integer({ min: -1, max: 26 }).map((point) => ({ $case: 'place' as const, value: { point } })),
  },
  { weight: 6, arbitrary: nothing.map((value) => ({ $case: 'pass' as const, value })) },
  { weight: 1, arbitrary: anyRequest.map((request) => ({ $case: 'ask' as const, value: { request } })) },
  { weight: 1, arbitrary: nothing.map((value) => ({ $case: 'withdraw' as const, value })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(anyRequest, fc.boolean())
      .map(([request, isGranted]) => ({ $case: 'answer' as const, value: { request, isGranted } })),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.integer({ min: -1, max: 26 }), fc.boolean())
      .map(([point, isDead]) => ({ $case: 'mark' as const, value: { point, isDead } })),
  },
  { weight: 2, arbitrary: nothing.map((value) => ({ $case: 'accept' as const, value })) },
  { weight: 1, arbitrary: nothing.map((value) => ({ $case: 'resume' as const, value })) },
);

const control: fc.Arbitrary<GoTimeControl> = fc.constantFrom(
  { $case: 'absolute', value: { mainMs: 60_000 } },
  { $case: 'fischer', value: { mainMs: 10_000, incrementMs: 5_000, maxMs: 20_000 } },
  { $case: 'byoYomi', value: { mainMs: 5_000, periods: 3, periodMs: 4_000 } },
  { $case: 'canadian', value: { mainMs: 5_000, periodMs: 10_000, stones: 3 } },
  { $case: 'simple', value: { moveMs: 8_000 } },
  { $case: 'correspondence', value: { days: 1 } },
);

const requested: fc.Arbitrary<Partial<GoConfig>> = fc.record({
  size: fc.constant(5),
  ruleset: fc.constantFrom(...Object.values(GoRuleset)),
  komi: fc.constantFrom(undefined, { halfPoints: 0 }, { halfPoints: 201 }),
  handicap: fc.constantFrom(0, 2, 9),
  freeHandicap: fc.boolean(),
  suicide: fc.constantFrom(0, ...Object.values(GoSuicide)),
  ko: fc.constantFrom(0, ...Object.values(GoKoRule)),
  passes: fc.constantFrom(0, 2, 4),
  time: fc.oneof(
    fc.constant(undefined),
    control.map((value) => ({ control: value })),
  ),
  scoringMs: fc.constantFrom(0, 10_000),
});

proveGame({
  game: go,
  setups: requested.map((settings) => ({ requested: settings, material: undefined })),
  commands,
  position: ({ step }) => step,
  ticksToEnd: () => 1,
  disguise,
  apply: (view, event) => applyGo(view, { event }),
});

/** Until the start nobody may know who has Black. */
function disguise(log: readonly GoLogEvent[]): readonly GoLogEvent[] {
  const [prepared, started] = log;
  if (prepared?.kind !== 'prepared' || started !== undefined) return log;
  return [{ ...prepared, blackSeat: 1 - prepared.blackSeat }];
}
